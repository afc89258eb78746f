#pragma once

#include <string>
#include <string_view>

namespace shadowsim::policy {

// Why an action of a statement means nothing to AWS IoT, in a sentence, with the nearest action that does;
// empty where it matches at least one action that is known. `text` may have wildcards; case does not count.
// Known are those of the message broker, of shadows, of jobs and of the credential provider, and those by
// which Greengrass devices are judged.
// Source: Developer Guide, "AWS IoT Core policy actions"; iot-policy.md, sections 1 and 3.1; Greengrass V2
//         Developer Guide, "Device authentication and authorization for AWS IoT Greengrass".
std::string doubt_about_action(std::string_view text);

}  // namespace shadowsim::policy
