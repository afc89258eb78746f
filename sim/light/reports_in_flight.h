#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/shadow/section.h"
#include "sim/time/clock.h"

namespace shadowsim::light {

// Reports that were sent and wait for their answer.
class ReportsInFlight {
 public:
  struct Sent {
    std::string client_token;
    shadow::Section state;
    TimePoint at;
    shadow::Version seen = 0;  // the highest version that had been met by then
  };

  void add(Sent report) { sent_.push_back(std::move(report)); }

  // Takes out the report with that token; none where it is not ours or was answered.
  std::optional<Sent> take(std::string_view client_token);

  // What of `state` is not on its way already.
  shadow::Section missing_from(const shadow::Section& state) const;

  void clear() { sent_.clear(); }
  bool empty() const { return sent_.empty(); }
  std::size_t size() const { return sent_.size(); }

  // When the oldest one was sent. Requires: not empty.
  TimePoint oldest() const { return sent_.front().at; }

 private:
  std::vector<Sent> sent_;  // in order of sending
};

}  // namespace shadowsim::light
