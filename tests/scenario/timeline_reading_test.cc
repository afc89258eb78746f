#include "sim/scenario/timeline_reading.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

std::string timeline(std::string_view steps) {
  return "shadowsim: 1\nfleet: {lights: 5}\ntimeline:\n" + std::string{steps};
}

TEST(ReadTimeline, ReadsEveryKindOfStep) {
  const auto steps = good(timeline(R"(
  - warm_up: {for: 2s, desired: {rate: 10/s, values: {on: toggle}}}
  - churn:
      for: 30s
      desired: {rate: {from: 50/s, to: 400/s, steps: 8}, arrivals: uniform, values: {on: toggle}}
      reported: {rate: 5/s, values: {on: toggle}, sets_desired: true}
  - change: {at: 1s, light: light-0001, reported: {on: true}, sets_desired: true}
  - change: {lights: all, desired: {color: blue}}
  - pause: 500ms
  - disconnect: {}
  - disconnect: {at: 3s, sessions: {share: 0.5}, reason: shutting-down}
  - link_fault: {for: 2s, silence: true}
  - link_fault: {at: 1s, for: 3s, lights: {share: 0.4}, delay: {uniform: [1ms, 9ms]}, bandwidth: 500}
)"))
                         .timeline;
  ASSERT_EQ(steps.size(), 9U);

  EXPECT_FALSE(std::get<Churn>(steps[0]).measured);
  const auto& churn = std::get<Churn>(steps[1]);
  EXPECT_TRUE(churn.measured);
  EXPECT_EQ(churn.length, 30s);
  ASSERT_EQ(churn.streams.size(), 2U);
  EXPECT_EQ(churn.streams[0].section, Section::kDesired);
  EXPECT_EQ(churn.streams[0].rate.from, Rate{50});
  EXPECT_EQ(churn.streams[0].rate.to, Rate{400});
  EXPECT_EQ(churn.streams[0].rate.steps, 8U);
  EXPECT_EQ(churn.streams[0].arrivals, Arrivals::kUniform);
  EXPECT_FALSE(churn.streams[0].sets_desired);
  EXPECT_EQ(churn.streams[1].section, Section::kReported);
  EXPECT_EQ(churn.streams[1].arrivals, Arrivals::kPoisson);
  EXPECT_TRUE(churn.streams[1].sets_desired);

  const auto& first = std::get<ScriptedChange>(steps[2]);
  EXPECT_EQ(first.at, 1s);
  EXPECT_EQ(first.lights, std::vector<LightId>{LightId{1}});
  EXPECT_EQ(first.section, Section::kReported);
  EXPECT_TRUE(first.sets_desired);
  EXPECT_EQ(first.properties, (std::vector<Property>{{"on", "true"}}));

  const auto& second = std::get<ScriptedChange>(steps[3]);
  EXPECT_FALSE(second.at.has_value());
  EXPECT_EQ(second.lights.size(), 5U);
  EXPECT_EQ(second.section, Section::kDesired);
  EXPECT_EQ(std::get<Pause>(steps[4]).length, 500ms);
  EXPECT_EQ(std::get<Disconnect>(steps[5]), Disconnect{});
  EXPECT_EQ(std::get<Disconnect>(steps[6]),
            (Disconnect{.at = 3s, .share = 0.5, .reason = Farewell::kShuttingDown}));
  const auto& silence = std::get<LinkFault>(steps[7]);
  EXPECT_EQ(silence.lights.size(), 5U) << "all, unless said otherwise";
  EXPECT_EQ(silence.what(), "silence");
  EXPECT_EQ(std::get<LinkFault>(steps[8]), (LinkFault{.at = 1s,
                                                      .length = 3s,
                                                      .lights = {LightId{0}, LightId{1}},
                                                      .delay = DelayDistribution::uniform(1ms, 9ms),
                                                      .bandwidth = 500}));
}

TEST(ReadTimeline, MakesAConstantRateAProfileOfOneStep) {
  const auto scenario = good(with_stream("rate: 100/s, values: {on: toggle}"));
  const auto& rate = std::get<Churn>(scenario.timeline[0]).streams[0].rate;
  EXPECT_EQ(rate.from, Rate{100});
  EXPECT_EQ(rate.to, Rate{100});
  EXPECT_EQ(rate.steps, 1U);
}

TEST(ReadTimeline, TakesSeveralStreamsOfASectionAsAList) {
  const auto scenario = good(timeline(R"(
  - churn:
      for: 30s
      desired:
        - {rate: 5/s, values: {on: toggle}}
        - {rate: 1/m, values: {color: {one_of: [red, blue]}}}
)"));
  const auto& streams = std::get<Churn>(scenario.timeline.at(0)).streams;
  ASSERT_EQ(streams.size(), 2U);
  EXPECT_EQ(streams[0].values[0].property, "on");
  EXPECT_EQ(streams[1].section, Section::kDesired);
  EXPECT_EQ(streams[1].values[0].property, "color");
}

struct Bad {
  const char* steps;
  const char* problem;
};

class RefuseTimeline : public testing::TestWithParam<Bad> {};

TEST_P(RefuseTimeline, SaysWhereAndWhatIsAllowed) {
  EXPECT_EQ(problems_of(timeline(GetParam().steps)), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseTimeline,
    testing::Values(
        Bad{"  - chrun: {for: 1s}\n",
            "s.yaml:4:5: timeline[0] has no key 'chrun', did you mean 'churn'? Allowed: churn, "
            "warm_up, change, pause, disconnect, link_fault"},
        Bad{"  - pause: 1s\n    churn: {for: 1s, desired: {rate: 1/s, values: {a: toggle}}}\n",
            "s.yaml:5:5: timeline[0] has both 'pause' and 'churn', it takes exactly one of churn, "
            "warm_up, change, pause, disconnect, link_fault"},
        Bad{"  - churn\n",
            "s.yaml:4:5: timeline[0] must be a mapping with exactly one of churn, warm_up, change, "
            "pause, disconnect, link_fault, not 'churn'"},
        Bad{"  - churn:\n    for: 1s\n",
            "s.yaml:4:5: timeline[0].churn has no value, it must be a mapping with for, desired, "
            "reported\n"
            "s.yaml:5:5: timeline[0] has no key 'for'. Allowed: churn, warm_up, change, pause, "
            "disconnect, link_fault"},
        Bad{"  - link_fault: {for: 1s}\n",
            "s.yaml:4:5: timeline[0].link_fault needs at least one of delay, bandwidth, silence"},
        Bad{"  - link_fault: {for: 1s, silence: false, delay: 0s}\n",
            "s.yaml:4:17: timeline[0].link_fault is no fault: nothing is delayed, narrow or "
            "silent"},
        Bad{"  - link_fault: {delay: {uniform: [9ms, 1ms]}, for: 1s}\n",
            "s.yaml:4:35: timeline[0].link_fault.delay.uniform ends before it begins: 1ms is less "
            "than 9ms"},
        Bad{"  - churn: {for: 1s}\n",
            "s.yaml:4:5: timeline[0].churn needs at least one of desired, reported"},
        Bad{"  - churn: {desired: {rate: 1/s, values: {a: toggle}}}\n",
            "s.yaml:4:5: timeline[0].churn needs the key 'for': a duration above 0s, at most "
            "8784h, like 250ms or 10s"},
        Bad{"  - churn: {for: 0s, desired: {rate: 1/s, values: {a: toggle}}}\n",
            "s.yaml:4:18: timeline[0].churn.for must be a duration above 0s, at most 8784h, like "
            "250ms or 10s, not '0s'"},
        Bad{"  - churn: {for: 1s, desired: {values: {a: toggle}}}\n",
            "s.yaml:4:22: timeline[0].churn.desired needs the key 'rate': 'find', or a rate above "
            "0/s, at "
            "most 1000000/s, like 100/s, or a mapping with from, to, steps"},
        Bad{"  - churn: {for: 1s, desired: {rate: 100, values: {a: toggle}}}\n",
            "s.yaml:4:38: timeline[0].churn.desired.rate must be 'find', or a rate above 0/s, at "
            "most "
            "1000000/s, like 100/s, or a mapping with from, to, steps, not '100'"},
        Bad{"  - churn: {for: 1s, desired: {rate: {from: 1/s}, values: {a: toggle}}}\n",
            "s.yaml:4:32: timeline[0].churn.desired.rate needs the key 'to': a rate above 0/s, at "
            "most 1000000/s, like 100/s"},
        Bad{"  - churn: {for: 1s, desired: {rate: {from: 1/s, to: 2/s, steps: 1}, values: {a: "
            "toggle}}}\n",
            "s.yaml:4:66: timeline[0].churn.desired.rate.steps must be at least 2 to come from 1/s "
            "to 2/s"},
        Bad{"  - churn: {for: 1s, desired: {rate: 1/s, arrivals: poison, values: {a: toggle}}}\n",
            "s.yaml:4:53: timeline[0].churn.desired.arrivals must be 'poisson' or 'uniform', not "
            "'poison', did you mean 'poisson'?"},
        Bad{"  - churn: {for: 1s, desired: {rate: 1/s, values: {a: toggle}, sets_desired: true}}\n",
            "s.yaml:4:64: timeline[0].churn.desired has no key 'sets_desired'. Allowed: rate, "
            "arrivals, lights, shadow, values"},
        Bad{"  - churn: {for: 1s, desired: {rate: 1/s, values: {}}}\n",
            "s.yaml:4:43: timeline[0].churn.desired.values must name at least one property"},
        Bad{"  - churn: {for: 1s, desired: []}\n",
            "s.yaml:4:31: timeline[0].churn.desired has 0 items, it must be a list of at least 1, "
            "each a mapping with rate, arrivals, lights, shadow, values, or a mapping with rate, "
            "arrivals, lights, shadow, values"},
        Bad{"  - churn:\n      for: 1s\n      desired:\n        - {rate: 1/s, values: {a: "
            "toggle}}\n        - {rate: 1, values: {b: toggle}}\n",
            "s.yaml:8:18: timeline[0].churn.desired[1].rate must be 'find', or a rate above 0/s, "
            "at most "
            "1000000/s, like 100/s, or a mapping with from, to, steps, not '1'"},
        Bad{"  - change: {desired: {a: 1}}\n",
            "s.yaml:4:5: timeline[0].change needs exactly one of light, lights"},
        Bad{"  - change: {light: light-0001}\n",
            "s.yaml:4:5: timeline[0].change needs exactly one of desired, reported"},
        Bad{"  - change: {light: light-0001, desired: {a: 1}, reported: {a: 1}}\n",
            "s.yaml:4:50: timeline[0].change has both 'desired' and 'reported', it takes exactly "
            "one of desired, reported"},
        Bad{"  - change: {light: light-0001, desired: {a: 1}, sets_desired: true}\n",
            "s.yaml:4:50: timeline[0].change.sets_desired goes with reported only: this change "
            "sets desired"},
        Bad{"  - change: {at: 5, light: light-0001, desired: {a: 1}}\n",
            "s.yaml:4:18: timeline[0].change.at: '5' is not a duration: its unit must be one of h, "
            "m, s, ms, us, ns"},
        Bad{"  - pause: -1s\n",
            "s.yaml:4:12: timeline[0].pause: '-1s' is not a duration: write a number and a unit, "
            "like 250ms, 1.5s, 10m or 24h"},
        Bad{"  -\n",
            "s.yaml:4:3: timeline[0] has no value, it must be a mapping with exactly one of churn, "
            "warm_up, change, pause, disconnect, link_fault"}));

}  // namespace
}  // namespace shadowsim::scenario
