#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace shadowsim {

// A number that names one thing of one sort, so that a light's number cannot be passed where a
// change's is meant. Numbers start at zero and are dense, so they index vectors.
template <class Tag>
struct Id {
  std::uint32_t value = 0;

  friend auto operator<=>(Id, Id) = default;
};

using LightId = Id<struct LightTag>;      // place in the whole fleet, whatever the shard
using ShadowId = Id<struct ShadowTag>;    // place among the shadows that every light has
using AppId = Id<struct AppTag>;          // place among the scenario's app sessions
using ChangeId = Id<struct ChangeTag>;    // place in the whole plan, whatever the shard
using SessionId = Id<struct SessionTag>;  // one MQTT session of this process

}  // namespace shadowsim

template <class Tag>
struct std::hash<shadowsim::Id<Tag>> {
  std::size_t operator()(shadowsim::Id<Tag> id) const noexcept { return id.value; }
};
