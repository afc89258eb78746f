#include "sim/scenario/schema.h"

#include "sim/quota/quota_profile.h"

namespace shadowsim::scenario {
namespace {

// --- the kinds of values ----------------------------------------------------------------------

constexpr double kSecond = 1e9;  // ranges of durations are in nanoseconds
constexpr double kYear = 8784 * 3600 * kSecond;
constexpr double kLightsMost = 10'000'000;

constexpr Type integer(double min, double max, std::string_view unit = {}) {
  return {.scalar = Scalar::kInteger, .range = {min, max, false}, .unit = unit};
}
constexpr Type number(Range range) {
  return {.scalar = Scalar::kNumber, .range = range};
}
constexpr Type duration(double max = kYear) {
  return {.scalar = Scalar::kDuration, .range = {0, max, false}};
}
constexpr Type duration_above_zero(double max = kYear) {
  return {.scalar = Scalar::kDuration, .range = {0, max, true}};
}
constexpr Type word(std::string_view first, std::string_view second = {}) {
  return {.scalar = Scalar::kWord, .words = {first, second}};
}
constexpr Type list_of(const Type& item, std::uint32_t min, std::uint32_t max = 0xFFFFFFFF) {
  return {.item = &item, .items_min = min, .items_max = max};
}
constexpr Type mapping(const Mapping& keys) {
  return {.mapping = &keys};
}
constexpr Type properties(const Type& value) {
  return {.property = &value};
}
constexpr Type plain(Scalar scalar) {
  return {.scalar = scalar};
}
constexpr Type with_mapping(Type type, const Mapping& keys) {
  type.mapping = &keys;
  return type;
}
constexpr Type with_list(Type type, const Type& item, std::uint32_t min) {
  type.item = &item;
  type.items_min = min;
  return type;
}

constexpr Type kText = plain(Scalar::kText);
constexpr Type kBoolean = plain(Scalar::kBoolean);
constexpr Type kJson = plain(Scalar::kJson);
constexpr Type kThreshold = plain(Scalar::kThreshold);
constexpr Type kDelay = duration(3600 * kSecond);
constexpr Type kAnyNumber =
    number({-std::numeric_limits<double>::max(), std::numeric_limits<double>::max(), false});
constexpr Type kRate{.scalar = Scalar::kRate, .range = {0, 1e6, true}};
constexpr Type kRateOrFind{.scalar = Scalar::kRateOrFind, .range = {0, 1e6, true}};

constexpr std::string_view kNone{};

// --- rates, delays, lights, values ------------------------------------------------------------

constexpr Key kRampKeys[] = {
    {"from", kRate, Need::kRequired, kNone, "The rate of the first step."},
    {"to", kRate, Need::kRequired, kNone, "The rate of the last step."},
    {"steps", integer(1, 10'000, "steps"), Need::kDefault, "10",
     "How many rates there are, equally far apart, each held for the same time."},
};
constexpr Mapping kRamp{"ramp",
                        "A rate that grows or shrinks in steps over the length of a churn.",
                        kRampKeys,
                        {},
                        "{from: 50/s, to: 400/s, steps: 8}"};

constexpr Type kUniform = list_of(kDelay, 2, 2);
constexpr Key kDelayKeys[] = {
    {"uniform", kUniform, Need::kOptional, kNone, "Any delay from the first to the second."},
    {"exponential", duration_above_zero(3600 * kSecond), Need::kOptional, kNone,
     "Many short delays and a few long ones, with this mean."},
    {"normal", kUniform, Need::kOptional, kNone,
     "Bell-shaped: the mean and the standard deviation; what falls below zero is zero."},
};
constexpr Choice kOneDelay[] = {{Choice::Kind::kExactlyOne, {"uniform", "exponential", "normal"}}};
constexpr Mapping kDelayDistribution{"delay distribution", "A delay drawn anew each time.",
                                     kDelayKeys, kOneDelay, "{uniform: [5ms, 20ms]}"};

constexpr Type kNames = list_of(kText, 1);
constexpr Type kShare = number({0, 1, true});
constexpr Key kLightChoiceKeys[] = {
    {"share", kShare, Need::kOptional, kNone,
     "That share of the fleet, rounded up, counted from its first light; each equally likely."},
    {"zipf", number({0, 10, false}), Need::kOptional, kNone,
     "All lights, a few of them often: light r with a probability in proportion to "
     "1/(r+1)^zipf; 0 makes all equally likely."},
    {"named", kNames, Need::kOptional, kNone, "These lights, by thing name, each equally likely."},
};
constexpr Choice kOneLightChoice[] = {{Choice::Kind::kExactlyOne, {"share", "zipf", "named"}}};
constexpr Mapping kLightChoice{"light choice", "Which light each change of a churn is for.",
                               kLightChoiceKeys, kOneLightChoice, "{zipf: 1.1}"};
constexpr Type kWhichLights = with_mapping(with_list(word("all"), kText, 1), kLightChoice);

constexpr Key kLightSetKeys[] = {
    {"share", kShare, Need::kOptional, kNone,
     "That share of the fleet, rounded up, counted from its first light."},
    {"named", kNames, Need::kOptional, kNone, "These lights, by thing name."},
};
constexpr Choice kOneLightSet[] = {{Choice::Kind::kExactlyOne, {"share", "named"}}};
constexpr Mapping kLightSet{"light set",
                            "Which lights a scripted change is for, each of them once.",
                            kLightSetKeys, kOneLightSet, "{share: 0.5}"};

constexpr Type kValues = list_of(kJson, 1);
constexpr Type kTwoValues = list_of(kJson, 2, 2);
constexpr Type kTwoNumbers = list_of(kAnyNumber, 2, 2);
constexpr Key kValueSourceKeys[] = {
    {"one_of", kValues, Need::kOptional, kNone,
     "Any of these, equally likely, but never the one that this light was last given here (or has "
     "to begin with)."},
    {"range", kTwoNumbers, Need::kOptional, kNone,
     "A number from the first to the second: whole numbers, both ends included, if both are "
     "whole, else any number below the second."},
    {"toggle", kTwoValues, Need::kOptional, kNone,
     "The two in turn, for each light on its own, the first one first."},
    {"sequence", kValues, Need::kOptional, kNone,
     "One after another and again from the start, for each light on its own."},
};
constexpr Choice kOneValueSource[] = {
    {Choice::Kind::kExactlyOne, {"one_of", "range", "toggle", "sequence"}}};
constexpr Mapping kValueSource{"value source",
                               "Where a property's next value comes from. The word `toggle` alone "
                               "is short for `{toggle: [false, true]}`.",
                               kValueSourceKeys, kOneValueSource, "{one_of: [red, green, blue]}"};
constexpr Type kWhichValues = with_mapping(word("toggle"), kValueSource);

// --- the timeline -----------------------------------------------------------------------------

// What desired and reported streams have in common.
constexpr Key kStreamRate{"rate", with_mapping(kRateOrFind, kRamp), Need::kRequired, kNone,
                          "Changes per second, over all the chosen lights together. `find` looks "
                          "for the highest rate at which the thresholds hold, see `search`."};
constexpr Key kStreamArrivals{
    "arrivals", word("poisson", "uniform"), Need::kDefault, "poisson",
    "`poisson`: independent of one another, as from many people; `uniform`: evenly spaced."};
constexpr Key kStreamLights{"lights", kWhichLights, Need::kDefault, "all",
                            "Which light each change is for."};
constexpr Key kStreamShadow{"shadow", kText, Need::kOptional, kNone,
                            "Which of `fleet.shadows` the changes are of; without it, the first."};
constexpr Key kStreamValues{"values", properties(kWhichValues), Need::kRequired, kNone,
                            "The properties that each change sets, and where their values come "
                            "from."};

constexpr Key kDesiredStreamKeys[] = {kStreamRate, kStreamArrivals, kStreamLights, kStreamShadow,
                                      kStreamValues};
constexpr Mapping kDesiredStream{"desired changes",
                                 "Changes that the app sessions ask for.",
                                 kDesiredStreamKeys,
                                 {},
                                 "{rate: 100/s, values: {color: {one_of: [red, green]}}}"};

constexpr std::string_view kSetsDesired =
    "Whether the light sets desired to the same value in the same update, as the AWS sample does, "
    "so that the service does not ask it to go back.";
constexpr Key kReportedStreamKeys[] = {
    kStreamRate,   kStreamArrivals,
    kStreamLights, kStreamShadow,
    kStreamValues, {"sets_desired", kBoolean, Need::kDefault, "false", kSetsDesired},
};
constexpr Mapping kReportedStream{"reported changes",
                                  "Changes made at the light itself, as with a wall switch.",
                                  kReportedStreamKeys,
                                  {},
                                  "{rate: 20/s, values: {on: toggle}, sets_desired: true}"};

constexpr Type kADesiredStream = mapping(kDesiredStream);
constexpr Type kAReportedStream = mapping(kReportedStream);
constexpr Key kChurnKeys[] = {
    {"for", duration_above_zero(), Need::kRequired, kNone, "How long it lasts."},
    {"desired", with_list(kADesiredStream, kADesiredStream, 1), Need::kOptional, kNone,
     "Changes that the app sessions ask for; several streams of them as a list."},
    {"reported", with_list(kAReportedStream, kAReportedStream, 1), Need::kOptional, kNone,
     "Changes made at the light itself, as with a wall switch; several streams as a list."},
};
constexpr Choice kSomeStream[] = {{Choice::Kind::kAtLeastOne, {"desired", "reported"}}};
constexpr Mapping kChurn{
    "churn", "Changes at a rate. Both kinds of changes may run beside one another.", kChurnKeys,
    kSomeStream, "churn: {for: 30s, desired: {rate: 100/s, values: {on: toggle}}}"};

constexpr Key kChangeKeys[] = {
    {"at", duration(), Need::kOptional, kNone,
     "When, counted from the timeline's start; without it, when the steps before have ended."},
    {"light", kText, Need::kOptional, kNone, "The one light, by thing name."},
    {"lights", with_mapping(with_list(word("all"), kText, 1), kLightSet), Need::kOptional, kNone,
     "Several lights, each of which gets a change of its own."},
    {"shadow", kText, Need::kOptional, kNone,
     "Which of `fleet.shadows` it is a change of; without it, the first."},
    {"desired", properties(kJson), Need::kOptional, kNone,
     "The properties and the values that an app asks for."},
    {"reported", properties(kJson), Need::kOptional, kNone,
     "The properties and the values that the light itself changes to."},
    {"sets_desired", kBoolean, Need::kOptional, kNone,
     "With `reported` only, `false` by default. Whether the light sets desired to the same value "
     "in "
     "the same update."},
};
constexpr Choice kWhoAndWhat[] = {{Choice::Kind::kExactlyOne, {"light", "lights"}},
                                  {Choice::Kind::kExactlyOne, {"desired", "reported"}}};
constexpr Mapping kChange{"change", "One change at one moment.", kChangeKeys, kWhoAndWhat,
                          "change: {at: 2s, light: light-0001, desired: {color: warm}}"};

constexpr Key kSessionSetKeys[] = {
    {"share", kShare, Need::kRequired, kNone,
     "That share of the sessions that are connected, spread evenly over them."},
};
constexpr Mapping kSessionSet{
    "session set", "Which sessions are dropped.", kSessionSetKeys, {}, "{share: 0.5}"};
constexpr Key kDisconnectKeys[] = {
    {"at", duration(), Need::kOptional, kNone,
     "When, counted from the timeline's start; without it, when the steps before have ended."},
    {"sessions", with_mapping(word("all"), kSessionSet), Need::kDefault, "all",
     "Whose connections: the lights' and the apps'."},
    {"reason", word("server-busy", "shutting-down"), Need::kOptional, kNone,
     "What is said to MQTT 5 clients first, as a DISCONNECT with 0x89 or 0x8B; without it, and in "
     "MQTT 3.1.1, nothing is said."},
};
constexpr Mapping kDisconnect{"disconnect",
                              "The endpoint ends connections, all at one moment. Only the embedded "
                              "endpoint and `simulate` can do that: a run with `--endpoint` is "
                              "refused.",
                              kDisconnectKeys,
                              {},
                              "disconnect: {at: 10s, sessions: all}"};

constexpr Key kStepKeys[] = {
    {"churn", mapping(kChurn), Need::kOptional, kNone, "Changes at a rate, measured."},
    {"warm_up", mapping(kChurn), Need::kOptional, kNone,
     "The same, but its latencies are left out of the result."},
    {"change", mapping(kChange), Need::kOptional, kNone, "One change at one moment."},
    {"pause", duration(), Need::kOptional, kNone, "Nothing, for this long."},
    {"disconnect", mapping(kDisconnect), Need::kOptional, kNone,
     "The endpoint ends connections at one moment."},
};
constexpr Choice kOneStep[] = {
    {Choice::Kind::kExactlyOne, {"churn", "warm_up", "change", "pause", "disconnect"}}};
constexpr Mapping kStep{
    "step",
    "A step begins when all steps before it in the list have ended. A change "
    "and a disconnect take no time; one with `at` comes at that moment, wherever it stands in "
    "the list, and has ended then.",
    kStepKeys, kOneStep, "- pause: 2s"};
constexpr Type kAnyStep = mapping(kStep);

// --- the scenario -----------------------------------------------------------------------------

constexpr Type kShadowName = plain(Scalar::kShadowName);
constexpr Key kShadowKeys[] = {
    {"name", kShadowName, Need::kRequired, kNone,
     "The shadow's name; `classic` stands for the one without a name."},
    {"initial_state", properties(kJson), Need::kOptional, kNone,
     "What a light is in this shadow before anybody changes it; without it, "
     "`fleet.initial_state`."},
};
constexpr Mapping kShadow{"shadow",
                          "One of the shadows that every light has.",
                          kShadowKeys,
                          {},
                          "shadows: [classic, {name: cfg, initial_state: {interval: 60}}]"};
constexpr Type kAnyShadow = with_mapping(kShadowName, kShadow);

constexpr Key kFleetCertificatesKeys[] = {
    {"certificate", plain(Scalar::kPatternOfThing), Need::kDefault, "\"certs/{thing}.pem\"",
     "Each light's certificate, a PEM file."},
    {"key", plain(Scalar::kPatternOfThing), Need::kDefault, "\"certs/{thing}.key\"",
     "Its private key, a PEM file."},
    {"ca", kText, Need::kDefault, "certs/ca.pem",
     "Whom all sessions trust to have issued the endpoint's certificate, a PEM file; `--ca-file` "
     "overrides it. Beside it are `server.pem` and `server.key`, with which the embedded endpoint "
     "listens, and `client.pem` and `client.key` of apps without certificates of their own."},
};
constexpr Mapping kFleetCertificates{
    "fleet certificates",
    "A certificate for each light, over TLS. Relative file names count from the folder of the "
    "scenario's file. `shadowsim certs FILE` makes all of them for the embedded endpoint, which "
    "then lets in nobody else.",
    kFleetCertificatesKeys,
    {},
    "certificates: {certificate: \"certs/{thing}.pem\", key: \"certs/{thing}.key\"}"};

constexpr Key kFleetKeys[] = {
    {"lights", integer(1, kLightsMost, "lights"), Need::kRequired, kNone,
     "How many lights there are."},
    {"thing_name", plain(Scalar::kPattern), Need::kDefault, "\"light-{index:4}\"",
     "Each light's thing name; `{index}` counts from 0, `{index:4}` pads it to 4 digits."},
    {"client_id", plain(Scalar::kPatternOfThing), Need::kDefault, "\"test-{thing}\"",
     "Each light's MQTT client ID; `{thing}` is its thing name."},
    {"initial_state", properties(kJson), Need::kDefault, "{color: red}",
     "What a light is before anybody changes it; it reports this when the service has no shadow "
     "for it."},
    {"shadow", kShadowName, Need::kOptional, kNone,
     "The one shadow of each light, short for `shadows` with one name; without either, the "
     "classic shadow."},
    {"shadows", list_of(kAnyShadow, 1), Need::kOptional, kNone,
     "Several shadows of each light, at most 10: `classic` stands for the one without a name. A "
     "light reads, applies and reports each on its own, over one session."},
    {"connect_rate", kRate, Need::kDefault, "100/s", "How many connects are begun per second."},
    {"connects_in_flight", integer(1, 10'000, "connects"), Need::kDefault, "50",
     "How many connects may wait for their answer at a time."},
    {"check_rate", kRate, Need::kDefault, "2000/s",
     "How many shadows the final check asks for per second, at most."},
    {"connect_timeout", duration_above_zero(3600 * kSecond), Need::kDefault, "10s",
     "How long one connect may take, from TCP to CONNACK."},
    {"answer_timeout", duration_above_zero(3600 * kSecond), Need::kDefault, "10s",
     "How long a light waits for an answer of the service before it asks again."},
    {"apply_delay", with_mapping(kDelay, kDelayDistribution), Need::kDefault, "0s",
     "From a delta's arrival to its being applied and reported: how long the light itself takes."},
    {"keep_alive", duration(65535 * kSecond), Need::kDefault, "60s",
     "The MQTT keep-alive of all sessions, in whole seconds; 0s switches it off."},
    {"mqtt_version", word("5", "3.1.1"), Need::kDefault, "5",
     "The MQTT version of all sessions; `--mqtt-version` overrides it."},
    {"qos", integer(0, 1), Need::kDefault, "1",
     "The QoS of all publishes and subscriptions. With 0 a lost link can lose a change for good."},
    {"certificates", mapping(kFleetCertificates), Need::kOptional, kNone,
     "A certificate for each light; without them, all sessions show that of `--cert`, if any."},
    {"careful", kBoolean, Need::kDefault, "true",
     "Whether lights keep below the quotas of a connection and of a shadow, and lights and apps "
     "back "
     "off when they are refused, as AWS asks of clients. `false` is a fleet that holds nothing "
     "back "
     "and is there again within a tenth of a second. Apps send their changes when they are planned "
     "either way."},
};
constexpr Mapping kFleet{"fleet",
                         "The lights, and how they connect and behave.",
                         kFleetKeys,
                         {},
                         "fleet: {lights: 200, apply_delay: {uniform: [5ms, 20ms]}}"};

constexpr Key kAppCertificatesKeys[] = {
    {"certificate", plain(Scalar::kPattern), Need::kDefault, "\"certs/app-{index}.pem\"",
     "Each app session's certificate, a PEM file."},
    {"key", plain(Scalar::kPattern), Need::kDefault, "\"certs/app-{index}.key\"",
     "Its private key, a PEM file."},
};
constexpr Mapping kAppCertificates{
    "app certificates",
    "A certificate for each app session; only with `fleet.certificates`.",
    kAppCertificatesKeys,
    {},
    "certificates: {certificate: \"certs/app-{index}.pem\", key: \"certs/app-{index}.key\"}"};

constexpr Key kAppsKeys[] = {
    {"sessions", integer(1, 1'000'000, "sessions"), Need::kDefault, "1",
     "How many app sessions share the lights: light L is driven by session L modulo this."},
    {"client_id", plain(Scalar::kPattern), Need::kDefault, "\"test-app-{index}\"",
     "Each app session's MQTT client ID; `{index}` counts from 0."},
    {"certificates", mapping(kAppCertificates), Need::kOptional, kNone,
     "A certificate for each; without them, all apps show that of `--cert` or else `client.pem` "
     "beside the fleet's `ca`."},
};
constexpr Mapping kApps{"apps",
                        "The sessions that set desired values, as phone apps would.",
                        kAppsKeys,
                        {},
                        "apps: {sessions: 4}"};

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
constexpr Mapping kEndpoint{"endpoint",
                            "What the embedded endpoint refuses, see fidelity.md. It does not "
                            "concern a run with `--endpoint`: that endpoint has its own rules.",
                            kEndpointKeys,
                            {},
                            "endpoint: {policy: lights.json, quotas: {scale: 0.01}}"};

constexpr Key kSearchKeys[] = {
    {"from", kRate, Need::kDefault, "100/s", "The first and lowest rate that is tried."},
    {"to", kRate, Need::kDefault, "50000/s", "The highest rate that is tried."},
    {"within", number({0.01, 1, false}), Need::kDefault, "0.1",
     "The search ends when the lowest rate that failed is not more than this part above the "
     "highest that held."},
};
constexpr Mapping kSearch{
    "search",
    "Where `rate: find` looks: the scenario is played at the first rate, then "
    "at twice the rate before until a threshold fails, then between the two.",
    kSearchKeys,
    {},
    "search: {from: 500/s, to: 20000/s, within: 0.05}"};

constexpr Key kScenarioKeys[] = {
    {"shadowsim", integer(kFormatVersion, kFormatVersion), Need::kRequired, kNone,
     "The version of this format."},
    {"name", plain(Scalar::kName), Need::kOptional, kNone,
     "What the run's results are called; without it, the file's name without its ending."},
    {"description", kText, Need::kOptional, kNone, "What the scenario is for, in any words."},
    {"seed", plain(Scalar::kSeed), Need::kDefault, "1",
     "The same seed gives the same plan, byte for byte."},
    {"fleet", mapping(kFleet), Need::kRequired, kNone, "The lights."},
    {"apps", mapping(kApps), Need::kDefault, "{}", "The app sessions."},
    {"endpoint", mapping(kEndpoint), Need::kDefault, "{}",
     "What the embedded endpoint refuses; without it, nothing."},
    {"timeline", list_of(kAnyStep, 1), Need::kRequired, kNone, "What happens, step after step."},
    {"drain", duration(3600 * kSecond), Need::kDefault, "10s",
     "How long to wait at most, after the timeline, for changes that are still open."},
    {"search", mapping(kSearch), Need::kDefault, "{}", "The bounds of a `rate: find`."},
    {"thresholds", list_of(kThreshold, 0), Need::kDefault, "[]",
     "What must hold of the result; otherwise the run exits with 1."},
};
constexpr Mapping kScenario{"scenario", "A whole scenario file.", kScenarioKeys, {}, {}};

// --- finding limits -----------------------------------------------------------------------------

constexpr Key kFindLimitsKeys[] = {
    {"quotas", with_list(word("all"), kText, 1), Need::kDefault, "all",
     "Which quotas, by their keys in a quota file: those of docs/limits.md."},
    {"window", duration_above_zero(3600 * kSecond), Need::kDefault, "10s",
     "How long each rate is counted for; below 10s the tolerance is less than it seems."},
    {"up_to", number({1.2, 10, false}), Need::kDefault, "2",
     "How far to go, as a multiple of what is configured."},
};
constexpr Mapping kFindLimits{"find limits",
                              "For each quota a probe goes beyond what is configured, and says "
                              "where refusal begins.",
                              kFindLimitsKeys,
                              {},
                              "find_limits: {quotas: [max_qos, topic_max_slashes], window: 10s}"};
constexpr Key kLimitsEndpointKeys[] = {
    {"quotas", kText, Need::kOptional, kNone,
     "A file with the account's quotas, its name seen from the scenario's folder; without it, "
     "AWS's "
     "defaults."},
};
constexpr Mapping kLimitsEndpoint{"endpoint of limits",
                                  "What the endpoint is configured with: the embedded one "
                                  "enforces it.",
                                  kLimitsEndpointKeys,
                                  {},
                                  "endpoint: {quotas: quotas/small-account.yaml}"};
constexpr Key kLimitsKeys[] = {
    {"shadowsim", integer(kFormatVersion, kFormatVersion), Need::kRequired, kNone,
     "The version of this format."},
    {"name", plain(Scalar::kName), Need::kOptional, kNone,
     "What the run's results are called; without it, the file's name without its ending."},
    {"description", kText, Need::kOptional, kNone, "What the scenario is for, in any words."},
    {"endpoint", mapping(kLimitsEndpoint), Need::kDefault, "{}", "The quotas to be found."},
    {"find_limits", mapping(kFindLimits), Need::kRequired, kNone, "What is looked for, and how."},
};
constexpr Mapping kLimits{"scenario of limits",
                          "A scenario file with the key `find_limits` has neither fleet nor "
                          "timeline: it finds an endpoint's limits.",
                          kLimitsKeys,
                          {},
                          {}};

}  // namespace

const Mapping& scenario_schema() {
  return kScenario;
}

const Mapping& limits_schema() {
  return kLimits;
}

}  // namespace shadowsim::scenario
