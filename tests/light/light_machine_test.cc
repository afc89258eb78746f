#include "sim/light/light_machine.h"

#include <gtest/gtest.h>

#include "tests/light/light_in_words.h"

namespace shadowsim::light {
namespace {

// --- a light that does not know what it is ----------------------------------------------------

class LightWithoutAState : public LightMachineTest {
 protected:
  LightWithoutAState() {
    auto unknown = options();
    unknown.initial_state.clear();
    machine_ = LightMachine{unknown};
    step(Connected{});
    step(SubscribeAnswered{true});
  }

  static shadow::GetAccepted read(std::string_view desired, std::string_view delta) {
    return {.version = 5,
            .client_token = "t1",
            .timestamp = {},
            .desired = section(desired),
            .reported = section(R"({"color":"red"})"),
            .delta = section(delta)};
  }
};

TEST_F(LightWithoutAState, TakesOverWhatItsShadowReports) {
  EXPECT_EQ(step(read(R"({"color":"red"})", "{}")), "read ready");
  EXPECT_EQ(text(machine_.own_state()), R"({"color":"red"})");
}

TEST_F(LightWithoutAState, TakesOverWhatItsShadowReportsBeforeItAppliesADelta) {
  EXPECT_EQ(step(read(R"({"on":true})", R"({"on":true})")),
            R"(read intends:{"on":true} report:t2:{"on":true})");
  EXPECT_EQ(text(machine_.own_state()), R"({"color":"red","on":true})");
}

TEST_F(LightWithoutAState, MakesNoShadowBeforeItIsChanged) {
  EXPECT_EQ(step(GetRejected{rejected(404, "t1")}), "ready");
  EXPECT_EQ(machine_.state(), State::kOnline);
  EXPECT_FALSE(machine_.has_reports_to_tell());
  EXPECT_EQ(step(LocalChange{section(R"({"color":"off"})"), true}),
            R"(intends:{"color":"off"} report:t2:{"color":"off"}:desired:{"color":"off"})");
  EXPECT_TRUE(machine_.has_reports_to_tell());
}

// --- connecting and reading the shadow --------------------------------------------------------

TEST_F(LightMachineTest, SubscribesBeforeItAsks) {
  EXPECT_EQ(step(Connected{}), "subscribe");
  EXPECT_EQ(step(SubscribeAnswered{true}), "get:t1");
  EXPECT_EQ(armed(Timer::kAnswer), 10'000);
  EXPECT_EQ(machine_.state(), State::kSyncing);
}

TEST_F(LightMachineTest, GivesUpWhereItMayNotSubscribe) {
  step(Connected{});
  EXPECT_EQ(step(SubscribeAnswered{false}), "gave-up:0");
  EXPECT_EQ(step(Connected{}), "");
}

TEST_F(LightMachineTest, WithoutAShadowItReportsItsStateAndIsReadyOnceThatIsAccepted) {
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(GetRejected{rejected(404, "t1")}), R"(report:t2:{"color":"red"})");
  EXPECT_EQ(step(accepted(1, "t2"), 5), R"(accepted:{"color":"red"}:5ms ready)");
}

TEST_F(LightMachineTest, WithAShadowInStepItIsReadyAtOnce) {
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(shadow::GetAccepted{.version = 7,
                                     .client_token = "t1",
                                     .timestamp = {},
                                     .desired = {},
                                     .reported = section(R"({"color":"red"})"),
                                     .delta = {}}),
            "read ready");
}

TEST_F(LightMachineTest, ReportsWhatTheServiceDoesNotKnowAndAppliesWhatItWants) {
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(shadow::GetAccepted{.version = 7,
                                     .client_token = "t1",
                                     .timestamp = {},
                                     .desired = section(R"({"on":true})"),
                                     .reported = section(R"({"color":"blue"})"),
                                     .delta = section(R"({"on":true})")}),
            R"(read intends:{"on":true} report:t2:{"on":true} report:t3:{"color":"red"})");
}

TEST_F(LightMachineTest, AnswersToOthersAreNotItsOwn) {
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(GetRejected{rejected(404, "somebody")}), "");
  EXPECT_EQ(step(shadow::GetAccepted{.version = 7,
                                     .client_token = "somebody",
                                     .timestamp = {},
                                     .desired = {},
                                     .reported = {},
                                     .delta = {}}),
            "");
  EXPECT_EQ(machine_.state(), State::kSyncing);
}

TEST_F(LightMachineTest, ADeltaThatOvertakesTheAnswerIsUsedAfterIt) {
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(delta(8, R"({"color":"green"})")), "");
  EXPECT_EQ(step(shadow::GetAccepted{.version = 7,
                                     .client_token = "t1",
                                     .timestamp = {},
                                     .desired = section(R"({"color":"blue"})"),
                                     .reported = section(R"({"color":"red"})"),
                                     .delta = section(R"({"color":"blue"})")}),
            R"(read intends:{"color":"green"} report:t2:{"color":"green"})");
}

TEST_F(LightMachineTest, ADeltaThatCameBeforeThereWasNoShadowIsForgotten) {
  step(Connected{});
  step(SubscribeAnswered{true});
  step(delta(9, R"({"color":"pink"})"));
  step(GetRejected{rejected(404, "t1")});
  step(accepted(1, "t2"));
  EXPECT_EQ(step(accepted(3, "app")), "gap get:t3");
  EXPECT_EQ(step(shadow::GetAccepted{.version = 3,
                                     .client_token = "t3",
                                     .timestamp = {},
                                     .desired = {},
                                     .reported = section(R"({"color":"red"})"),
                                     .delta = {}}),
            "read");
}

struct RefusedGet {
  int code;
  const char* expected;
};

TEST_F(LightMachineTest, ARefusedGetIsRetriedOrNotByItsCode) {
  for (const auto& [code, expected] :
       {RefusedGet{429, "refused:429 arm:retry"}, RefusedGet{500, "refused:500 arm:retry"},
        RefusedGet{400, "refused:400 disarm:answer gave-up:400"},
        RefusedGet{403, "refused:403 disarm:answer gave-up:403"}}) {
    machine_ = LightMachine{options()};
    step(Connected{});
    step(SubscribeAnswered{true});
    std::string heard = step(GetRejected{rejected(code, "t1")});
    std::string wanted = expected;
    if (const auto at = wanted.find("disarm:answer "); at != std::string::npos)
      wanted.erase(at, 14);
    EXPECT_EQ(heard, wanted);
  }
}

TEST_F(LightMachineTest, AsksAgainWithANewTokenWhenNoAnswerComes) {
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(TimerRang{Timer::kAnswer}, 10'000), "missed:1 get:t2");
  EXPECT_EQ(step(GetRejected{rejected(404, "t1")}), "") << "the answer to the first is late";
}

TEST_F(LightMachineTest, ReadsItsShadowAgainAfterAReconnectEvenAtALowerVersion) {
  go_online();
  step(delta(2, R"({"color":"blue"})"));
  step(Disconnected{});
  EXPECT_EQ(machine_.state(), State::kOffline);
  EXPECT_EQ(step(Connected{}), "subscribe");
  EXPECT_EQ(step(SubscribeAnswered{true}), "get:t3");
  EXPECT_EQ(step(shadow::GetAccepted{.version = 1,
                                     .client_token = "t3",
                                     .timestamp = {},
                                     .desired = {},
                                     .reported = section(R"({"color":"blue"})"),
                                     .delta = {}}),
            "read");
  EXPECT_EQ(step(delta(2, R"({"color":"red"})")),
            R"(intends:{"color":"red"} report:t4:{"color":"red"})");
}

// --- deltas -----------------------------------------------------------------------------------

TEST_F(LightMachineTest, AppliesADeltaAndReportsIt) {
  go_online();
  EXPECT_EQ(step(delta(2, R"({"color":"blue"})")),
            R"(intends:{"color":"blue"} report:t2:{"color":"blue"})");
  EXPECT_EQ(text(machine_.own_state()), R"({"color":"blue"})");
}

TEST_F(LightMachineTest, TakesItsTimeToApply) {
  machine_ = LightMachine{options(DelayDistribution::constant(30ms))};
  go_online();
  EXPECT_EQ(step(delta(2, R"({"color":"blue"})"), 100), R"(intends:{"color":"blue"} arm:apply)");
  EXPECT_EQ(armed(Timer::kApply), 130);
  EXPECT_EQ(text(machine_.own_state()), R"({"color":"red"})");
  EXPECT_EQ(step(TimerRang{Timer::kApply}, 130), R"(report:t2:{"color":"blue"})");
  EXPECT_EQ(text(machine_.own_state()), R"({"color":"blue"})");
}

TEST_F(LightMachineTest, NeverReportsAnIntermediateStateThatItSkipped) {
  machine_ = LightMachine{options(DelayDistribution::constant(30ms))};
  go_online();
  step(delta(2, R"({"color":"blue"})"), 100);
  step(delta(3, R"({"color":"green"})"), 110);
  EXPECT_EQ(armed(Timer::kApply), 140);
  EXPECT_EQ(step(TimerRang{Timer::kApply}, 140), R"(report:t2:{"color":"green"})");
}

struct DroppedDelta {
  shadow::Version version;
  const char* expected;
};

TEST_F(LightMachineTest, DropsDeltasByTheirVersion) {
  go_online();
  step(delta(2, R"({"color":"blue"})"));
  step(delta(3, R"({"color":"green"})"));
  for (const auto& [version, expected] :
       {DroppedDelta{3, "duplicate"}, DroppedDelta{2, "stale"}, DroppedDelta{1, "stale"}})
    EXPECT_EQ(step(delta(version, R"({"color":"pink"})")), expected) << version;
  EXPECT_EQ(text(machine_.own_state()), R"({"color":"green"})");
}

TEST_F(LightMachineTest, ADeltaAndTheAcceptedOfItsUpdateMayComeInEitherOrder) {
  go_online();
  EXPECT_EQ(step(accepted(2, "app")), "");
  EXPECT_EQ(step(delta(2, R"({"color":"blue"})")),
            R"(intends:{"color":"blue"} report:t2:{"color":"blue"})");
}

TEST_F(LightMachineTest, DoesNotReportAgainWhatIsOnItsWay) {
  go_online();
  step(delta(2, R"({"color":"blue"})"));
  EXPECT_EQ(step(delta(3, R"({"color":"blue","on":true})")),
            R"(intends:{"color":"blue","on":true} report:t3:{"on":true})");
}

TEST_F(LightMachineTest, AGapInVersionsMakesItReadItsShadow) {
  go_online();
  EXPECT_EQ(step(accepted(4, "app")), "gap get:t2");
  EXPECT_EQ(step(accepted(9, "app")), "gap") << "it is reading already";
}

TEST_F(LightMachineTest, AnAnswerThatLaterMessagesHaveOvertakenChangesNothing) {
  machine_ = LightMachine{options(DelayDistribution::constant(30ms))};
  go_online();
  step(accepted(4, "app"));
  step(delta(5, R"({"color":"blue"})"));
  EXPECT_EQ(step(shadow::GetAccepted{.version = 4,
                                     .client_token = "t2",
                                     .timestamp = {},
                                     .desired = {},
                                     .reported = section(R"({"color":"red"})"),
                                     .delta = {}}),
            "read-late");
  EXPECT_EQ(step(TimerRang{Timer::kApply}, 1000), R"(report:t3:{"color":"blue"})");
}

// --- a shadow that was deleted and begins afresh ------------------------------------------------

// A light that has seen version 9 a moment after the epoch.
class LightOfADeletedShadow : public LightMachineTest {
 protected:
  static shadow::Timestamp second(int count) { return shadow::Timestamp{} + count * 1s; }

  static shadow::Delta delta_at(int time, shadow::Version version, std::string_view state) {
    auto made = delta(version, state);
    made.timestamp = second(time);
    return made;
  }

  static shadow::UpdateAccepted accepted_at(int time, shadow::Version version, std::string token) {
    auto made = accepted(version, std::move(token));
    made.timestamp = second(time);
    return made;
  }

  static shadow::GetAccepted shadow_at(int time, shadow::Version version, std::string token,
                                       std::string_view wanted) {
    return {.version = version,
            .client_token = std::move(token),
            .timestamp = second(time),
            .desired = section(wanted),
            .reported = {},
            .delta = section(wanted)};
  }

  void SetUp() override {
    step(Connected{});
    step(SubscribeAnswered{true});
    auto read = shadow_at(5, 9, "t1", "{}");
    read.reported = section(R"({"color":"red"})");
    EXPECT_EQ(step(read), "read ready");
  }
};

TEST_F(LightOfADeletedShadow, DoesNotAskWhereADeltaIsOnlyLate) {
  EXPECT_EQ(step(delta_at(5, 8, R"({"color":"blue"})")), "stale");
  EXPECT_EQ(step(delta_at(4, 7, R"({"color":"blue"})")), "stale");
  EXPECT_EQ(step(accepted_at(5, 8, "app")), "");
}

TEST_F(LightOfADeletedShadow, ReadsItAtADeltaThatIsYoungerThanHigherVersions) {
  EXPECT_EQ(step(delta_at(6, 1, R"({"color":"blue"})")), "stale get:t2");
  EXPECT_EQ(step(delta_at(7, 2, R"({"color":"pink"})")), "stale") << "it is reading already";
  EXPECT_EQ(step(shadow_at(7, 2, "t2", R"({"color":"pink"})")),
            R"(read intends:{"color":"pink"} report:t3:{"color":"pink"})");
  EXPECT_EQ(step(accepted_at(8, 3, "t3")), R"(accepted:{"color":"pink"}:0ms)");
  EXPECT_EQ(step(delta_at(9, 4, R"({"color":"green"})")),
            R"(intends:{"color":"green"} report:t4:{"color":"green"})");
}

TEST_F(LightOfADeletedShadow, ReadsItAtAYoungUpdateOfSomebodyElse) {
  EXPECT_EQ(step(accepted_at(6, 1, "app")), "get:t2");
}

TEST_F(LightOfADeletedShadow, ReadsItWhenItsOwnReportHasMadeALowVersion) {
  EXPECT_EQ(step(LocalChange{section(R"({"color":"blue"})"), false}),
            R"(intends:{"color":"blue"} report:t2:{"color":"blue"})");
  EXPECT_EQ(step(accepted_at(5, 1, "t2")), R"(get:t3 accepted:{"color":"blue"}:0ms)")
      << "its clock has not moved on, but it cannot be below 10";
  EXPECT_EQ(step(shadow_at(5, 1, "t3", R"({"on":true})")),
            R"(read intends:{"on":true} report:t4:{"on":true} report:t5:{"color":"blue"})");
}

TEST_F(LightOfADeletedShadow, AReportThatIsOvertakenByLaterVersionsIsNoSignOfIt) {
  step(LocalChange{section(R"({"color":"blue"})"), false});
  EXPECT_EQ(step(accepted_at(6, 11, "app")), "gap get:t3");
  EXPECT_EQ(step(accepted_at(6, 10, "t2")), R"(accepted:{"color":"blue"}:0ms)");
}

TEST_F(LightOfADeletedShadow, ReportsAllWhenItGoesOnAboveTheDeletedVersion) {
  EXPECT_EQ(step(delta_at(6, 11, R"({"on":true})")),
            R"(gap get:t2 intends:{"on":true} report:t3:{"on":true})");
  EXPECT_EQ(step(shadow_at(6, 11, "t2", R"({"on":true})")),
            R"(read intends:{"on":true} report:t4:{"color":"red"})");
}

// --- reports ----------------------------------------------------------------------------------

TEST_F(LightMachineTest, SaysHowLongAReportTook) {
  go_online();
  step(delta(2, R"({"color":"blue"})"), 100);
  EXPECT_EQ(step(accepted(3, "t2"), 107), R"(accepted:{"color":"blue"}:7ms)");
  EXPECT_EQ(step(accepted(3, "t2"), 108), "") << "a second answer to the same report";
}

TEST_F(LightMachineTest, AReportWithoutAnswerMakesItReadItsShadow) {
  go_online();
  step(delta(2, R"({"color":"blue"})"), 100);
  EXPECT_EQ(armed(Timer::kAnswer), 10'100);
  EXPECT_EQ(step(TimerRang{Timer::kAnswer}, 10'100), "missed:1 get:t3");
  EXPECT_EQ(step(shadow::GetAccepted{.version = 2,
                                     .client_token = "t3",
                                     .timestamp = {},
                                     .desired = section(R"({"color":"blue"})"),
                                     .reported = section(R"({"color":"red"})"),
                                     .delta = section(R"({"color":"blue"})")}),
            R"(read intends:{"color":"blue"} report:t4:{"color":"blue"})");
}

TEST_F(LightMachineTest, KeepsWithinTheServicesQuotaOfRequestsInFlight) {
  go_online();
  for (shadow::Version version = 2; version < 10; ++version)
    EXPECT_NE(step(delta(version, fmt::format(R"({{"n":{}}})", version))).find("report"),
              std::string::npos);
  EXPECT_EQ(step(delta(10, R"({"n":10})")), R"(intends:{"n":10})") << "the ninth has to wait";
  EXPECT_EQ(step(delta(11, R"({"n":11})")), R"(intends:{"n":11})");
  EXPECT_EQ(step(accepted(12, "t2")), R"(accepted:{"n":2}:0ms report:t10:{"n":11})");
}

TEST_F(LightMachineTest, OneOfSeveralShadowsKeepsWithinItsShareOfTheQuota) {
  LightOptions one_of_many = options();
  one_of_many.reports_in_flight_max = 1;
  machine_ = LightMachine{one_of_many};
  go_online();
  EXPECT_NE(step(delta(2, R"({"color":"blue"})")).find("report:t2"), std::string::npos);
  EXPECT_EQ(step(delta(3, R"({"color":"pink"})")).find("report"), std::string::npos);
  EXPECT_EQ(step(accepted(4, "t2"), 1),
            R"(accepted:{"color":"blue"}:1ms report:t3:{"color":"pink"})");
}

// --- local changes ----------------------------------------------------------------------------

TEST_F(LightMachineTest, ReportsALocalChange) {
  go_online();
  EXPECT_EQ(step(LocalChange{section(R"({"color":"green"})"), false}),
            R"(intends:{"color":"green"} report:t2:{"color":"green"})");
}

TEST_F(LightMachineTest, ALocalChangeMaySetDesiredToo) {
  go_online();
  EXPECT_EQ(step(LocalChange{section(R"({"color":"green"})"), true}),
            R"(intends:{"color":"green"} report:t2:{"color":"green"}:desired:{"color":"green"})");
}

TEST_F(LightMachineTest, ALocalChangeThatSetsDesiredOverridesWhatWasPending) {
  machine_ = LightMachine{options(DelayDistribution::constant(30ms))};
  go_online();
  step(delta(2, R"({"color":"blue"})"), 0);
  step(LocalChange{section(R"({"color":"green"})"), true}, 10);
  EXPECT_EQ(step(TimerRang{Timer::kApply}, 30), "");
  EXPECT_EQ(text(machine_.own_state()), R"({"color":"green"})");
}

TEST_F(LightMachineTest, WhatChangedOfflineIsReportedAfterTheReconnect) {
  go_online();
  step(Disconnected{});
  EXPECT_EQ(step(LocalChange{section(R"({"color":"green"})"), false}),
            R"(intends:{"color":"green"})");
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(shadow::GetAccepted{.version = 1,
                                     .client_token = "t2",
                                     .timestamp = {},
                                     .desired = {},
                                     .reported = section(R"({"color":"red"})"),
                                     .delta = {}}),
            R"(read report:t3:{"color":"green"})");
}

TEST_F(LightMachineTest, WhatItSetsDesiredWaitsForRoomLikeAnyReport) {
  LightOptions one_at_a_time = options();
  one_at_a_time.reports_in_flight_max = 1;
  machine_ = LightMachine{one_at_a_time};
  go_online();
  step(LocalChange{section(R"({"color":"green"})"), true});
  EXPECT_EQ(step(LocalChange{section(R"({"color":"pink"})"), true}), R"(intends:{"color":"pink"})");
  EXPECT_EQ(
      step(accepted(2, "t2"), 3),
      R"(accepted:{"color":"green"}:3ms report:t3:{"color":"pink"}:desired:{"color":"pink"})");
}

TEST_F(LightMachineTest, ARefusalMakesRoomForWhatWaits) {
  LightOptions one_at_a_time = options();
  one_at_a_time.reports_in_flight_max = 1;
  machine_ = LightMachine{one_at_a_time};
  go_online();
  step(LocalChange{section(R"({"color":"green"})"), false});
  step(LocalChange{section(R"({"color":"pink"})"), false});
  EXPECT_EQ(step(UpdateRejected{rejected(400, "t2")}), R"(refused:400 report:t3:{"color":"pink"})");
}

TEST_F(LightMachineTest, NeverReportsWhatWaitedAndIsNoLongerTrue) {
  LightOptions one_at_a_time = options();
  one_at_a_time.reports_in_flight_max = 1;
  machine_ = LightMachine{one_at_a_time};
  go_online();
  for (const char* color : {R"({"color":"blue"})", R"({"color":"green"})", R"({"color":"blue"})"})
    step(LocalChange{section(color), false});
  EXPECT_EQ(step(accepted(2, "t2"), 3),
            R"(accepted:{"color":"blue"}:3ms report:t3:{"color":"blue"})")
      << "not green: it is blue again";
}

TEST_F(LightMachineTest, WhatItSetDesiredOfflineIsDesiredAfterTheReconnect) {
  go_online();
  step(Disconnected{});
  step(LocalChange{section(R"({"color":"green"})"), true});
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(shadow::GetAccepted{.version = 3,
                                     .client_token = "t2",
                                     .timestamp = {},
                                     .desired = section(R"({"color":"pink"})"),
                                     .reported = section(R"({"color":"red"})"),
                                     .delta = section(R"({"color":"pink"})")}),
            R"(read report:t3:{"color":"green"}:desired:{"color":"green"})")
      << "pink is older than what it is about to say";
  EXPECT_EQ(text(machine_.own_state()), R"({"color":"green"})");
}

TEST_F(LightMachineTest, WhatItSetDesiredBeforeThereWasAShadowMakesIt) {
  step(LocalChange{section(R"({"color":"green"})"), true});
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(GetRejected{rejected(404, "t1")}),
            R"(report:t2:{"color":"green"}:desired:{"color":"green"})");
}

TEST_F(LightMachineTest, WhatItSetDesiredIsSaidAgainWhereTheAnswerIsLost) {
  go_online();
  step(LocalChange{section(R"({"color":"green"})"), true}, 0);
  EXPECT_EQ(step(TimerRang{Timer::kAnswer}, 10'000), "missed:1 get:t3");
  EXPECT_EQ(step(shadow::GetAccepted{.version = 1,
                                     .client_token = "t3",
                                     .timestamp = {},
                                     .desired = {},
                                     .reported = section(R"({"color":"red"})"),
                                     .delta = {}}),
            R"(read report:t4:{"color":"green"}:desired:{"color":"green"})");
}

TEST_F(LightMachineTest, WhatTheServiceDesiresAlreadyIsNotSaidAgain) {
  go_online();
  step(LocalChange{section(R"({"color":"green"})"), true}, 0);
  step(TimerRang{Timer::kAnswer}, 10'000);
  EXPECT_EQ(step(shadow::GetAccepted{.version = 2,
                                     .client_token = "t3",
                                     .timestamp = {},
                                     .desired = section(R"({"color":"green"})"),
                                     .reported = section(R"({"color":"green"})"),
                                     .delta = {}}),
            "read");
}

TEST_F(LightMachineTest, ADeltaOfTheKeysThatItIsSettingDesiredIsOlderThanItsWish) {
  go_online();
  step(LocalChange{section(R"({"color":"green"})"), true});
  EXPECT_EQ(step(delta(2, R"({"color":"blue","on":true})")),
            R"(intends:{"on":true} report:t3:{"on":true})");
  EXPECT_EQ(step(accepted(3, "t2")), R"(accepted:{"color":"green"}:0ms)");
}

TEST_F(LightMachineTest, UnlessItsVersionTellsOtherwise) {
  go_online();
  step(LocalChange{section(R"({"color":"green"})"), true});
  EXPECT_EQ(step(delta(3, R"({"color":"blue"})")), "gap get:t3");
  EXPECT_EQ(step(shadow::GetAccepted{.version = 3,
                                     .client_token = "t3",
                                     .timestamp = {},
                                     .desired = section(R"({"color":"blue"})"),
                                     .reported = section(R"({"color":"green"})"),
                                     .delta = section(R"({"color":"blue"})")}),
            "read");
  EXPECT_EQ(step(accepted(2, "t2")), R"(accepted:{"color":"green"}:0ms get:t4)")
      << "the delta was later, and it was not taken";
}

TEST_F(LightMachineTest, SaysWhatItIntendsWhereADeltaTakesBackAnotherOne) {
  machine_ = LightMachine{options(DelayDistribution::constant(30ms))};
  go_online();
  step(delta(2, R"({"color":"blue"})"), 0);
  EXPECT_EQ(step(delta(4, R"({"on":true})"), 10),
            R"(gap get:t2 intends:{"color":"red","on":true} arm:apply)");
}

TEST_F(LightMachineTest, ASwitchOnTheWallDoesNotStopADeltaThatIsBeingApplied) {
  machine_ = LightMachine{options(DelayDistribution::constant(30ms))};
  go_online();
  step(delta(2, R"({"color":"blue"})"), 0);
  EXPECT_EQ(step(LocalChange{section(R"({"color":"pink"})"), false}, 10),
            R"(intends:{"color":"pink"} intends:{"color":"blue"} report:t2:{"color":"pink"})");
  EXPECT_EQ(step(TimerRang{Timer::kApply}, 30), R"(report:t3:{"color":"blue"})");
}

TEST_F(LightMachineTest, IsAtWorkUntilNothingIsLeftToDo) {
  machine_ = LightMachine{options(DelayDistribution::constant(30ms))};
  EXPECT_FALSE(machine_.is_at_work()) << "offline";
  step(Connected{});
  EXPECT_TRUE(machine_.is_at_work()) << "subscribing";
  go_online();
  EXPECT_FALSE(machine_.is_at_work());
  step(delta(2, R"({"color":"blue"})"), 0);
  EXPECT_TRUE(machine_.is_at_work()) << "applying";
  step(TimerRang{Timer::kApply}, 30);
  EXPECT_TRUE(machine_.is_at_work()) << "reporting";
  step(accepted(3, "t2"), 31);
  EXPECT_FALSE(machine_.is_at_work());
}

// --- the last check ---------------------------------------------------------------------------

TEST_F(LightMachineTest, TheLastCheckTakesTheServicesWord) {
  go_online();
  EXPECT_EQ(step(CheckRequested{}), "get:t2");
  EXPECT_EQ(step(shadow::GetAccepted{.version = 1,
                                     .client_token = "t2",
                                     .timestamp = {},
                                     .desired = section(R"({"color":"blue"})"),
                                     .reported = section(R"({"color":"red"})"),
                                     .delta = section(R"({"color":"blue"})")}),
            R"(divergent read intends:{"color":"blue"} report:t3:{"color":"blue"})");
  EXPECT_TRUE(machine_.is_at_work()) << "it may be in sync yet";
  step(accepted(2, "t3"));
  EXPECT_FALSE(machine_.is_at_work());
  EXPECT_EQ(step(CheckRequested{}), "get:t4");
  EXPECT_EQ(step(shadow::GetAccepted{.version = 2,
                                     .client_token = "t4",
                                     .timestamp = {},
                                     .desired = section(R"({"color":"blue"})"),
                                     .reported = section(R"({"color":"blue"})"),
                                     .delta = {}}),
            "in-sync read");
}

TEST_F(LightMachineTest, ALightWithoutAShadowIsNotInSync) {
  go_online();
  step(CheckRequested{});
  EXPECT_EQ(step(GetRejected{rejected(404, "t2")}), "divergent");
}

TEST_F(LightMachineTest, OfflineThereIsNothingToCheck) {
  EXPECT_EQ(step(CheckRequested{}), "");
}

}  // namespace
}  // namespace shadowsim::light
