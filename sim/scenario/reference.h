#pragma once

#include <string>

namespace shadowsim::scenario {

// The reference of the scenario format, in Markdown, made from the schema: docs/scenarios.md is
// this text.
std::string reference_text();

}  // namespace shadowsim::scenario
