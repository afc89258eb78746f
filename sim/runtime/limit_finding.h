#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/admission/front_door.h"
#include "sim/base/result.h"
#include "sim/mqtt/endpoint.h"
#include "sim/probe/catalogue.h"
#include "sim/probe/found_limit.h"

namespace shadowsim::runtime {

struct LimitSettings {
  // What the embedded endpoint enforces. Requires: there are quotas; they are what is looked for, at a
  // named endpoint, too.
  admission::Rules rules;

  probe::Wishes wishes{};
  std::optional<mqtt::Endpoint> endpoint{};  // none: an embedded one is started
  std::string broker_plugin{};  // file of the shadow service's plugin, for the embedded endpoint

  // Told after each finding: which entry, how many of how many are found. May be empty.
  std::function<void(const probe::Entry&, std::size_t found, std::size_t all)> progress{};
};

struct FoundLimits {
  std::string uri;
  bool is_embedded = false;
  std::vector<probe::FoundLimit> limits;  // in the catalogue's order
  bool interrupted = false;  // by SIGINT, SIGTERM or SIGHUP: what was not found by then is broken
};

// Looks for each quota's limit at the endpoint, in real time. Blocks.
// Errors: kUnreachable where the endpoint cannot be reached; kUsage for certificate files that cannot be
//         used; kSystem for what the machine does not allow.
Result<FoundLimits> find_limits(const LimitSettings& settings);

}  // namespace shadowsim::runtime
