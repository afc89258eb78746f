#pragma once

#include "sim/policy/least_privilege.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::fleet {

// What the scenario's lights, apps and background do at their endpoint: connect by their client IDs, subscribe to
// light::kHeard and receive from there, publish to light::kSaid, for each shadow of each light. A client ID's {index}
// and {thing} become '*', as AWS's sample has it: test-{thing} is test-*. Where the client IDs begin
// with one, so that all would be allowed, it is the pattern of all things, or of its digits.
// Where naming each thing and topic makes a policy larger than AWS takes, it is the first of these that
// does not: the answers of a shadow as get/* and update/*; one pattern for all things, in which the
// digits that vary become '?', or '*' where their number varies; both; all topics of their shadows.
policy::Needs needs_of(const scenario::Scenario& scenario, const policy::Account& account);

}  // namespace shadowsim::fleet
