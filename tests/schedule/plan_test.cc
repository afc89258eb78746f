#include "sim/schedule/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::schedule {
namespace {

using namespace std::chrono_literals;
using scenario::Scenario;
using scenario::Section;

Scenario read(const std::string& timeline, const std::string& fleet = "lights: 10",
              std::uint64_t seed = 1) {
  const auto scenario =
      scenario::read_scenario_text("shadowsim: 1\nseed: " + std::to_string(seed) + "\nfleet: {" +
                                       fleet + "}\ntimeline:\n" + timeline,
                                   "s.yaml", {}, {});
  return scenario.value();
}

std::vector<PlannedChange> plan_of(const Scenario& scenario, Shard shard = {}) {
  Plan plan{scenario, shard};
  std::vector<PlannedChange> changes;
  while (auto change = plan.next())
    changes.push_back(std::move(*change));
  return changes;
}

std::string text_of(const Scenario& scenario, Shard shard = {}) {
  std::string text;
  for (const auto& change : plan_of(scenario, shard))
    text += to_text(change, scenario.fleet) + "\n";
  return text;
}

constexpr const char* kEverything = R"(
  - warm_up: {for: 2s, desired: {rate: 20/s, values: {on: toggle}}}
  - churn:
      for: 10s
      desired:
        rate: {from: 20/s, to: 60/s, steps: 4}
        lights: {zipf: 1.1}
        values: {color: {one_of: [red, green, blue]}, level: {range: [1, 100]}}
      reported:
        rate: 15/s
        arrivals: uniform
        lights: {share: 0.5}
        values: {on: toggle, warmth: {range: [0.0, 1.0]}, mode: {sequence: [a, b, c]}}
        sets_desired: true
  - change: {at: 5s, lights: all, desired: {color: white}}
  - change: {light: light-0003, reported: {on: true}}
  - pause: 1s
  - churn: {for: 3s, desired: {rate: 30/s, lights: [light-0001, light-0008], values: {on: toggle}}}
)";

// --- the same bytes ---------------------------------------------------------------------------

// FNV-1a, 64 bits.
std::uint64_t hash(const std::string& text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char letter : text)
    value = (value ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return value;
}

TEST(Plan, IsTheSameForTheSameSeedByteForByte) {
  const auto scenario = read(kEverything);
  EXPECT_EQ(text_of(scenario), text_of(scenario));
  EXPECT_NE(text_of(scenario), text_of(read(kEverything, "lights: 10", 2)));
}

TEST(Plan, HasNotChangedSinceItWasFirstDrawn) {
  // Whoever changes these numbers changes every plan that was ever run.
  EXPECT_EQ(hash(text_of(read(kEverything))), 15745572673077317352U);
  const auto shipped =
      scenario::read_scenario(SHADOWSIM_SOURCE_DIR "/scenarios/two-lights-scripted.yaml", {}, {});
  ASSERT_TRUE(shipped);
  EXPECT_EQ(text_of(*shipped),
            R"(      0.500000000 s  change 0  light-0000  desired {"on":true}
      1.000000000 s  change 1  light-0000  desired {"color":"warm","brightness":40}
      1.500000000 s  change 2  light-0001  reported {"on":true}  sets desired
      2.000000000 s  change 3  light-0000  desired {"color":"blue"}
      2.000000000 s  change 4  light-0001  desired {"color":"blue"}
      2.500000000 s  change 5  light-0000  desired {"on":false}
      2.500000000 s  change 6  light-0001  desired {"on":false}
)");
}

// --- order and numbers ------------------------------------------------------------------------

TEST(Plan, IsInOrderOfTimeWithDenseNumbers) {
  const auto changes = plan_of(read(kEverything));
  ASSERT_GT(changes.size(), 500U);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    EXPECT_EQ(changes[i].id.value, i);
    ASSERT_GE(changes[i].at, changes[i == 0 ? 0 : i - 1].at);
  }
  EXPECT_LT(changes.back().at, 16s);
}

TEST(Plan, KeepsEachStepWithinItsTime) {
  const auto changes = plan_of(read(kEverything));
  for (const auto& change : changes) {
    EXPECT_EQ(change.measured, change.at >= 2s);
    EXPECT_FALSE(change.at > 12s && change.at < 13s) << "a change in the pause";
    const bool names_lights = change.light == LightId{1} || change.light == LightId{8};
    EXPECT_TRUE(change.at < 13s || names_lights);
  }
}

std::vector<Duration> moments_of(const Scenario& scenario) {
  std::vector<Duration> moments;
  for (const auto& change : plan_of(scenario))
    moments.push_back(change.at);
  return moments;
}

TEST(Plan, PutsScriptedChangesInOrderWhereverTheyStand) {
  const auto change = [](const char* at) {
    return std::string{"  - change: {at: "} + at + ", light: light-0000, desired: {a: 1}}\n";
  };
  EXPECT_EQ(moments_of(read(change("3s") + change("1s") + change("2s"))),
            (std::vector<Duration>{1s, 2s, 3s}));
}

TEST(Plan, MergesAScriptedChangeIntoTheMidstOfAChurn) {
  const auto changes = plan_of(
      read("  - churn: {for: 1s, desired: {rate: 4/s, arrivals: uniform, values: {a: toggle}}}\n"
           "  - change: {at: 300ms, light: light-0003, reported: {b: 1}}\n"));
  ASSERT_EQ(changes.size(), 5U);
  EXPECT_EQ(changes[2].at, 300ms);
  EXPECT_EQ(changes[2].id.value, 2U);
  EXPECT_EQ(changes[2].section, Section::kReported);
  EXPECT_EQ(changes[2].light, LightId{3});
  EXPECT_EQ(changes[2].properties, (std::vector<scenario::Property>{{"b", "1"}}));
}

TEST(Plan, LetsTheListDecideWithinAMoment) {
  const auto changes = plan_of(
      read("  - churn: {for: 1s, desired: {rate: 1/s, arrivals: uniform, values: {a: toggle}}}\n"
           "  - change: {at: 0s, light: light-0000, desired: {b: 1}}\n"
           "  - change: {light: light-0000, desired: {b: 2}}\n"
           "  - change: {at: 1s, light: light-0000, desired: {b: 3}}\n"
           "  - churn: {for: 1s, desired: {rate: 1/s, arrivals: uniform, values: {c: toggle}}}\n"));
  std::string order;
  for (const auto& change : changes)
    order += change.properties[0].name + change.properties[0].value + " ";
  EXPECT_EQ(order, "afalse b1 b2 b3 cfalse ");
}

TEST(Plan, GivesEachLightOfAScriptAChangeOfItsOwn) {
  const auto changes =
      plan_of(read("  - change: {lights: [light-0007, light-0002], desired: {a: 1}}\n"));
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].light, LightId{7});
  EXPECT_EQ(changes[1].light, LightId{2});
  EXPECT_EQ(changes[0].at, changes[1].at);
}

TEST(Plan, OfAPauseIsEmpty) {
  const auto scenario = read("  - pause: 1s\n");
  Plan plan{scenario, {}};
  EXPECT_FALSE(plan.next());
  EXPECT_FALSE(plan.next());
}

// --- streams ----------------------------------------------------------------------------------

std::map<Section, std::vector<PlannedChange>> by_section(const Scenario& scenario) {
  std::map<Section, std::vector<PlannedChange>> sections;
  for (auto& change : plan_of(scenario))
    sections[change.section].push_back(std::move(change));
  return sections;
}

constexpr const char* kDesired = "desired: {rate: 50/s, values: {color: {one_of: [1, 2, 3]}}}";
constexpr const char* kReported = "reported: {rate: 20/s, values: {on: toggle}}";

TEST(Plan, KeepsTheRatesOfStreamsThatRunBesideOneAnother) {
  const auto sections =
      by_section(read(std::string{"  - churn: {for: 60s, "} + kDesired + ", " + kReported + "}\n"));
  EXPECT_NEAR(static_cast<double>(sections.at(Section::kDesired).size()), 3000, 275);
  EXPECT_NEAR(static_cast<double>(sections.at(Section::kReported).size()), 1200, 174);
}

TEST(Plan, DrawsEachStreamFromAGeneratorOfItsOwn) {
  const std::string head = "  - churn: {for: 5s, ";
  auto alone = by_section(read(head + kDesired + "}\n"))[Section::kDesired];
  auto beside = by_section(read(head + kDesired + ", " + kReported + "}\n"))[Section::kDesired];
  ASSERT_EQ(alone.size(), beside.size());
  for (std::size_t i = 0; i < alone.size(); ++i) {
    beside[i].id = alone[i].id;  // which counts both streams
    EXPECT_EQ(alone[i], beside[i]);
  }
}

TEST(Plan, RepeatsNothingWhenAStepIsRepeated) {
  const std::string churn = std::string{"  - churn: {for: 5s, "} + kDesired + "}\n";
  const auto changes = plan_of(read(churn + churn));
  std::set<Duration> first;
  std::size_t repeated = 0;
  for (const auto& change : changes) {
    if (change.at < 5s) first.insert(change.at);
    if (change.at >= 5s) repeated += first.count(change.at - 5s);
  }
  EXPECT_EQ(repeated, 0U);
}

TEST(Plan, NeverDependsOnHowFastItIsAskedFor) {
  // The plan has no other input than scenario, seed and shard: two read alternately agree with two
  // read one after the other.
  const auto scenario = read(kEverything);
  Plan first{scenario, {}};
  Plan second{scenario, {}};
  for (const auto& change : plan_of(scenario)) {
    EXPECT_EQ(first.next(), change);
    EXPECT_EQ(second.next(), change);
  }
}

constexpr const char* kTwoShadows = "lights: 10, shadows: [classic, cfg]";

TEST(Plan, SaysWhichShadowWhereItIsNotTheFirst) {
  const auto scenario = read(
      "  - change: {light: light-0003, shadow: cfg, desired: {a: 1}}\n"
      "  - change: {light: light-0003, shadow: classic, desired: {a: 1}}\n",
      kTwoShadows);
  EXPECT_EQ(text_of(scenario), R"(      0.000000000 s  change 0  light-0003 cfg  desired {"a":1}
      0.000000000 s  change 1  light-0003  desired {"a":1}
)");
}

TEST(Plan, OfANamedShadowIsTheOneOfTheClassic) {
  EXPECT_EQ(text_of(read(kEverything, "lights: 10, shadow: cfg")), text_of(read(kEverything)));
}

TEST(Plan, DrawsStreamsOfOneSectionApart) {
  const std::string head = "  - churn: {for: 5s, desired: [";
  const std::string stream = "{rate: 50/s, values: {color: {one_of: [1, 2, 3]}}}";
  const std::string second = "{rate: 50/s, shadow: cfg, values: {color: {one_of: [1, 2, 3]}}}";
  const auto alone = plan_of(read(head + stream + "]}\n", kTwoShadows));
  std::vector<PlannedChange> firsts;
  std::set<Duration> moments;
  std::size_t of_second = 0;
  for (auto& change : plan_of(read(head + stream + ", " + second + "]}\n", kTwoShadows))) {
    EXPECT_TRUE(moments.insert(change.at).second) << "one stream repeats the other";
    if (change.shadow == ShadowId{1}) {
      ++of_second;
      continue;
    }
    change.id = ChangeId{static_cast<std::uint32_t>(firsts.size())};
    firsts.push_back(std::move(change));
  }
  EXPECT_EQ(firsts, alone) << "a stream beside it changes nothing of it";
  EXPECT_NEAR(static_cast<double>(of_second), 250, 80);
}

TEST(Plan, BeginsEachShadowAtItsOwnInitialState) {
  // Two colours, never the one that the light was last given: what it begins with decides.
  const auto scenario = read(
      "  - churn: {for: 1s, desired: {rate: 1/s, arrivals: uniform, lights: [light-0000], "
      "shadow: cfg, values: {mode: {one_of: [a, b]}}}}\n",
      "lights: 10, initial_state: {mode: a}, "
      "shadows: [classic, {name: cfg, initial_state: {mode: b}}]");
  EXPECT_EQ(plan_of(scenario).at(0).properties,
            (std::vector<scenario::Property>{{"mode", "\"a\""}}));
}

// --- shards -----------------------------------------------------------------------------------

class Shards : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Shards, AreTogetherTheWholePlan) {
  const auto scenario = read(kEverything);
  std::vector<PlannedChange> together;
  for (std::uint32_t index = 0; index < GetParam(); ++index) {
    const Shard shard{index, GetParam()};
    for (auto& change : plan_of(scenario, shard)) {
      EXPECT_TRUE(shard.holds(change.light));
      together.push_back(std::move(change));
    }
  }
  std::sort(together.begin(), together.end(),
            [](const PlannedChange& a, const PlannedChange& b) { return a.id < b.id; });
  EXPECT_EQ(together, plan_of(scenario));
}

INSTANTIATE_TEST_SUITE_P(, Shards, testing::Values(1, 2, 3, 7, 10, 12));

// --- text -------------------------------------------------------------------------------------

TEST(PlannedChangeText, TellsAllOfIt) {
  scenario::Fleet fleet;
  fleet.lights = 1000;
  fleet.thing_name = scenario::NamePattern{"light-{index:4}"};
  PlannedChange change;
  change.id = ChangeId{4711};
  change.at = 12'340ms;
  change.light = LightId{812};
  change.properties = {{"color", "\"warm\""}};
  EXPECT_EQ(to_text(change, fleet),
            R"(     12.340000000 s  change 4711  light-0812  desired {"color":"warm"})");
  change.section = Section::kReported;
  change.sets_desired = true;
  change.measured = false;
  EXPECT_EQ(
      to_text(change, fleet),
      R"(     12.340000000 s  change 4711  light-0812  reported {"color":"warm"}  sets desired  warm-up)");
}

}  // namespace
}  // namespace shadowsim::schedule
