#include "sim/mqtt/paho/prompt_poll.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <poll.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "sim/mqtt/paho/interposition.h"
#include "sim/mqtt/paho/paho_session.h"
#include "sim/time/system_clock.h"
#include "tests/mqtt/inbox.h"

namespace shadowsim::mqtt::paho {
namespace {

using namespace std::chrono_literals;
using endpoint::BrokerProcess;

TEST(PromptPoll, FindsPahoAmongTheLibraries) {
  ASSERT_TRUE(start_prompt_poll());
  EXPECT_TRUE(start_prompt_poll()) << "a second time";
  EXPECT_FALSE(is_paho(__builtin_return_address(0)));
  EXPECT_FALSE(is_paho(nullptr));
}

TEST(PromptPoll, LeavesOtherPollsAlone) {
  ASSERT_TRUE(start_prompt_poll());
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  wake_receive_thread();
  pollfd nothing{ends[0], POLLIN, 0};
  EXPECT_EQ(poll(&nothing, 1, 1), 0);
  ASSERT_EQ(write(ends[1], "x", 1), 1);
  EXPECT_EQ(poll(&nothing, 1, 10'000), 1);
  pollfd closed{ends[0], POLLIN, 0};
  close(ends[0]);
  close(ends[1]);
  EXPECT_EQ(poll(&closed, 1, 10'000), 1);
  EXPECT_EQ(closed.revents, POLLNVAL);
}

TEST(PromptPoll, KeepsErrnoWhenItWakes) {
  errno = EPIPE;
  wake_receive_thread();
  EXPECT_EQ(errno, EPIPE);
}

// Times of Paho's receive thread that begin when nothing is going on: each would be up to a second
// and more without the cure.
class IdlePaho : public testing::Test {
 protected:
  void SetUp() override {
    auto broker = BrokerProcess::start({});
    ASSERT_TRUE(broker.has_value()) << broker.error().message;
    broker_.emplace(*std::move(broker));
    factory_.emplace(Endpoint{Transport::kTcp, "127.0.0.1", broker_->port(), {}, ""}, clock_);
  }

  // The time from connect() to Connected.
  Duration time_connect(std::uint32_t id) {
    sessions_.push_back(factory_->make({SessionId{id}, "light-" + std::to_string(id)}, inbox_));
    const TimePoint before = clock_.now();
    sessions_.back()->connect();
    const auto delivery = inbox_.take();
    EXPECT_TRUE(delivery && std::holds_alternative<Connected>(delivery->event));
    return delivery ? delivery->at - before : Duration::max();
  }

  SystemClock clock_;
  std::optional<BrokerProcess> broker_;
  Inbox inbox_;
  std::optional<PahoSessionFactory> factory_;
  std::vector<std::unique_ptr<Session>> sessions_;
};

TEST_F(IdlePaho, ConnectsAtOnceBesideIdleSessions) {
  std::vector<Duration> times;
  for (std::uint32_t id = 0; id < 20; ++id)
    times.push_back(time_connect(id));
  std::ranges::sort(times);
  EXPECT_LT(times[times.size() / 2], 50ms);
}

TEST_F(IdlePaho, ReceivesAtOnceAfterAnIdleSecond) {
  time_connect(0);
  sessions_[0]->subscribe({"topic"});
  ASSERT_TRUE(inbox_.take_event<Subscribed>());
  std::vector<Duration> times;
  for (PublishTag tag = 0; tag < 5; ++tag) {
    // Idle for a little more than a second, which is when Paho would sleep.
    ASSERT_FALSE(inbox_.take(1'020ms).has_value());
    const TimePoint before = clock_.now();
    sessions_[0]->publish({tag, "topic", "", Qos::kAtMostOnce});
    const auto delivery = inbox_.take();
    ASSERT_TRUE(delivery);
    times.push_back(delivery->at - before);
  }
  std::ranges::sort(times);
  EXPECT_LT(times[times.size() / 2], 30ms);
}

// Messages that fill the socket's buffers in both directions, so that for most of the time it cannot
// be written to.
TEST_F(IdlePaho, SendsWhatAFullSocketDidNotTakeAtOnce) {
  time_connect(0);
  sessions_[0]->subscribe({"topic"});
  ASSERT_TRUE(inbox_.take_event<Subscribed>());
  constexpr PublishTag kMessages = 200;
  const std::string payload(100'000, 'x');
  for (PublishTag tag = 0; tag < kMessages; ++tag)
    sessions_[0]->publish({tag, "topic", payload, Qos::kAtLeastOnce});
  PublishTag arrived = 0;
  while (arrived < kMessages) {
    const auto delivery = inbox_.take();
    ASSERT_TRUE(delivery) << "after " << arrived << " messages";
    if (std::holds_alternative<MessageArrived>(delivery->event)) ++arrived;
  }
}

}  // namespace
}  // namespace shadowsim::mqtt::paho
