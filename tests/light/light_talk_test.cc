#include "sim/light/light_talk.h"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace shadowsim::light {
namespace {

using namespace std::chrono_literals;

shadow::Section section(std::string_view json) {
  return shadow::Section::parse(json).value();
}

// A talk about lamp's color, whose tokens are t1, t2, ...; the first is the get's.
std::string text(const shadow::Section& state) {
  std::string json;
  shadow::append_state(json, state);
  return json;
}

class LightTalkTest : public testing::Test {
 protected:
  explicit LightTalkTest(bool sets_desired = true)
      : talk_{{.thing = "lamp",
               .shadow = "",
               .property = "color",
               .sets_desired = sets_desired,
               .token_prefix = "t",
               .answer_timeout = 10s,
               .random = Random{1}}} {}

  // What was said and what was sent, one line each; complaints begin with "! ", requests with "> ".
  std::string take(const Talk& talk) {
    std::string words;
    for (const auto& line : talk.lines)
      words += fmt::format("{}{}\n", line.is_complaint ? "! " : "", line.text);
    for (const auto& action : talk.actions) {
      if (const auto* const get = std::get_if<Get>(&action))
        words += fmt::format("> get {}\n", get->client_token);
      if (const auto* const report = std::get_if<Report>(&action))
        words += fmt::format("> {} reported {} desired {}\n", report->client_token,
                             text(report->reported),
                             report->desired.empty() ? "" : text(report->desired));
    }
    return words;
  }

  std::string hear(const Event& event) {
    Talk talk;
    talk_.hear(event, TimePoint{1h}, talk);
    return take(talk);
  }

  std::string type(std::string_view line) {
    Talk talk;
    talk_.type(line, TimePoint{1h}, talk);
    return take(talk);
  }

  // Somebody's update was accepted.
  std::string updated(shadow::Version version, std::string token, std::string_view desired,
                      std::string_view reported) {
    Talk talk;
    talk_.hear_update({.version = version,
                       .client_token = std::move(token),
                       .timestamp = {},
                       .has_desired = desired != "{}",
                       .has_reported = reported != "{}"},
                      section(desired), section(reported), TimePoint{1h}, talk);
    return take(talk);
  }

  std::string held(shadow::Version version, std::string token, std::string_view desired,
                   std::string_view reported) {
    const auto wanted = section(desired);
    const auto is = section(reported);
    return hear(shadow::GetAccepted{.version = version,
                                    .client_token = std::move(token),
                                    .timestamp = {},
                                    .desired = wanted,
                                    .reported = is,
                                    .delta = shadow::difference(wanted, is)});
  }

  static GetRejected not_found(std::string token) {
    return {{.code = 404, .message = "No shadow exists", .client_token = std::move(token)}};
  }

  void connect() {
    hear(Connected{});
    hear(SubscribeAnswered{true});
  }

  // Online at version 1 with a red light.
  void go_online() {
    connect();
    held(1, "t1", R"({"color":"red"})", R"({"color":"red"})");
  }

  LightTalk talk_;
};

class ReportedOnlyTalkTest : public LightTalkTest {
 protected:
  ReportedOnlyTalkTest() : LightTalkTest{false} {}
};

// --- what goes wrong --------------------------------------------------------------------------

TEST_F(LightTalkTest, EndsWhereItMayNotSubscribeOrRead) {
  hear(Connected{});
  hear(SubscribeAnswered{false});
  EXPECT_EQ(talk_.failure(), "we may not subscribe to the answers of the shadow");
}

TEST_F(LightTalkTest, SaysWhatTheServiceSaidOfAReadThatItRefuses) {
  connect();
  EXPECT_EQ(hear(GetRejected{{.code = 403, .message = "Forbidden", .client_token = "t1"}}),
            "! refused: 403 Forbidden\n");
  EXPECT_EQ(talk_.failure(), "we may not read the shadow: 403 Forbidden");
}

TEST_F(LightTalkTest, SaysThatAValueWasRefusedAndGoesOnWithTheNext) {
  go_online();
  type("blue");
  EXPECT_EQ(type("green"), "");
  EXPECT_EQ(hear(UpdateRejected{{.code = 413, .message = "Too large", .client_token = "t2"}}),
            "! refused: 413 Too large\n"
            "> t3 reported {\"color\":\"green\"} desired {\"color\":\"green\"}\n");
}

TEST_F(LightTalkTest, SaysThatTheBrokerRefusedAValue) {
  go_online();
  type("blue");
  EXPECT_EQ(hear(PublishRefused{.client_token = "t2", .code = 0x87, .worth_retrying = false}),
            "! refused: the broker's reason is 0x87\n");
  talk_.end_input();
  EXPECT_TRUE(talk_.is_done());
}

TEST_F(LightTalkTest, RefusesNullAndGoesOn) {
  go_online();
  EXPECT_TRUE(type("null").starts_with("! null is no value of a light"));
  EXPECT_NE(type("blue"), "");
}

TEST_F(LightTalkTest, SendsAValueAgainWhoseAnswerDoesNotCome) {
  go_online();
  type("blue");
  EXPECT_EQ(hear(TimerRang{Timer::kAnswer}),
            "! no answer from a shadow service for 10 s; asking again\n"
            "> get t3\n"
            "> t4 reported {\"color\":\"blue\"} desired {\"color\":\"blue\"}\n");
}

TEST_F(LightTalkTest, SendsAValueAgainThatWasUnderWayWhenTheConnectionWasLost) {
  go_online();
  type("blue");
  hear(Disconnected{});
  talk_.end_input();
  EXPECT_FALSE(talk_.is_done());
  connect();
  const std::string words = held(1, "t3", R"({"color":"red"})", R"({"color":"red"})");
  EXPECT_NE(words.find(R"(reported {"color":"blue"} desired {"color":"blue"})"), std::string::npos)
      << words;
}

TEST_F(LightTalkTest, IsDoneWithoutAConnectionIfNothingTypedIsOpen) {
  go_online();
  hear(Disconnected{});
  EXPECT_FALSE(talk_.is_done());
  type("quit");
  EXPECT_TRUE(talk_.is_done());
}

// --- the start --------------------------------------------------------------------------------

TEST_F(LightTalkTest, SaysWhatTheServiceHoldsAndOverwritesNothing) {
  connect();
  EXPECT_EQ(held(7, "t1", R"({"color":"red"})", R"({"color":"red","x":1})"),
            "the shadow of lamp holds color: reported \"red\", desired \"red\" (version 7)\n");
}

TEST_F(LightTalkTest, AppliesWhatWasDesiredWhileItWasAway) {
  connect();
  EXPECT_EQ(held(7, "t1", R"({"color":{"r":9}})", R"({"color":"red"})"),
            "the shadow of lamp holds color: reported \"red\", desired {\"r\":9} (version 7)\n"
            "desired: color {\"r\":9}\n"
            "> t2 reported {\"color\":{\"r\":9}} desired \n");
  EXPECT_EQ(updated(8, "t2", "{}", R"({"color":{"r":9}})"),
            "accepted: color {\"r\":9} reported (version 8)\n");
}

TEST_F(LightTalkTest, MakesAShadowWithTheDefaultValueWhereThereIsNone) {
  connect();
  EXPECT_EQ(hear(not_found("t1")),
            "lamp has no shadow yet\n"
            "color \"off\" by default\n"
            "> t2 reported {\"color\":\"off\"} desired {\"color\":\"off\"}\n");
  EXPECT_EQ(updated(1, "t2", R"({"color":"off"})", R"({"color":"off"})"),
            "accepted: color \"off\" reported and desired (version 1)\n");
}

TEST_F(LightTalkTest, GivesAShadowWithoutThePropertyTheDefaultValue) {
  connect();
  EXPECT_EQ(held(3, "t1", "{}", R"({"x":1})"),
            "the shadow of lamp holds color: reported none, desired none (version 3)\n"
            "color \"off\" by default\n"
            "> t2 reported {\"color\":\"off\"} desired {\"color\":\"off\"}\n");
}

TEST_F(LightTalkTest, DoesNotTakeAnothersNotFoundForItsOwn) {
  connect();
  EXPECT_EQ(hear(not_found("another")), "");
}

TEST_F(LightTalkTest, ReadsAgainAfterAReconnectAndSaysWhatIsHeldThen) {
  go_online();
  hear(Disconnected{});
  connect();
  EXPECT_EQ(held(9, "t2", R"({"color":"red"})", R"({"color":"red"})"),
            "the shadow of lamp holds color: reported \"red\", desired \"red\" (version 9)\n");
}

// --- typing -----------------------------------------------------------------------------------

TEST_F(LightTalkTest, KeepsWhatIsTypedTooEarlyUntilTheShadowIsRead) {
  EXPECT_EQ(type("blue"), "");
  connect();
  EXPECT_EQ(held(1, "t1", R"({"color":"red"})", R"({"color":"red"})"),
            "the shadow of lamp holds color: reported \"red\", desired \"red\" (version 1)\n"
            "> t2 reported {\"color\":\"blue\"} desired {\"color\":\"blue\"}\n");
}

TEST_F(LightTalkTest, SendsOneValueAfterTheOther) {
  go_online();
  EXPECT_EQ(type(" blue\r"), "> t2 reported {\"color\":\"blue\"} desired {\"color\":\"blue\"}\n");
  EXPECT_EQ(type("green"), "");
  EXPECT_EQ(type(""), "");
  EXPECT_EQ(updated(2, "t2", R"({"color":"blue"})", R"({"color":"blue"})"),
            "accepted: color \"blue\" reported and desired (version 2)\n"
            "> t3 reported {\"color\":\"green\"} desired {\"color\":\"green\"}\n");
}

TEST_F(LightTalkTest, IsDoneWhenTheInputHasEndedAndAllIsAnswered) {
  go_online();
  type("blue");
  EXPECT_FALSE(talk_.is_done());
  type("quit");
  EXPECT_FALSE(talk_.is_done());
  EXPECT_EQ(type("green"), "");  // after the end
  updated(2, "t2", R"({"color":"blue"})", R"({"color":"blue"})");
  EXPECT_TRUE(talk_.is_done());
}

TEST_F(LightTalkTest, IsNotDoneBeforeItHasReadTheShadow) {
  type("quit");
  connect();
  EXPECT_FALSE(talk_.is_done());
  held(1, "t1", "{}", R"({"color":"red"})");
  EXPECT_TRUE(talk_.is_done());
}

TEST_F(ReportedOnlyTalkTest, LeavesDesiredAlone) {
  go_online();
  EXPECT_EQ(type("blue"), "> t2 reported {\"color\":\"blue\"} desired \n");
  EXPECT_EQ(updated(2, "t2", "{}", R"({"color":"blue"})"),
            "accepted: color \"blue\" reported (version 2)\n");
}

// --- changes from elsewhere -------------------------------------------------------------------

TEST_F(LightTalkTest, ShowsAndAppliesADelta) {
  go_online();
  EXPECT_EQ(updated(2, "app", R"({"color":"blue"})", "{}"), "");
  EXPECT_EQ(hear(shadow::Delta{.version = 2,
                               .client_token = "app",
                               .timestamp = {},
                               .state = section(R"({"color":"blue","a\nb":1})")}),
            "desired: \"a\\nb\" 1, color \"blue\"\n"
            "> t2 reported {\"a\\nb\":1,\"color\":\"blue\"} desired \n");
}

TEST_F(LightTalkTest, ShowsAndAppliesADesiredChangeThatMakesNoDelta) {
  go_online();
  EXPECT_EQ(updated(2, "other-1", R"({"color":"blue"})", R"({"color":"blue"})"),
            "desired: color \"blue\"\n"
            "> t2 reported {\"color\":\"blue\"} desired \n");
  // The broker may deliver twice.
  EXPECT_EQ(updated(2, "other-1", R"({"color":"blue"})", R"({"color":"blue"})"), "");
}

TEST_F(LightTalkTest, LeavesToTheDeltaWhatAnotherSessionDesiresOtherwiseThanItReports) {
  go_online();
  EXPECT_EQ(updated(2, "other-1", R"({"color":"blue"})", R"({"color":"green"})"), "");
}

TEST_F(LightTalkTest, IgnoresAnUpdateThatIsOlderThanAnother) {
  go_online();
  updated(3, "other-2", R"({"color":"green"})", R"({"color":"green"})");
  EXPECT_EQ(updated(2, "other-1", R"({"color":"blue"})", R"({"color":"blue"})"), "");
}

TEST_F(LightTalkTest, IgnoresWhatOthersOnlyReport) {
  go_online();
  EXPECT_EQ(updated(2, "other-1", "{}", R"({"color":"blue"})"), "");
}

}  // namespace
}  // namespace shadowsim::light
