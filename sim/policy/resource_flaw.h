#pragma once

#include <string>
#include <string_view>

namespace shadowsim::policy {

// Why the text is no resource of a statement, in a sentence; empty where it is one: "*", or an ARN of six
// parts. `variables`: whether the policy's version has them, so that a colon within ${...} parts nothing.
// Source: IAM User Guide, "IAM JSON policy elements: Resource".
std::string flaw_of_resource(std::string_view text, bool variables);

}  // namespace shadowsim::policy
