#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/reply.h"
#include "sim/probe/sequence.h"

namespace shadowsim::probe {

// Places of which there are so many: connections, subscriptions, stored messages.
class Places {
 public:
  Places() = default;
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;
  virtual ~Places() = default;

  // Asks for one more, with a number of its own, from 0; its answer, good where it was given. None: it could not
  // be asked for.
  virtual Sequence<std::optional<Reply>> take(Desk& desk, std::uint64_t number) = 0;

  // How many of those that were given are gone again by themselves.
  virtual std::uint64_t lost(const Desk& desk) const = 0;

  // Gives one back, if there is one.
  virtual Sequence<bool> give_back(Desk& desk) = 0;

  // Gives all back.
  virtual Sequence<bool> clear(Desk& desk) = 0;
};

struct RoomTask {
  std::uint64_t configured = 0;
  std::uint64_t up_to = 0;
  std::size_t refusals =
      1;           // one after the other that make the limit: one for each version of MQTT
  Duration gap{};  // between two requests
  std::shared_ptr<Places> places;
};

// Takes places one after another until none is given; those that were given must stay. Then gives one back, and
// finds how long it takes until it is given again.
Sequence<Finding> find_room(Desk& desk, RoomTask task);

}  // namespace shadowsim::probe
