#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/result.h"
#include "sim/policy/evaluator.h"
#include "sim/policy/facts.h"
#include "sim/policy/policy_document.h"

namespace shadowsim::policy {

// One request, the policies in force for it, and how it should fare.
// Source: the format is iot-policy.md's, section 11.
struct Case {
  std::string name;
  std::vector<Document> documents;

  // What is wrong with the documents, a line each; empty where they are good. A set with a broken
  // document is refused as a whole, so that it allows nothing: a broken Deny must not be overlooked.
  // Source: iot-policy.md, sections 2 (rule 8) and 9.
  std::string refusal;

  // What is odd in the documents, or means nothing to AWS IoT, "FILE:LINE:COLUMN: what is odd" each; empty
  // where they are refused.
  std::vector<std::string> warnings;

  // What is wrong with the case itself, a line each: it fails, whatever it expects.
  std::string flaws;

  Context context;
  std::string action;
  std::string resource;
  bool allows = false;  // what is expected
  std::string why;
};

// Reads a file of cases, a JSON list, in which an object with a comment and no name is none. `file`
// names it in messages.
// Errors: kUsage, "FILE:LINE:COLUMN: what is wrong", where it is no JSON list; what is wrong with a
//         single case, or with a policy in it, is told with the case.
Result<std::vector<Case>> parse_cases(std::string_view json, const std::string& file);

// How the request of the case fares.
Decision judge(const Case& one);

// Whether it fares as expected.
bool passes(const Case& one);

// A case that does not pass, for a person: its name and reason, the request, what was expected and
// what came, and by which statement. Ends with a new line.
std::string failure_text(const Case& one);

}  // namespace shadowsim::policy
