#include "sim/scenario/schema_tables.h"
#include "sim/scenario/value_kinds.h"

namespace shadowsim::scenario {

using namespace kinds;

namespace {

// --- rates, lights, values -----------------------------------------------------------------------

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
constexpr Type kWhichLights =
    with_mapping(with_list(word("all", "in_turn"), kText, 1), kLightChoice);

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

// --- steps ---------------------------------------------------------------------------------------

// What desired and reported streams have in common.
constexpr Key kStreamRate{"rate", with_mapping(kRateOrFind, kRamp), Need::kRequired, kNone,
                          "Changes per second, over all the chosen lights together. `find` looks "
                          "for the highest rate at which the thresholds hold, see `search`."};
constexpr Key kStreamArrivals{
    "arrivals", word("poisson", "uniform"), Need::kDefault, "poisson",
    "`poisson`: independent of one another, as from many people; `uniform`: evenly spaced."};
constexpr Key kStreamLights{"lights", kWhichLights, Need::kDefault, "all",
                            "Which light each change is for: any of `all`, equally likely, or each "
                            "`in_turn`, one after another and again from the first."};
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

constexpr Key kLinkFaultKeys[] = {
    {"at", duration(), Need::kOptional, kNone,
     "When, counted from the timeline's start; without it, when the steps before have ended."},
    {"for", duration_above_zero(), Need::kRequired, kNone, "How long it lasts."},
    {"lights", with_mapping(with_list(word("all"), kText, 1), kLightSet), Need::kDefault, "all",
     "Whose links: those lights' sessions, also when they connect again. The apps' have no "
     "faults."},
    {"delay", with_mapping(kDelay, kDelayDistribution), Need::kOptional, kNone,
     "How much later all arrives, each way: drawn for each piece of the stream, as one read of the "
     "socket brings it. A distribution is what is called jitter; nothing overtakes. Lost packets "
     "are such a delay, too: TCP sends them again, and what follows waits."},
    {"bandwidth", integer(1, 1e9, "bytes a second"), Need::kOptional, kNone,
     "How many bytes of MQTT pass a second, each way, after 1500 at once; the rest waits, and "
     "where much waits no more is read."},
    {"silence", kBoolean, Need::kOptional, kNone,
     "`true`: nothing passes either way and nothing is closed, as over a dead radio link; whoever "
     "has a keep-alive finds out. What was held passes when it ends."},
};
constexpr Choice kSomeFault[] = {{Choice::Kind::kAtLeastOne, {"delay", "bandwidth", "silence"}}};
constexpr Mapping kLinkFault{
    "link fault",
    "Links between lights and the endpoint have a fault for a while, beside the steps that follow. "
    "Of faults at the same time the delays add up and the smallest bandwidth holds. Only the "
    "embedded endpoint can do that: a run with `--endpoint` is refused.",
    kLinkFaultKeys, kSomeFault,
    "link_fault: {for: 5s, lights: {share: 0.5}, delay: {uniform: [50ms, 250ms]}}"};

constexpr Key kStepKeys[] = {
    {"churn", mapping(kChurn), Need::kOptional, kNone, "Changes at a rate, measured."},
    {"warm_up", mapping(kChurn), Need::kOptional, kNone,
     "The same, but its latencies are left out of the result."},
    {"change", mapping(kChange), Need::kOptional, kNone, "One change at one moment."},
    {"pause", duration(), Need::kOptional, kNone, "Nothing, for this long."},
    {"disconnect", mapping(kDisconnect), Need::kOptional, kNone,
     "The endpoint ends connections at one moment."},
    {"link_fault", mapping(kLinkFault), Need::kOptional, kNone,
     "Links to the endpoint are slow, narrow or silent for a while."},
};
constexpr Choice kOneStep[] = {
    {Choice::Kind::kExactlyOne,
     {"churn", "warm_up", "change", "pause", "disconnect", "link_fault"}}};

}  // namespace

constinit const Mapping kStep{
    "step",
    "A step begins when all steps before it in the list have ended. A change "
    "and a disconnect take no time; one with `at` comes at that moment, wherever it stands in "
    "the list, and has ended then. So does a link fault, which lasts beside the steps after it; "
    "the timeline does not end before its faults.",
    kStepKeys, kOneStep, "- pause: 2s"};

}  // namespace shadowsim::scenario
