#pragma once

#include <functional>

#include <boost/asio/io_context.hpp>

#include "sim/mqtt/mailbox.h"

namespace shadowsim::runtime {

// The way from a library's threads to the worker's: one post to its io_context, and nothing else.
// Threads: deliver() on any; the handler runs on the thread that runs the context.
class AsioMailbox final : public mqtt::Mailbox {
 public:
  explicit AsioMailbox(boost::asio::io_context& context) : context_{context} {}

  // Whom to hand deliveries to. Requires: set before the first session connects.
  void set_handler(std::function<void(const mqtt::Delivery&)> handler) {
    handler_ = std::move(handler);
  }

  void deliver(mqtt::Delivery delivery) noexcept override;

 private:
  boost::asio::io_context& context_;
  std::function<void(const mqtt::Delivery&)> handler_;
};

}  // namespace shadowsim::runtime
