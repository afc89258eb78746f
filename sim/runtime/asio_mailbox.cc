#include "sim/runtime/asio_mailbox.h"

#include <utility>

#include <boost/asio/post.hpp>

namespace shadowsim::runtime {

void AsioMailbox::deliver(mqtt::Delivery delivery) noexcept {
  boost::asio::post(context_, [this, delivery = std::move(delivery)] { handler_(delivery); });
}

}  // namespace shadowsim::runtime
