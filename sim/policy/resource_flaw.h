#pragma once

#include <string>
#include <string_view>

namespace shadowsim::policy {

// Why the text is no resource of a statement, in a sentence; empty where it is one: "*", or an ARN of six
// parts. `variables`: whether the policy's version has them, so that a colon within ${...} parts nothing.
// Source: IAM User Guide, "IAM JSON policy elements: Resource".
std::string flaw_of_resource(std::string_view text, bool variables);

// Why a resource means nothing to AWS IoT, in a sentence, with the nearest type that it knows; empty where it
// may mean something: it is of another service, of a type that is none, or has no name behind its type.
// Requires: flaw_of_resource() finds none.
// Source: iot-policy.md, section 2.1; Service Authorization Reference, "Resource types defined by AWS IoT".
std::string doubt_about_resource(std::string_view text, bool variables);

}  // namespace shadowsim::policy
