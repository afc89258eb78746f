#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "sim/mqtt/mailbox.h"

namespace shadowsim::mqtt {

// A mailbox that a test's thread waits at. It runs the context by which engines without threads are
// driven while it waits, and only then. It must outlive the sessions.
class Inbox final : public Mailbox {
 public:
  boost::asio::io_context& context() { return context_; }

  void deliver(Delivery delivery) noexcept override {
    {
      const std::lock_guard lock{mutex_};
      deliveries_.push_back(std::move(delivery));
    }
    boost::asio::post(context_, [] {});  // ends a wait
  }

  // The next delivery, waited for.
  std::optional<Delivery> take(std::chrono::milliseconds patience = std::chrono::seconds{20}) {
    std::optional<Delivery> first = take_present();
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!first && context_.run_one_until(deadline) > 0)
      first = take_present();
    return first;
  }

  // The next event of this kind; those of other kinds before it are skipped.
  template <class Wanted>
  std::optional<Wanted> take_event() {
    while (auto delivery = take()) {
      if (auto* event = std::get_if<Wanted>(&delivery->event)) return std::move(*event);
    }
    return std::nullopt;
  }

  std::size_t size() const {
    const std::lock_guard lock{mutex_};
    return deliveries_.size();
  }

 private:
  std::optional<Delivery> take_present() {
    const std::lock_guard lock{mutex_};
    if (deliveries_.empty()) return std::nullopt;
    Delivery first = std::move(deliveries_.front());
    deliveries_.pop_front();
    return first;
  }

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      context_.get_executor()};
  mutable std::mutex mutex_;
  std::deque<Delivery> deliveries_;
};

}  // namespace shadowsim::mqtt
