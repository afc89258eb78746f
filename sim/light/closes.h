#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace shadowsim::light {

// The kinds of request that a server may refuse by closing the connection.
enum class Request : std::uint8_t { kSubscribe, kGet, kReport };

// How often in a row a connection has ended while a kind of request waited for its answer. An answer,
// whatever it says, shows that the kind is not forbidden.
// Source: account-quotas.md, section 6: MQTT 3.1.1 has no other refusal.
class Closes {
 public:
  void answered(Request kind) { counts_.at(static_cast<std::size_t>(kind)) = 0; }

  // One more; true where that makes it `most`.
  bool note(Request kind, std::uint32_t most) {
    return ++counts_.at(static_cast<std::size_t>(kind)) >= most;
  }

 private:
  std::array<std::uint32_t, 3> counts_{};
};

}  // namespace shadowsim::light
