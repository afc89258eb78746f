#include "sim/policy/known_actions.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

#include "sim/policy/facts.h"
#include "sim/policy/pattern.h"
#include "sim/text/nearest_name.h"

namespace shadowsim::policy {
namespace {

constexpr std::array<std::string_view, 31> kActions{
    "iot:Connect", "iot:Publish", "iot:RetainPublish", "iot:Receive", "iot:Subscribe",
    "iot:DeleteConnection", "iot:GetRetainedMessage", "iot:ListRetainedMessages",
    "iot:GetThingShadow", "iot:UpdateThingShadow", "iot:DeleteThingShadow",
    "iot:ListNamedShadowsForThing", "iot:AssumeRoleWithCertificate",
    "iotjobsdata:DescribeJobExecution", "iotjobsdata:GetPendingJobExecutions",
    "iotjobsdata:StartNextPendingJobExecution", "iotjobsdata:UpdateJobExecution",
    // As policies have them that are older than the service iotjobsdata.
    "iot:DescribeJobExecution", "iot:GetPendingJobExecutions", "iot:StartNextPendingJobExecution",
    "iot:UpdateJobExecution", "greengrass:Discover", "greengrass:GetComponentVersionArtifact",
    "greengrass:GetConnectivityInfo", "greengrass:GetDeploymentConfiguration",
    "greengrass:ListThingGroupsForCoreDevice", "greengrass:PutCertificateAuthorities",
    "greengrass:ResolveComponentCandidates", "greengrass:UpdateConnectivityInfo",
    "greengrass:VerifyClientDeviceIdentity",
    "greengrass:VerifyClientDeviceIoTCertificateAssociation"};

bool is_of_another_service(std::string_view text) {
  const std::string service = canonical_key(text.substr(0, text.find(':') + 1));
  return std::ranges::none_of(kActions,
                              [&](std::string_view action) { return action.starts_with(service); });
}

}  // namespace

std::string doubt_about_action(std::string_view text) {
  const auto pattern = Pattern::compile(text, {.wildcards = true, .folds_case = true});
  const Facts nothing{{}};
  const auto matches = [&](std::string_view action) {
    return pattern->matches(folded_code_points(action), nothing);
  };
  if (std::ranges::any_of(kActions, matches)) return {};
  const std::string suggested = suggestion(text, kActions);
  if (suggested.empty() && is_of_another_service(text))
    return fmt::format("'{}' is an action of another service, and matches nothing in AWS IoT",
                       text);
  return fmt::format("'{}' is no action of an AWS IoT policy, and matches nothing{}", text,
                     suggested);
}

}  // namespace shadowsim::policy
