#pragma once

#include "sim/probe/catalogue.h"
#include "sim/probe/finding.h"

namespace shadowsim::probe {

// A quota, and what a probe found of it.
struct FoundLimit {
  Subject subject;
  Finding finding;
};

}  // namespace shadowsim::probe
