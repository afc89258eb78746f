#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"

namespace shadowsim::conformance {

// A message that a case expects on a topic.
struct Expectation {
  std::string topic;         // relative to $aws/things/<thing>/shadow/
  std::string payload_json;  // a JSON object with placeholders, see matcher.h
};

// One request and what has to come of it. Topics that neither list names are free.
struct Step {
  std::chrono::milliseconds pause{0};  // to wait before the request is sent
  std::string topic;                   // relative to $aws/things/<thing>/shadow/
  std::string payload;                 // the bytes to send
  bool has_references = false;  // `payload` is JSON in which "$ref:NAME" stands for a bound value
  std::vector<Expectation> expected;    // each exactly once, in any order
  std::vector<std::string> unexpected;  // topics on which nothing may arrive
};

// A conversation with a shadow service, on a thing that has no shadow yet.
struct Case {
  std::string name;
  std::string why;                 // for people: the rule and where it is written
  std::vector<std::string> needs;  // extensions, of which we know "bind", "pause" and "raw_hex"
  std::vector<Step> steps;
};

// Reads a file of cases: a JSON array whose first element may be a comment. `file` names it in
// messages.
// Errors:  kUsage, with all problems found, a line FILE:LINE:COLUMN: ... for each; the place is
//          that of the case.
// Source:  the format is explained in the first element of tests/conformance/shadow-cases.json.
Result<std::vector<Case>> parse_cases(std::string_view json, std::string_view file);

}  // namespace shadowsim::conformance
