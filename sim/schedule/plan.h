#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/units.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/shard.h"

namespace shadowsim::schedule {

// One change as the scenario meant it.
struct PlannedChange {
  ChangeId id;    // its place in the whole plan, counting changes of desired and reported alike
  Duration at{};  // since the timeline's start
  LightId light;
  ShadowId shadow;  // which of the fleet's
  scenario::Section section = scenario::Section::kDesired;
  std::vector<scenario::Property> properties;
  bool sets_desired = false;  // see scenario::ChangeStream
  bool measured = true;       // see scenario::Churn

  friend bool operator==(const PlannedChange&, const PlannedChange&) = default;
};

// All changes of a scenario, in order of time, made one at a time so that a plan of a day needs no
// more memory than one of a second. A pure function of scenario, seed and shard: the same bytes on
// every machine, and the shards' plans are together exactly the whole one.
class Plan {
 public:
  // Borrows the scenario, which must outlive the plan.
  Plan(const scenario::Scenario& scenario, Shard shard);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  ~Plan();

  // The next change of this shard; none at the end.
  std::optional<PlannedChange> next();

 private:
  class Sources;
  std::unique_ptr<Sources> sources_;
};

// A moment since the timeline's start as the plan's lines begin with it: "     12.340000000".
std::string seconds_text(Duration at);

// One line for people and for comparing plans byte by byte:
// "     12.340000000 s  change 4711  light-0812  desired {"color":"warm"}", and for a change of
// another shadow than the fleet's first one "... light-0812 cfg  desired {"interval":5}".
std::string to_text(const PlannedChange& change, const scenario::Fleet& fleet);

}  // namespace shadowsim::schedule
