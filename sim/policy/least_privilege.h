#pragma once

#include <string>
#include <vector>

#include "sim/policy/session_policy.h"

namespace shadowsim::policy {

// What clients do, as patterns of a policy (see pattern.h; literal_pattern() makes one of a name).
struct Needs {
  std::vector<std::string> publishes{};   // topics
  std::vector<std::string> retains{};     // topics of retained messages among them
  std::vector<std::string> receives{};    // topics of what is delivered to them
  std::vector<std::string> subscribes{};  // filters
  std::vector<std::string> connects{};    // client IDs
};

// The document that allows just these, JSON on several lines, ending with a new line: a statement for
// each action that is needed, in the order publish (and retain), receive, subscribe, connect, as AWS's samples have
// it. A name that a pattern before it or after it covers is left out.
// Source: Developer Guide, "Publish/Subscribe policy examples"; iot-policy.md, section 7.2.
std::string least_privilege(const Needs& needs, const Account& account);

// What somebody who attaches that document should know, a sentence each without a full stop: that it
// is larger than AWS takes, and which actions have resources with wildcards, so that they allow more
// than is needed.
std::vector<std::string> warnings_about(const Needs& needs, const Account& account);

}  // namespace shadowsim::policy
