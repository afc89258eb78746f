#pragma once

#include "sim/scenario/schema.h"

// The tables of the format, by the scenario's key whose value they describe. schema.cc has the scenario
// itself, and that of limits.
namespace shadowsim::scenario {

extern const Mapping kFleet;  // fleet_schema.cc, as the next
extern const Mapping kDelayDistribution;
extern const Mapping kApps;        // apps_schema.cc
extern const Mapping kEndpoint;    // endpoint_schema.cc
extern const Mapping kBackground;  // background_schema.cc
extern const Mapping kStep;        // timeline_schema.cc: an item of `timeline`

}  // namespace shadowsim::scenario
