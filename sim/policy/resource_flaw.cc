#include "sim/policy/resource_flaw.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "sim/text/nearest_name.h"

namespace shadowsim::policy {
namespace {

constexpr std::size_t kArnParts = 6;

// The first three are those that an MQTT client meets.
constexpr std::array<std::string_view, 32> kTypes{"client",
                                                  "topic",
                                                  "topicfilter",
                                                  "thing",
                                                  "rolealias",
                                                  "cert",
                                                  "policy",
                                                  "authorizer",
                                                  "billinggroup",
                                                  "cacert",
                                                  "certificateprovider",
                                                  "command",
                                                  "custommetric",
                                                  "destination",
                                                  "dimension",
                                                  "domainconfiguration",
                                                  "dynamicthinggroup",
                                                  "fleetmetric",
                                                  "index",
                                                  "job",
                                                  "jobtemplate",
                                                  "mitigationaction",
                                                  "otaupdate",
                                                  "package",
                                                  "provisioningtemplate",
                                                  "rule",
                                                  "scheduledaudit",
                                                  "securityprofile",
                                                  "stream",
                                                  "thinggroup",
                                                  "thingtype",
                                                  "tunnel"};

// The parts of an ARN, a colon within ${...} aside where variables are read.
std::vector<std::string_view> arn_parts(std::string_view text, bool variables) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  bool in_variable = false;
  for (std::size_t at = 0; at < text.size() && parts.size() + 1 < kArnParts; ++at) {
    if (variables && text.substr(at).starts_with("${")) in_variable = true;
    if (text[at] == '}') in_variable = false;
    if (text[at] != ':' || in_variable) continue;
    parts.push_back(text.substr(start, at - start));
    start = at + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

}  // namespace

std::string flaw_of_resource(std::string_view text, bool variables) {
  if (text == "*") return {};
  const auto parts = arn_parts(text, variables);
  if (parts.size() < kArnParts || parts[0] != "arn")
    return fmt::format(
        "'{}' is no resource: it must be '*' or an ARN of six parts, like "
        "arn:aws:iot:us-east-1:123456789012:topic/a/b",
        text);
  if (parts[2].empty() || parts[2].find_first_of("*?") != std::string_view::npos)
    return fmt::format("'{}': the third part of an ARN is the service's name, without wildcards",
                       text);
  const auto has_variable = [](std::string_view part) {
    return part.find("${") != std::string_view::npos;
  };
  if (variables && std::any_of(parts.begin(), parts.end() - 1, has_variable))
    return fmt::format("'{}': variables may stand in the last part of an ARN only", text);
  return {};
}

std::string doubt_about_resource(std::string_view text, bool variables) {
  if (text == "*") return {};
  const auto parts = arn_parts(text, variables);
  if (parts[2] == "greengrass") return {};  // whose devices have policies of AWS IoT, too
  if (parts[2] != "iot")
    return fmt::format("'{}' is a resource of another service, and matches nothing in AWS IoT",
                       text);
  // What is certain of the type: what stands before a wildcard or a variable.
  const std::string_view last = parts.back();
  const std::size_t end = std::min(last.find_first_of("*?/"), last.find(variables ? "${" : "/"));
  const std::string_view type = last.substr(0, end);
  const bool is_whole = end == std::string_view::npos || last[end] == '/';
  const bool is_known = std::ranges::any_of(kTypes, [&](std::string_view known) {
    return is_whole ? known == type : known.starts_with(type);
  });
  if (!is_known)
    return fmt::format("'{}': AWS IoT has no resources of the type '{}', so it matches nothing{}",
                       text, last.substr(0, last.find('/')), suggestion(type, kTypes));
  if (end == std::string_view::npos)
    return fmt::format("'{}' names nothing behind '{}', like {}/a, and matches nothing", text, type,
                       type);
  return {};
}

}  // namespace shadowsim::policy
