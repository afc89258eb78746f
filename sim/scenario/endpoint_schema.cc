#include "sim/quota/quota_profile.h"
#include "sim/scenario/schema_tables.h"
#include "sim/scenario/value_kinds.h"

namespace shadowsim::scenario {

using namespace kinds;

namespace {

constexpr Type kQuotaShare = number({quota::kScaleLeast, 1, false});
constexpr Key kQuotaScaleKeys[] = {
    {"account", kQuotaShare, Need::kDefault, "1", "Of rates and counts of an account."},
    {"connection", kQuotaShare, Need::kDefault, "1",
     "Of rates of a connection, client ID, topic or shadow."},
    {"time", kQuotaShare, Need::kDefault, "1", "Of time spans, like the keep-alive's."},
};
constexpr Mapping kQuotaScale{"quota scale",
                              "By how much quotas are smaller than their numbers.",
                              kQuotaScaleKeys,
                              {},
                              "{account: 0.01, time: 0.1}"};
constexpr Key kQuotasKeys[] = {
    {"file", kText, Need::kOptional, kNone,
     "The quota file, relative to the scenario's folder; without it, AWS's defaults in a large "
     "Region."},
    {"scale", with_mapping(kQuotaShare, kQuotaScale), Need::kOptional, kNone,
     "In place of the file's own: a share of all that is an account's, so that hundreds of lights "
     "meet here what a million meet there."},
    {"set", properties(kAnyNumber), Need::kOptional, kNone,
     "Limits by their keys in a quota file, in force as they stand here, whatever the scale."},
};
constexpr Mapping kQuotas{"quotas",
                          "The quotas that the embedded endpoint holds its clients to.",
                          kQuotasKeys,
                          {},
                          "{scale: 0.01, set: {connect_requests_per_second_per_account: 30}}"};
constexpr Key kEndpointKeys[] = {
    {"policy", with_list(kText, kText, 1), Need::kOptional, kNone,
     "A file of an IoT policy, or several, relative to the scenario's folder: what they do not "
     "allow is refused as AWS refuses it. `NAMES=FILE` attaches one to the things whose names fit, "
     "`*` and `?` being wildcards; all others are everybody's."},
    {"quotas", with_mapping(kText, kQuotas), Need::kOptional, kNone,
     "A quota file, relative to the scenario's folder, or more about it: what goes beyond is "
     "refused as AWS refuses it."},
};

}  // namespace

constinit const Mapping kEndpoint{
    "endpoint",
    "What the embedded endpoint refuses, see fidelity.md. It does not "
    "concern a run with `--endpoint`: that endpoint has its own rules.",
    kEndpointKeys,
    {},
    "endpoint: {policy: lights.json, quotas: {scale: 0.01}}"};

}  // namespace shadowsim::scenario
