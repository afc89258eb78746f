#include "sim/world/virtual_mailbox.h"

#include <utility>

namespace shadowsim::world {

void VirtualMailbox::deliver(mqtt::Delivery delivery) noexcept {
  scheduler_.at(scheduler_.now(), [this, delivery = std::move(delivery)] { handler_(delivery); });
}

}  // namespace shadowsim::world
