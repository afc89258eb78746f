#include "sim/scenario/schema.h"

#include "sim/scenario/schema_tables.h"
#include "sim/scenario/value_kinds.h"

namespace shadowsim::scenario {

using namespace kinds;

namespace {

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

constexpr Type kAnyStep = mapping(kStep);
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
    {"background", mapping(kBackground), Need::kOptional, kNone,
     "What else takes a share of quotas while the timeline is played; without it, nothing."},
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
constexpr Key kLimitsKeys[] = {
    {"shadowsim", integer(kFormatVersion, kFormatVersion), Need::kRequired, kNone,
     "The version of this format."},
    {"name", plain(Scalar::kName), Need::kOptional, kNone,
     "What the run's results are called; without it, the file's name without its ending."},
    {"description", kText, Need::kOptional, kNone, "What the scenario is for, in any words."},
    {"endpoint", mapping(kEndpoint), Need::kDefault, "{}",
     "What the embedded endpoint refuses. Its quotas are those that are looked for, with "
     "`--endpoint`, too; without them, AWS's defaults."},
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
