#pragma once

#include <string>
#include <string_view>

namespace shadowsim::policy {

// What is doubtful about the key of a condition, or about that of a variable ${key}, in a sentence, with the
// nearest key that is known; empty where nothing is: a key that no connection has, one that is spelt with
// other capitals than AWS's (which do not count here, as they do not in IAM), and a variable that may have
// many values, so that nothing is ever put in for it.
// Source: iot-policy.md, sections 4.1 to 4.4; Developer Guide, "AWS IoT Core policy variables".
std::string doubt_about_condition_key(std::string_view key);
std::string doubt_about_variable(std::string_view key);

}  // namespace shadowsim::policy
