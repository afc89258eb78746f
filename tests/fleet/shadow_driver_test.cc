#include "sim/fleet/shadow_driver.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/fleet/fake_sessions.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;
using shadow::TopicKind;

scenario::Fleet fleet_of(std::size_t shadows) {
  scenario::Fleet made;
  made.answer_timeout = 10s;
  made.shadows.clear();
  for (std::size_t i = 0; i < shadows; ++i)
    made.shadows.push_back({std::string(i, 's'), {{"color", R"("red")"}}});
  return made;
}

// A light's second shadow of three, called "s"; light_driver_test.cc has the whole light.
class ShadowDriverTest : public testing::Test {
 protected:
  void subscribe() {
    driver_.on_up(fake_.time.now());
    driver_.on_subscribed({{1, 1, 1, 1, 1}}, fake_.time.now());
  }
  void arrives(TopicKind kind, const std::string& payload) {
    driver_.on_message(kind, payload, fake_.time.now());
  }
  void make_ready() {
    subscribe();
    arrives(TopicKind::kGetRejected, R"({"code":404,"message":"","clientToken":"light-7.1-1"})");
    arrives(TopicKind::kUpdateAccepted, R"({"version":1,"clientToken":"light-7.1-2"})");
  }

  FakeWorkplace fake_;
  FakeSession::Journal journal_;
  FakeSession session_{journal_};
  scenario::Fleet fleet_ = fleet_of(3);
  Outbox outbox_{fake_.workplace, session_, 3};
  ShadowDriver driver_{fake_.workplace,           fake_.ledger, outbox_,  fleet_,
                       {LightId{7}, ShadowId{1}}, "lamp",       Random{1}};
};

TEST_F(ShadowDriverTest, GivesUpWithoutTheSubscription) {
  driver_.on_up(fake_.time.now());
  driver_.on_subscribed({{1, mqtt::kNotAuthorized, 1, 1, 1}}, fake_.time.now());
  EXPECT_TRUE(driver_.has_given_up());
}

TEST_F(ShadowDriverTest, IsSubscribedWhenTheLastFilterIsGrantedAndOnlineWhenItHasReadItsShadow) {
  auto& subscribed = fake_.measurements.subscribed;
  auto& online = fake_.measurements.online;
  for (measure::Presence* const presence : {&subscribed, &online}) {
    presence->expect(1);
    presence->connecting(fake_.time.now());
  }
  make_ready();
  ASSERT_EQ(subscribed.full_fleet().after, 0s);
  ASSERT_EQ(online.full_fleet().after, 0s);
  driver_.on_down(fake_.time.now(), false);
  fake_.time.run_for(1s);
  driver_.on_up(fake_.time.now());
  driver_.on_subscribed({{1, 1, mqtt::kQuotaExceeded, 1, 1}}, fake_.time.now());
  fake_.time.run_for(3s);
  EXPECT_FALSE(subscribed.full_fleet().again_after) << "one filter was refused";
  driver_.on_subscribed({{1}}, fake_.time.now());
  EXPECT_EQ(subscribed.full_fleet().again_after, 4s);
  EXPECT_FALSE(online.full_fleet().again_after);
  fake_.time.run_for(1s);
  arrives(TopicKind::kGetRejected, R"({"code":404,"message":"","clientToken":"light-7.1-3"})");
  EXPECT_EQ(online.full_fleet().again_after, 5s);
}

TEST_F(ShadowDriverTest, AsksAgainForTheRefusedFiltersOnlyWhereAQuotaWasInTheWay) {
  driver_.on_up(fake_.time.now());
  driver_.on_subscribed({{1, 1, mqtt::kQuotaExceeded, 1, 1}}, fake_.time.now());
  EXPECT_EQ(journal_.subscribes.size(), 1U);
  fake_.time.run_for(1s);
  ASSERT_EQ(journal_.subscribes.size(), 2U);
  EXPECT_EQ(journal_.subscribes.back(), std::vector{journal_.subscribes.front().at(2)});
  EXPECT_TRUE(journal_.publishes.empty()) << "it asks for its shadow when it can hear the answer";
  driver_.on_subscribed({{1}}, fake_.time.now());
  EXPECT_EQ(journal_.publishes.size(), 1U);
}

TEST_F(ShadowDriverTest, CountsWhatItSawOfRefusals) {
  driver_.on_up(fake_.time.now());
  driver_.on_subscribed({{1, 0x97, 1, 0x97, 1}}, fake_.time.now());
  fake_.time.run_for(1s);
  driver_.on_subscribed({{1, 1}}, fake_.time.now());
  arrives(TopicKind::kGetRejected, R"({"code":404,"message":"","clientToken":"light-7.1-1"})");
  arrives(TopicKind::kUpdateRejected, R"({"code":429,"message":"","clientToken":"light-7.1-2"})");
  arrives(TopicKind::kUpdateRejected, R"({"code":429,"message":"","clientToken":"somebody"})");
  fake_.time.run_for(2s);
  driver_.on_publish_completed({journal_.publishes.back().tag, true, mqtt::kQuotaExceeded},
                               fake_.time.now());
  fake_.time.run_for(2s);
  driver_.on_publish_completed({journal_.publishes.back().tag, true, mqtt::kUnspecifiedError},
                               fake_.time.now());
  fake_.time.run_for(19s);
  using Codes = measure::RefusalsSeen::Codes;
  using Kind = measure::RefusalKind;
  const auto& seen = fake_.measurements.refusals_seen;
  EXPECT_EQ(seen.codes(Kind::kSubscribe), (Codes{{"0x97", 2}}));
  EXPECT_EQ(seen.codes(Kind::kPublish), (Codes{{"0x97", 1}})) << "the other one is the link's";
  EXPECT_EQ(seen.codes(Kind::kShadow), (Codes{{"429", 1}, {"silence", 1}}))
      << "a 404 is how a light learns that it has no shadow yet";
}

TEST_F(ShadowDriverTest, ASilenceMakesRoomForOtherRequests) {
  fake_.workplace.manners.requests_open_max = 1;
  subscribe();
  EXPECT_EQ(journal_.publishes.size(), 1U);
  fake_.time.run_for(10s);
  EXPECT_EQ(journal_.publishes.size(), 2U) << "the first get is given up, the second one sent";
}

TEST_F(ShadowDriverTest, SpeaksOnTheTopicsOfItsShadow) {
  make_ready();
  EXPECT_TRUE(driver_.is_ready());
  EXPECT_EQ(driver_.key(), (shadow::ShadowKey{"lamp", "s"}));
  EXPECT_EQ(journal_.publishes.at(0).topic, "$aws/things/lamp/shadow/name/s/get");
  EXPECT_EQ(journal_.publishes.at(1).topic, "$aws/things/lamp/shadow/name/s/update");
}

TEST_F(ShadowDriverTest, TagsItsPublishesApartFromThoseOfTheOtherShadows) {
  make_ready();
  for (const auto& publish : journal_.publishes)
    EXPECT_EQ(publish.tag % 3, 1U);
  EXPECT_NE(journal_.publishes.at(0).tag, journal_.publishes.at(1).tag);
}

TEST_F(ShadowDriverTest, AQuestionThatIsLostWithTheConnectionWasNotAsked) {
  make_ready();
  driver_.check();
  EXPECT_EQ(driver_.check_result(), ShadowDriver::Check::kAsked);
  driver_.on_down(fake_.time.now(), false);
  EXPECT_EQ(driver_.check_result(), ShadowDriver::Check::kNone);
}

TEST_F(ShadowDriverTest, ALightThatWorksOnADifferenceIsAskedAgainWhenItIsDone) {
  make_ready();
  driver_.check();
  arrives(TopicKind::kGetAccepted,
          R"({"version":2,"state":{"desired":{"color":"blue"},"reported":{"color":"red"},)"
          R"("delta":{"color":"blue"}},"clientToken":"light-7.1-3"})");
  EXPECT_EQ(driver_.check_result(), ShadowDriver::Check::kWorking);
  const auto published = journal_.publishes.size();
  driver_.check();
  EXPECT_EQ(journal_.publishes.size(), published) << "its report is on its way";
  arrives(TopicKind::kUpdateAccepted, R"({"version":3,"clientToken":"light-7.1-4"})");
  driver_.check();
  EXPECT_EQ(driver_.check_result(), ShadowDriver::Check::kAsked);
  arrives(TopicKind::kGetAccepted,
          R"({"version":3,"state":{"desired":{"color":"blue"},"reported":{"color":"blue"}},)"
          R"("clientToken":"light-7.1-5"})");
  EXPECT_EQ(driver_.check_result(), ShadowDriver::Check::kInSync);
}

TEST_F(ShadowDriverTest, ALightThatIsNeverDoneIsDivergentInTheEnd) {
  make_ready();
  for (int number = 3; driver_.check_result() != ShadowDriver::Check::kDivergent; number += 2) {
    ASSERT_LT(number, 20);
    driver_.check();
    arrives(TopicKind::kGetAccepted,
            fmt::format(R"({{"version":{0},"state":{{"desired":{{"color":"blue"}},)"
                        R"("delta":{{"color":"blue"}}}},"clientToken":"light-7.1-{0}"}})",
                        number));
    arrives(TopicKind::kUpdateRejected,
            fmt::format(R"({{"code":400,"message":"","clientToken":"light-7.1-{}"}})", number + 1));
  }
}

TEST_F(ShadowDriverTest, AGetWhoseAnswerABrokenConnectionTookIsAskedAgain) {
  subscribe();
  const mqtt::PublishTag get = journal_.publishes.back().tag;
  driver_.on_publish_completed({get, true, mqtt::kUnspecifiedError}, fake_.time.now());
  EXPECT_FALSE(driver_.has_given_up());
  driver_.on_down(fake_.time.now(), false);
  subscribe();
  EXPECT_EQ(journal_.publishes.size(), 2U);
  driver_.on_publish_completed({journal_.publishes.back().tag, true, mqtt::kNotAuthorized},
                               fake_.time.now());
  EXPECT_TRUE(driver_.has_given_up());
}

TEST_F(ShadowDriverTest, SharesTheThingsQuotaWithTheOtherShadows) {
  make_ready();
  for (int version = 2; version < 12; ++version)
    arrives(TopicKind::kUpdateDelta,
            fmt::format(R"({{"version":{},"state":{{"color":{}}}}})", version, version));
  EXPECT_EQ(journal_.publishes.size(), 2U + 8 / 3);
}

}  // namespace
}  // namespace shadowsim::fleet
