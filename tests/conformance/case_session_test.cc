#include "sim/conformance/case_session.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/random.h"
#include "sim/time/virtual_time.h"
#include "sim/world/virtual_broker.h"
#include "sim/world/virtual_mailbox.h"

namespace shadowsim::conformance {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::HasSubstr;
using testing::SizeIs;

// Notes what it is told to subscribe to, and does nothing.
struct SilentSession final : mqtt::Session {
  explicit SilentSession(std::vector<std::vector<std::string>>& noted) : subscribes(noted) {}

  void connect() override {}
  void subscribe(std::vector<std::string> filters) override {
    subscribes.push_back(std::move(filters));
  }
  void publish(mqtt::Publish /*message*/) override {}
  void disconnect() override {}

  std::vector<std::vector<std::string>>& subscribes;
};

struct SilentSessions final : mqtt::SessionFactory {
  std::unique_ptr<mqtt::Session> make(const mqtt::SessionOptions& /*options*/,
                                      mqtt::Mailbox& /*mailbox*/) override {
    return std::make_unique<SilentSession>(subscribes);
  }

  std::vector<std::vector<std::string>> subscribes;
};

class CaseSessionTest : public testing::Test {
 protected:
  void make_session(mqtt::SessionFactory& sessions) {
    session_.emplace(std::vector<CaseOnThing>{{&good_, "t-1"}, {&bad_, "t-2"}, {&named_, "t-3"}},
                     mqtt::SessionOptions{.id = {}, .client_id = "c"}, Timing{}, time_, sessions,
                     mailbox_, [this](CaseSession::End how) { end_ = how; });
    mailbox_.set_handler([this](const mqtt::Delivery& delivery) { session_->on(delivery); });
    session_->start();
  }

  void deliver(mqtt::Event event) { session_->on({SessionId{}, time_.now(), std::move(event)}); }

  Case good_{"good", "", {}, {{0ms, "get", "", false, {{"get/rejected", R"({"code":404})"}}, {}}}};
  Case bad_{"bad", "", {}, {{0ms, "get", "", false, {{"get/rejected", R"({"code":405})"}}, {}}}};
  Case named_{"named",
              "",
              {},
              {{0ms,
                "name/s/update",
                R"({"state":{"desired":{"a":1}}})",
                false,
                {{"name/s/update/accepted", R"({"version":1})"}},
                {"update/accepted"}}}};

  VirtualTime time_;
  world::VirtualBroker broker_{time_, {}, Random{1}};
  world::VirtualMailbox mailbox_{time_};
  SilentSessions silent_;
  std::optional<CaseSession> session_;
  std::optional<CaseSession::End> end_;
};

TEST_F(CaseSessionTest, SaysWhyItCouldNotConnect) {
  broker_.refuse_connects(mqtt::kNotAuthorized);
  make_session(broker_);
  time_.run_for(1s);
  EXPECT_EQ(end_, CaseSession::End::kNotConnected);
  EXPECT_THAT(session_->failure(), HasSubstr("Not authorized"));
}

TEST_F(CaseSessionTest, CutsOffWhatIsUnderWayWhenTheConnectionIsLost) {
  make_session(broker_);
  time_.run_for(100ms);
  broker_.drop_all();
  time_.run_for(0s);
  EXPECT_EQ(end_, CaseSession::End::kConnectionLost);
  for (std::size_t index = 0; index < session_->size(); ++index)
    EXPECT_TRUE(session_->driver(index).was_cut_off());
  time_.run_for(10s);
  EXPECT_EQ(time_.armed(), 0U);
}

TEST_F(CaseSessionTest, FailsAllWhereASubscribeIsNotAnswered) {
  make_session(silent_);
  deliver(mqtt::Connected{});
  time_.run_for(3s);
  for (std::size_t index = 0; index < session_->size(); ++index)
    EXPECT_THAT(session_->driver(index).verdict().explanation, HasSubstr("SUBSCRIBE"));
}

TEST_F(CaseSessionTest, SubscribesToEightFiltersAtATimeAndFailsTheCaseOfARefusedOne) {
  make_session(silent_);
  deliver(mqtt::Connected{});
  std::vector<mqtt::ReasonCode> codes(8, mqtt::ReasonCode{1});
  deliver(mqtt::Subscribed{codes});
  codes[3] = mqtt::kNotAuthorized;
  deliver(mqtt::Subscribed{codes});
  codes[3] = 1;
  deliver(mqtt::Subscribed{codes});
  deliver(mqtt::Subscribed{codes});
  EXPECT_THAT(silent_.subscribes, SizeIs(4));
  EXPECT_THAT(silent_.subscribes, Each(SizeIs(8)));
  time_.run_for(0s);
  EXPECT_FALSE(session_->driver(0).is_over());
  ASSERT_TRUE(session_->driver(1).is_over());
  EXPECT_THAT(session_->driver(1).verdict().explanation,
              HasSubstr("t-2/shadow/get/rejected: SUBACK 0x87 (Not authorized)"));
  EXPECT_FALSE(session_->driver(2).is_over());
}

TEST_F(CaseSessionTest, PlaysAllAtATimeAndLeavesNoShadow) {
  make_session(broker_);
  time_.run_for(400ms);
  EXPECT_EQ(broker_.shadow_service().store().shadows(), 0U);
  time_.run_for(10s);
  EXPECT_EQ(end_, CaseSession::End::kDone);
  EXPECT_TRUE(session_->driver(0).verdict().passed);
  EXPECT_FALSE(session_->driver(1).verdict().passed);
  EXPECT_TRUE(session_->driver(2).verdict().passed);
  EXPECT_EQ(time_.armed(), 0U);
}

}  // namespace
}  // namespace shadowsim::conformance
