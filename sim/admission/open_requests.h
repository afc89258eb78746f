#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/time/clock.h"

namespace shadowsim::admission {

// The requests of one connection that the shadow service has not answered yet: so many of a thing, over
// all its shadows, have a place.
// Threads: one at a time.
// Time:    passed in.
// Source:  AWS General Reference, "AWS IoT Core endpoints and quotas", Device Shadow: in-flight,
//          unacknowledged messages per thing; account-quotas.md, section 8 for the 30 s, our choice.
class OpenRequests {
 public:
  // The name of a place, never 0.
  using Place = std::uint64_t;

  // What is never answered gives its place back after this.
  static constexpr std::chrono::seconds kForgottenAfter{30};

  explicit OpenRequests(std::uint64_t most_of_a_thing) : most_of_a_thing_{most_of_a_thing} {}

  // Whether one more of this thing has a place.
  bool has_room_for(std::string_view thing, TimePoint now);

  // Takes a place, whether there is room or not.
  Place add(std::string_view thing, TimePoint now);

  // The request has its answer. A place that was given back already is none.
  void answered(Place place);

  // How many of this thing have a place.
  std::uint64_t of(std::string_view thing) const;

  std::size_t size() const { return open_.size(); }

 private:
  struct Open {
    Place place;
    std::size_t thing;  // a hash of its name: two things in a quintillion share one
    TimePoint since;
  };

  std::uint64_t most_of_a_thing_;
  Place last_ = 0;
  std::vector<Open> open_;  // by age
};

}  // namespace shadowsim::admission
