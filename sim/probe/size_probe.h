#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/reply.h"
#include "sim/probe/sequence.h"

namespace shadowsim::probe {

// One trial of a size.
struct Trial {
  const Desk& desk;
  std::uint64_t size = 0;
  std::uint32_t number = 0;  // from 1
};

// Something of a size, length, depth or number that is accepted up to a limit.
struct SizeTask {
  std::uint64_t least = 0;  // taken as accepted
  std::uint64_t configured = 0;
  std::uint64_t up_to = 0;    // least <= configured <= up_to
  bool is_downwards = false;  // what is smaller is refused: least >= configured >= up_to
  packet::Version version = packet::Version::kMqtt5;

  // Packets of that size, and how many answers of `answered_by` they want: all in one go, numbered from 1 as
  // packet IDs or tokens. With kConnack: the CONNECT, and nothing else.
  std::function<std::string(const Trial& trial)> packets = nullptr;
  Reply::Kind answered_by = Reply::Kind::kPuback;
  std::function<std::uint64_t(std::uint64_t size)> answers = nullptr;  // none: one

  // To be subscribed first, at most eight; may be empty.
  std::function<std::vector<std::string>(const Desk& desk)> filters = nullptr;
  bool needs_new_line = false;  // each trial a connection of its own
  bool takes_refusals = false;  // an answer that refuses counts as accepted: only an end does not
  Duration rest{};              // between trials
  Duration patience{};          // for the answers to one trial
};

// Tries the configured size and the next beyond it; where that is not the limit, looks for it. Then tries the least
// that was refused once more, and how long it takes until the last that is accepted is accepted again.
Sequence<Finding> find_size(Desk& desk, SizeTask task);

}  // namespace shadowsim::probe
