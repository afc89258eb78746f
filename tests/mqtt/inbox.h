#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

#include "sim/mqtt/mailbox.h"

namespace shadowsim::mqtt {

// A mailbox that a test's thread waits at.
class Inbox final : public Mailbox {
 public:
  void deliver(Delivery delivery) noexcept override {
    {
      const std::lock_guard lock{mutex_};
      deliveries_.push_back(std::move(delivery));
    }
    arrived_.notify_one();
  }

  // The next delivery, waited for.
  std::optional<Delivery> take(std::chrono::milliseconds patience = std::chrono::seconds{20}) {
    std::unique_lock lock{mutex_};
    if (!arrived_.wait_for(lock, patience, [&] { return !deliveries_.empty(); }))
      return std::nullopt;
    Delivery first = std::move(deliveries_.front());
    deliveries_.pop_front();
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
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Delivery> deliveries_;
};

}  // namespace shadowsim::mqtt
