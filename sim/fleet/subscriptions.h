#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/light/event.h"
#include "sim/mqtt/event.h"

namespace shadowsim::fleet {

// The filters that somebody needs on one connection: which of them to ask for, in packets that the
// server takes, and what its answers mean. Every code of a SUBACK is read, and after a refusal only
// what was refused is asked for again.
// Source: account-quotas.md, section 2.4: a partial success is the normal form of a full connection.
class Subscriptions {
 public:
  explicit Subscriptions(std::vector<std::string> filters) : filters_{std::move(filters)} {}

  // A connection begins, clean: nothing is granted.
  void begin();

  // What to ask for now, a packet each. Their answers come in this order.
  // Requires: no packet waits for its answer.
  std::vector<std::vector<std::string>> ask();

  // The answer to the first packet that waits for one. What that is for all packets together, once
  // none is left to wait for. Requires: one waits. Fewer codes than filters: the last one holds for
  // the rest, as a library may say of all at once that they were refused.
  std::optional<light::SubscribeAnswered> answer(std::span<const mqtt::ReasonCode> codes);

 private:
  std::vector<std::string> filters_;
  std::vector<bool> granted_;                    // of each filter
  std::vector<std::vector<std::size_t>> asked_;  // the filters of each packet that waits
  light::SubscribeAnswered answer_;              // of what was answered so far
};

}  // namespace shadowsim::fleet
