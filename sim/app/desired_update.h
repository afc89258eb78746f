#pragma once

#include <string>
#include <vector>

#include "sim/measure/ledger.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/plan.h"
#include "sim/shadow/section.h"

namespace shadowsim::app {

// The properties as one section: {"color":"red","on":true}.
shadow::Section to_section(const std::vector<scenario::Property>& properties);

// The leaves of a section as the ledger compares them.
std::vector<measure::Leaf> leaves_of(const shadow::Section& section);

// What an app publishes for a change of desired, and what the ledger is to watch for.
struct DesiredUpdate {
  std::string payload;                // the update request, with the change's token
  std::vector<measure::Leaf> wanted;  // its leaves
};

// Requires: a change of desired.
DesiredUpdate make_desired_update(const schedule::PlannedChange& change);

}  // namespace shadowsim::app
