#include "sim/conformance/case_driver.h"

#include <memory>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/time/virtual_time.h"

namespace shadowsim::conformance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

// A session that notes what it is told to publish.
struct NotingSession final : mqtt::Session {
  void connect() override {}
  void subscribe(std::vector<std::string> /*filters*/) override {}
  void publish(mqtt::Publish message) override { published.push_back(std::move(message)); }
  void disconnect() override {}

  std::vector<mqtt::Publish> published;
};

constexpr mqtt::PublishTag kFirstTag = 7 << 16;

class CaseDriverTest : public testing::Test {
 protected:
  // One step that expects an accepted and no delta, and one after a pause that expects nothing.
  Case case_{"n",
             "",
             {},
             {{0ms, "update", "{}", false, {{"update/accepted", "{}"}}, {"update/delta"}},
              {500ms, "get", "", false, {}, {}}}};

  void start() {
    driver_.start();
    time_.run_for(0s);
  }

  void acknowledge(mqtt::ReasonCode code = mqtt::kSuccess, bool sent = true) {
    driver_.on(mqtt::PublishCompleted{session_.published.back().tag, sent, code});
  }

  void arrive(const std::string& suffix, const std::string& payload = "{}") {
    driver_.on(mqtt::MessageArrived{"$aws/things/t/shadow/" + suffix, payload, false});
  }

  VirtualTime time_;
  NotingSession session_;
  int over_ = 0;
  CaseDriver driver_{case_, "t", {}, kFirstTag, time_, session_, [this] { ++over_; }};
};

TEST_F(CaseDriverTest, FailsWhereTheRequestIsNotAcknowledgedInTime) {
  start();
  arrive("update/accepted");
  time_.run_for(2'999ms);
  EXPECT_FALSE(driver_.is_over());
  time_.run_for(1ms);
  ASSERT_THAT(session_.published, SizeIs(2)) << "it goes on to delete the shadow that it made";
  acknowledge();
  EXPECT_TRUE(driver_.is_over());
  EXPECT_EQ(over_, 1);
  EXPECT_THAT(driver_.verdict().explanation, HasSubstr("did not acknowledge the request in 3000"));
  EXPECT_EQ(time_.armed(), 0U);
}

TEST_F(CaseDriverTest, FailsWhereWhatIsExpectedDoesNotComeInTime) {
  start();
  acknowledge();
  time_.run_for(3s);
  EXPECT_TRUE(driver_.is_over());
  EXPECT_THAT(driver_.verdict().explanation, HasSubstr("update/accepted: one message"));
}

TEST_F(CaseDriverTest, FailsAtOnceWhereTheRequestIsRefused) {
  start();
  acknowledge(mqtt::kNotAuthorized);
  time_.run_for(0s);
  EXPECT_TRUE(driver_.is_over());
  EXPECT_THAT(driver_.verdict().explanation, HasSubstr("PUBACK 0x87 (Not authorized)"));
}

TEST_F(CaseDriverTest, FailsAtOnceWhereTheRequestCannotBeSent) {
  start();
  acknowledge(mqtt::kUnspecifiedError, false);
  time_.run_for(0s);
  EXPECT_TRUE(driver_.is_over());
  EXPECT_THAT(driver_.verdict().explanation, HasSubstr("could not be sent"));
}

TEST_F(CaseDriverTest, FailsWhereWhatMustNotComeDoesSoWithinTheQuietTime) {
  start();
  acknowledge();
  arrive("update/accepted");
  time_.run_for(199ms);
  arrive("update/delta");
  time_.run_for(200ms);
  EXPECT_THAT(driver_.verdict().explanation, HasSubstr("update/delta: nothing was expected"));
}

TEST_F(CaseDriverTest, AServiceThatNeverFallsSilentDoesNotHoldItUpForEver) {
  start();
  acknowledge();
  arrive("update/accepted");
  for (int tenths = 0; tenths < 33; ++tenths) {
    arrive("update/documents");
    time_.run_for(100ms);
  }
  time_.run_for(500ms);
  EXPECT_EQ(session_.published.back().topic, "$aws/things/t/shadow/get");
}

TEST_F(CaseDriverTest, ARefusedCaseFailsWithoutSayingAnything) {
  driver_.refuse("no way");
  time_.run_for(0s);
  EXPECT_TRUE(driver_.is_over());
  EXPECT_EQ(driver_.verdict().explanation, "no way");
  EXPECT_THAT(session_.published, SizeIs(0));
}

TEST_F(CaseDriverTest, CutOffByItsSessionItFailsAndArmsNothing) {
  start();
  driver_.abandon("lost");
  EXPECT_TRUE(driver_.was_cut_off());
  EXPECT_THAT(driver_.verdict().explanation, HasSubstr("step 1: lost"));
  EXPECT_EQ(time_.armed(), 0U);
  EXPECT_EQ(over_, 0);
}

TEST_F(CaseDriverTest, PlaysItsStepsInTheirTimeAndDeletesWhatItMade) {
  start();
  ASSERT_THAT(session_.published, SizeIs(1));
  EXPECT_EQ(session_.published[0].topic, "$aws/things/t/shadow/update");
  EXPECT_EQ(session_.published[0].qos, mqtt::Qos::kAtLeastOnce);
  EXPECT_GT(session_.published[0].tag, kFirstTag);
  arrive("update/accepted");  // before the acknowledgement, as it may
  acknowledge();
  time_.run_for(200ms + 499ms);
  ASSERT_THAT(session_.published, SizeIs(1)) << "quiet time and pause are not over";
  time_.run_for(1ms);
  ASSERT_THAT(session_.published, SizeIs(2));
  EXPECT_EQ(session_.published[1].topic, "$aws/things/t/shadow/get");
  acknowledge();
  time_.run_for(200ms);
  ASSERT_THAT(session_.published, SizeIs(3));
  EXPECT_EQ(session_.published[2].topic, "$aws/things/t/shadow/delete");
  EXPECT_FALSE(driver_.is_over());
  acknowledge();
  EXPECT_TRUE(driver_.is_over());
  EXPECT_FALSE(driver_.was_cut_off());
  EXPECT_TRUE(driver_.verdict().passed);
  EXPECT_EQ(time_.armed(), 0U);
}

TEST_F(CaseDriverTest, DeletesNothingThatTheCaseHasDeletedItself) {
  start();
  acknowledge();
  arrive("update/accepted");
  arrive("delete/accepted");
  time_.run_for(700ms);
  acknowledge();
  time_.run_for(200ms);
  EXPECT_THAT(session_.published, SizeIs(2));
  EXPECT_TRUE(driver_.is_over());
}

}  // namespace
}  // namespace shadowsim::conformance
