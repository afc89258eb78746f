#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/probe/loads.h"

// Loads whose requests come several at a time, so that as many are open at once.
namespace shadowsim::background {

// Updates of as many shadows of one thing. An answer is what the service publishes, or a PUBLISH that is refused.
class OpenRequestsLoad final : public probe::LinesLoad {
 public:
  OpenRequestsLoad(packet::Version version, std::uint32_t shadows)
      : LinesLoad{{version}, 1}, shadows_{shadows} {}

  probe::Sequence<bool> prepare(probe::Desk& desk) override;
  void send(probe::Desk& desk, std::uint32_t number) override;
  std::optional<std::uint32_t> take(probe::Desk& desk, const probe::Reply& reply) override;

 private:
  std::uint32_t shadows_;
};

// Messages to one that acknowledges as many at a time as are sent at a time. A message is answered by its delivery,
// or by a PUBLISH that is refused.
class UnacknowledgedLoad final : public probe::LinesLoad {
 public:
  UnacknowledgedLoad(packet::Version version, std::uint32_t at_once)
      : LinesLoad{{version}, 1}, version_{version}, at_once_{at_once} {}

  probe::Sequence<bool> prepare(probe::Desk& desk) override;
  void send(probe::Desk& desk, std::uint32_t number) override;
  std::optional<std::uint32_t> take(probe::Desk& desk, const probe::Reply& reply) override;

 private:
  void acknowledge(probe::Desk& desk);

  packet::Version version_;
  std::uint32_t at_once_;
  probe::Line reader_ = 0;
  std::vector<std::uint16_t> unacknowledged_;  // packet IDs
};

}  // namespace shadowsim::background
