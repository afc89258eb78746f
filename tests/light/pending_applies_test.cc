#include "sim/light/pending_applies.h"

#include <gtest/gtest.h>

namespace shadowsim::light {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kNow{1h};

shadow::Section section(const char* json) {
  return shadow::Section::parse(json).value();
}

std::string text(const shadow::Section& state) {
  std::string json;
  shadow::append_state(json, state);
  return json;
}

TEST(PendingApplies, NothingIsDueBeforeItsTime) {
  PendingApplies pending;
  EXPECT_EQ(pending.next(), std::nullopt);
  pending.add(section(R"({"color":"red"})"), kNow + 1s);
  EXPECT_EQ(pending.next(), kNow + 1s);
  EXPECT_TRUE(pending.take_due(kNow + 1s - 1ns).empty());
  EXPECT_EQ(text(pending.take_due(kNow + 1s)), R"({"color":"red"})");
  EXPECT_EQ(pending.next(), std::nullopt);
}

TEST(PendingApplies, ANewerDeltaTakesTheOlderOnesPlace) {
  PendingApplies pending;
  pending.add(section(R"({"color":"red"})"), kNow + 1s);
  pending.add(section(R"({"color":"blue"})"), kNow + 2s);
  EXPECT_EQ(pending.next(), kNow + 2s);
  EXPECT_EQ(text(pending.take_due(kNow + 5s)), R"({"color":"blue"})");
}

TEST(PendingApplies, WhatTheNewerDeltaStillHoldsKeepsItsEarlierTime) {
  PendingApplies pending;
  pending.add(section(R"({"color":"red","on":true})"), kNow + 1s);
  pending.add(section(R"({"color":"blue","on":true})"), kNow + 2s);
  EXPECT_EQ(text(pending.take_due(kNow + 1s)), R"({"on":true})");
  EXPECT_EQ(text(pending.take_due(kNow + 2s)), R"({"color":"blue","on":true})");
}

TEST(PendingApplies, WhatTheNewerDeltaNoLongerHoldsIsNoLongerWanted) {
  PendingApplies pending;
  pending.add(section(R"({"rgb":{"r":1,"g":2}})"), kNow + 1s);
  pending.add(section(R"({"rgb":{"g":2}})"), kNow + 2s);
  EXPECT_EQ(text(pending.take_due(kNow + 1s)), R"({"rgb":{"g":2}})");
}

TEST(PendingApplies, ALocalChangeOverridesWhatItSetsOtherwiseAndNothingElse) {
  PendingApplies pending;
  pending.add(section(R"({"color":"red","on":true})"), kNow + 1s);
  pending.override_with(section(R"({"color":"green"})"));
  EXPECT_EQ(text(pending.take_due(kNow + 1s)), R"({"on":true})");
}

TEST(PendingApplies, AllThatIsDueComesAsOneStateNewestLast) {
  PendingApplies pending;
  pending.add(section(R"({"a":1,"b":1})"), kNow + 1s);
  pending.add(section(R"({"a":1,"b":1,"c":2})"), kNow + 1s);
  EXPECT_EQ(text(pending.take_due(kNow + 1s)), R"({"a":1,"b":1,"c":2})");
}

}  // namespace
}  // namespace shadowsim::light
