#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "sim/light/light_machine.h"
#include "tests/light/light_in_words.h"

// What a light does when it is refused, not answered, or near its allowance.
namespace shadowsim::light {
namespace {

class Reporting : public LightMachineTest {
 protected:
  void use(const connection::Manners& manners) {
    LightOptions with = options();
    with.manners = manners;
    with.reports_in_flight_max = manners.reports_open_max;
    machine_ = LightMachine{with};
  }

  static shadow::GetAccepted read(shadow::Version version, std::string token) {
    return {.version = version,
            .client_token = std::move(token),
            .timestamp = {},
            .desired = {},
            .reported = section(R"({"color":"red"})"),
            .delta = {}};
  }
};

// --- refusals ---------------------------------------------------------------------------------

struct RefusedReport {
  int code;
  const char* expected;
};

TEST_F(Reporting, ARefusedReportIsRetriedOrNotByItsCode) {
  for (const auto& [code, expected] :
       {RefusedReport{429, "refused:429 arm:retry"}, RefusedReport{500, "refused:500 arm:retry"},
        RefusedReport{413, "refused:413"}, RefusedReport{400, "refused:400"}}) {
    machine_ = LightMachine{options()};
    go_online();
    step(delta(2, R"({"color":"blue"})"));
    EXPECT_EQ(step(UpdateRejected{rejected(code, "t2")}), expected);
  }
}

TEST_F(Reporting, ARefusalByTheBrokerIsRetriedOnlyWhereThatMayHelp) {
  go_online();
  step(delta(2, R"({"color":"blue"})"));
  step(delta(3, R"({"color":"green"})"));
  EXPECT_EQ(step(PublishRefused{"t3", 0x87, false}), "refused:135");
  EXPECT_EQ(step(PublishRefused{"t3", 0x87, false}), "") << "told twice";
  EXPECT_EQ(step(PublishRefused{"t2", 0x97, true}), "refused:151 arm:retry");
}

TEST_F(Reporting, WhatBecomesTrueDuringTheBackoffGoesOutAsOneReport) {
  go_online();
  step(delta(2, R"({"color":"blue","on":true})"));
  step(UpdateRejected{rejected(429, "t2")});
  EXPECT_EQ(step(delta(3, R"({"color":"green"})"), 100), R"(intends:{"color":"green"})");
  EXPECT_EQ(step(LocalChange{section(R"({"level":7})"), false}, 200), R"(intends:{"level":7})");
  EXPECT_TRUE(machine_.is_at_work());
  EXPECT_EQ(step(TimerRang{Timer::kRetry}, 500),
            R"(report:t3:{"color":"green","level":7,"on":true})");
  step(accepted(4, "t3"));
  EXPECT_FALSE(machine_.is_at_work());
}

TEST_F(Reporting, AWishThatWasRefusedIsSaidAgainWithTheReport) {
  go_online();
  step(LocalChange{section(R"({"color":"green"})"), true});
  EXPECT_EQ(step(UpdateRejected{rejected(429, "t2")}), "refused:429 arm:retry");
  EXPECT_EQ(step(TimerRang{Timer::kRetry}),
            R"(report:t3:{"color":"green"}:desired:{"color":"green"})");
  EXPECT_EQ(step(UpdateRejected{rejected(413, "t3")}), "refused:413");
  EXPECT_FALSE(machine_.has_reports_to_tell());
}

TEST_F(Reporting, AYoungerWishTakesThePlaceOfTheRefusedOne) {
  go_online();
  step(LocalChange{section(R"({"color":"green","on":true})"), true});
  step(LocalChange{section(R"({"color":"pink"})"), true});
  step(UpdateRejected{rejected(429, "t3")});  // pink is refused, green is under way
  step(LocalChange{section(R"({"color":"grey"})"), true});
  step(UpdateRejected{rejected(429, "t2")});
  EXPECT_EQ(step(TimerRang{Timer::kRetry}),
            R"(report:t4:{"color":"grey","on":true}:desired:{"color":"grey","on":true})");
}

TEST_F(Reporting, SeveralRefusalsAreOneBackoff) {
  go_online();
  step(delta(2, R"({"color":"blue"})"));
  step(delta(3, R"({"color":"green"})"));
  EXPECT_EQ(step(UpdateRejected{rejected(429, "t2")}), "refused:429 arm:retry");
  EXPECT_EQ(step(UpdateRejected{rejected(429, "t3")}), "refused:429");
  EXPECT_EQ(step(TimerRang{Timer::kRetry}), R"(report:t4:{"color":"green"})");
}

TEST_F(Reporting, AGapThatIsSeenDuringTheBackoffIsReadAfterIt) {
  go_online();
  step(delta(2, R"({"color":"blue"})"));
  step(UpdateRejected{rejected(429, "t2")});
  EXPECT_EQ(step(accepted(9, "app")), "gap");
  EXPECT_EQ(step(TimerRang{Timer::kRetry}), "get:t3");
  EXPECT_EQ(step(read(9, "t3")), R"(read report:t4:{"color":"blue"})");
}

TEST_F(Reporting, TheBackoffGrowsUntilAReportIsAccepted) {
  long longest = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    LightOptions one = options();
    one.random = Random{seed};
    machine_ = LightMachine{one};
    go_online();
    step(delta(2, R"({"color":"blue"})"));
    for (int refusal = 0; refusal < 5; ++refusal) {
      step(UpdateRejected{rejected(429, "t" + std::to_string(2 + refusal))});
      longest = std::max(longest, armed(Timer::kRetry).value());
      step(TimerRang{Timer::kRetry});
    }
    step(accepted(3, "t7"));
    step(delta(4, R"({"color":"green"})"));
    step(UpdateRejected{rejected(429, "t8")});
    ASSERT_LE(armed(Timer::kRetry), 1'000);
  }
  EXPECT_NEAR(static_cast<double>(longest), 16'000, 1'000) << "1, 2, 4, 8, 16 s, with full jitter";
}

TEST_F(Reporting, ALightThatIsRefusedAtFirstIsReadyWhenItsStateIsThere) {
  step(Connected{});
  step(SubscribeAnswered{true});
  step(GetRejected{rejected(404, "t1")});
  EXPECT_EQ(step(UpdateRejected{rejected(429, "t2")}), "refused:429 arm:retry");
  EXPECT_EQ(step(TimerRang{Timer::kRetry}), R"(report:t3:{"color":"red"})");
  EXPECT_EQ(step(accepted(1, "t3")), R"(accepted:{"color":"red"}:0ms ready)");
}

TEST_F(Reporting, AnEndDuringTheBackoffCallsItOff) {
  go_online();
  step(delta(2, R"({"color":"blue"})"));
  step(UpdateRejected{rejected(429, "t2")});
  EXPECT_EQ(step(Disconnected{}), "disarm:retry");
  EXPECT_FALSE(machine_.is_at_work());
}

// --- subscribing ------------------------------------------------------------------------------

TEST_F(Reporting, ARefusedSubscribeIsRepeatedAfterABackoffWhereThatMayHelp) {
  step(Connected{});
  EXPECT_EQ(step(SubscribeAnswered{.granted = false, .worth_retrying = true}), "arm:retry");
  EXPECT_LE(armed(Timer::kRetry), 1'000);
  EXPECT_EQ(step(TimerRang{Timer::kRetry}, 500), "subscribe");
  EXPECT_EQ(step(SubscribeAnswered{true}), "get:t1");
}

TEST_F(Reporting, WhoGotAPartOfItsFiltersNeedNotWaitTheLongerForTheRest) {
  step(Connected{});
  for (int i = 0; i < 20; ++i) {
    step(SubscribeAnswered{.worth_retrying = true, .is_partly_granted = true});
    ASSERT_LE(armed(Timer::kRetry), 1'000) << i;
    step(TimerRang{Timer::kRetry});
  }
}

TEST_F(Reporting, AQuotaIsWaitedForWithoutEndButAVagueRefusalIsNot) {
  const SubscribeAnswered quota{.granted = false, .worth_retrying = true};
  const SubscribeAnswered vague{.granted = false, .worth_retrying = true, .is_vague = true};
  step(Connected{});
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(step(quota), "arm:retry");
    step(TimerRang{Timer::kRetry});
  }
  for (int i = 0; i < 8; ++i) {
    ASSERT_EQ(step(vague), "arm:retry") << i;
    step(TimerRang{Timer::kRetry});
  }
  EXPECT_EQ(step(vague), "gave-up:0");
}

// --- a server that answers by closing ---------------------------------------------------------

struct Closed {
  const char* what;
  std::vector<Event> before;  // from being connected until the request is under way
};

TEST_F(Reporting, ARequestThatIsThreeTimesAnsweredByAnEndIsForbidden) {
  const Event subscribed = SubscribeAnswered{true};
  const Event switched = LocalChange{section(R"({"n":1})"), false};
  const std::vector<Closed> cases{{"subscribe", {}},
                                  {"get", {subscribed}},
                                  {"report", {subscribed, GetRejected{rejected(404, "")}}}};
  for (const auto& [what, before] : cases) {
    machine_ = LightMachine{options()};
    std::string last;
    for (int close = 1; close <= 3; ++close) {
      step(Connected{});
      for (Event event : before) {
        if (auto* get = std::get_if<GetRejected>(&event)) get->rejected.client_token = last_get();
        step(event);
      }
      last = step(Disconnected{.perhaps_refused = true});
      EXPECT_EQ(machine_.state(), close < 3 ? State::kOffline : State::kGivenUp) << what;
    }
    EXPECT_NE(last.find("gave-up:0"), std::string::npos) << what;
  }
}

TEST_F(Reporting, AnAnswerInBetweenShowsThatItIsNot) {
  for (int close = 0; close < 10; ++close) {
    step(Connected{});
    step(SubscribeAnswered{true});
    if (close % 2 == 0) step(read(1, last_get()));
    step(Disconnected{.perhaps_refused = true});
    ASSERT_EQ(machine_.state(), State::kOffline) << close;
  }
}

TEST_F(Reporting, ABrokenLinkIsNoRefusalHoweverOftenItBreaks) {
  for (int close = 0; close < 10; ++close) {
    step(Connected{});
    step(SubscribeAnswered{true});
    step(Disconnected{});
  }
  EXPECT_EQ(machine_.state(), State::kOffline);
}

// --- silence ----------------------------------------------------------------------------------

TEST_F(Reporting, ASecondSilenceInARowIsABackoff) {
  step(Connected{});
  step(SubscribeAnswered{true});
  EXPECT_EQ(step(TimerRang{Timer::kAnswer}, 10'000), "missed:1 get:t2");
  EXPECT_EQ(step(TimerRang{Timer::kAnswer}, 20'000), "missed:1 arm:retry");
  EXPECT_EQ(step(TimerRang{Timer::kRetry}, 20'500), "get:t3");
  step(read(1, "t3"), 20'600);
  step(delta(2, R"({"color":"blue"})"), 30'000);
  EXPECT_EQ(step(TimerRang{Timer::kAnswer}, 40'000), "missed:1 get:t5") << "there was an answer";
}

// --- its pace ---------------------------------------------------------------------------------

connection::Manners two_a_second() {
  connection::Manners manners;
  manners.shadow_requests = {Rate{2}, 3};
  return manners;
}

TEST_F(Reporting, WhatIsBeyondItsPaceWaitsAndIsMerged) {
  use(two_a_second());
  go_online();  // one get
  step(LocalChange{section(R"({"n":1})"), false});
  EXPECT_NE(step(LocalChange{section(R"({"n":2})"), false}).find("report:t3"), std::string::npos);
  EXPECT_EQ(step(LocalChange{section(R"({"n":3})"), false}), R"(intends:{"n":3} arm:pace)");
  EXPECT_EQ(armed(Timer::kPace), 500);
  step(LocalChange{section(R"({"m":4})"), false}, 100);
  step(LocalChange{section(R"({"n":5})"), false}, 200);
  EXPECT_EQ(armed(Timer::kPace), 500) << "it does not begin anew";
  EXPECT_EQ(step(TimerRang{Timer::kPace}, 500), R"(report:t4:{"m":4,"n":5})");
}

TEST_F(Reporting, AReadWaitsForThePaceToo) {
  use(two_a_second());
  go_online();
  step(LocalChange{section(R"({"n":1})"), false});
  step(LocalChange{section(R"({"n":2})"), false});
  EXPECT_EQ(step(accepted(9, "app")), "gap arm:pace");
  EXPECT_TRUE(machine_.is_at_work());
  EXPECT_EQ(step(accepted(11, "app")), "gap") << "it waits already";
  EXPECT_EQ(step(TimerRang{Timer::kPace}, 500), "get:t4");
}

TEST_F(Reporting, TheBackoffCountsBeforeThePace) {
  use(two_a_second());
  go_online();
  step(LocalChange{section(R"({"n":1})"), false});
  step(LocalChange{section(R"({"n":2})"), false});
  step(LocalChange{section(R"({"n":3})"), false});
  step(UpdateRejected{rejected(429, "t3")});
  EXPECT_EQ(step(TimerRang{Timer::kPace}, 500), "");
  EXPECT_EQ(step(TimerRang{Timer::kRetry}, 700), R"(report:t4:{"n":3})");
}

TEST_F(Reporting, ACarelessLightHoldsNothingBack) {
  use(connection::Manners::careless());
  go_online();
  for (int n = 0; n < 1'000; ++n)
    ASSERT_NE(step(LocalChange{section(fmt::format(R"({{"n":{}}})", n)), false}).find("report"),
              std::string::npos);
  step(UpdateRejected{rejected(429, "t2")});
  EXPECT_LE(armed(Timer::kRetry), 100);
}

// A light whose switch is used in bursts, and a service that refuses now and then: its requests are
// never more than b + r t in any window, and in the end the service knows what the light is.
TEST_F(Reporting, KeepsItsPaceInAnyWindowAndTellsAllInTheEnd) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Random random{seed};
    LightOptions one = options();
    one.random = random.split(1);
    machine_ = LightMachine{one};
    std::map<Timer, TimePoint> timers;
    std::vector<TimePoint> requests;
    std::vector<std::pair<TimePoint, Event>> answers;  // in their order
    shadow::Section reported;
    shadow::Version version = 0;
    TimePoint now = kStart;
    const auto take = [&](const Event& event) {
      std::vector<Action> actions;
      machine_.step(event, now, actions);
      for (const Action& action : actions) {
        if (const auto* arm = std::get_if<Arm>(&action)) timers[arm->timer] = arm->when;
        if (const auto* disarm = std::get_if<Disarm>(&action)) timers.erase(disarm->timer);
        if (std::holds_alternative<Get>(action) || std::holds_alternative<Report>(action))
          requests.push_back(now);
        if (const auto* get = std::get_if<Get>(&action)) {
          answers.emplace_back(now + 20ms, GetRejected{rejected(404, get->client_token)});
        } else if (const auto* report = std::get_if<Report>(&action)) {
          if (random.below(40) == 0) {
            answers.emplace_back(now + 20ms, UpdateRejected{rejected(429, report->client_token)});
          } else {
            reported.merge(report->reported);
            answers.emplace_back(now + 20ms, accepted(++version, report->client_token));
          }
        }
      }
    };
    take(Connected{});
    take(SubscribeAnswered{true});
    const TimePoint last_switch = kStart + 20s;
    TimePoint next_switch = now;
    while (next_switch < last_switch || machine_.is_at_work()) {
      TimePoint next = next_switch < last_switch ? next_switch : TimePoint::max();
      if (!answers.empty()) next = std::min(next, answers.front().first);
      for (const auto& [timer, when] : timers)
        next = std::min(next, when);
      ASSERT_LT(next, kStart + 10min) << "seed " << seed << ": it never comes to rest";
      now = std::max(now, next);
      if (!answers.empty() && answers.front().first <= now) {
        const Event answer = answers.front().second;
        answers.erase(answers.begin());
        take(answer);
      } else if (next_switch <= now && next_switch < last_switch) {
        take(LocalChange{section(fmt::format(R"({{"n":{}}})", random.below(1'000))), false});
        next_switch = now + (random.below(50) == 0 ? Duration{2s} : random.exponential(Rate{100}));
      } else {
        const auto due =
            std::ranges::find_if(timers, [&](const auto& timer) { return timer.second <= now; });
        const Timer timer = due->first;
        timers.erase(due);
        take(TimerRang{timer});
      }
    }
    EXPECT_EQ(text(reported), text(machine_.own_state())) << "seed " << seed;
    EXPECT_GT(requests.size(), 100U);
    for (std::size_t first = 0; first < requests.size(); ++first) {
      for (std::size_t last = first; last < requests.size(); ++last) {
        const double window =
            std::chrono::duration<double>(requests[last] - requests[first]).count();
        ASSERT_LE(static_cast<double>(last - first + 1), 17 + 17 * window + 1e-6)
            << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace shadowsim::light
