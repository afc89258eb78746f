#pragma once

#include "sim/scenario/scenario.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// Read the certificates of a validated scenario's fleet into the rest of it, and report what a single
// key's type cannot tell: that each session has files of its own, and certificate and key are two.
// `fleet_node` is the fleet's mapping.
void read_certificates(const Node& fleet_node, Fleet& fleet, Problems& problems);

// The same of its apps, which have certificates only where the fleet has some.
void read_certificates(const Node& scenario, Apps& apps, Problems& problems);

}  // namespace shadowsim::scenario
