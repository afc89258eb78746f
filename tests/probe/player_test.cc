#include "sim/probe/player.h"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/probe/steps.h"
#include "sim/time/virtual_time.h"
#include "tests/probe/virtual_endpoint.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::Version;

// Wires that nobody is at the other end of; notes when each was opened.
class DeadWires final : public Wires {
 public:
  explicit DeadWires(const VirtualTime& time) : time_{time} {}

  void open(Wire /*wire*/, std::string /*packet*/) override { opened.push_back(time_.now()); }
  void send(Wire /*wire*/, std::string /*packets*/) override {}
  void close(Wire /*wire*/) override { ++closed; }

  std::vector<TimePoint> opened;
  int closed = 0;

 private:
  const VirtualTime& time_;
};

// Opens so many connections and waits for an hour.
Entry opening(int lines, bool is_paced) {
  Entry entry;
  entry.steps = [lines, is_paced](Desk& desk) {
    struct Local {
      static Sequence<Finding> play(Desk& at, int count, bool paced) {
        for (int i = 0; i < count; ++i)
          at.open(Version::kMqtt5, connect_packet(Version::kMqtt5, {.client_id = at.name()}),
                  paced);
        co_await rest(at, 1h);
        co_return Finding{.verdict = Verdict::kHolds};
      }
    };
    return Local::play(desk, lines, is_paced);
  };
  return entry;
}

quota::QuotaProfile profile(const std::string& text) {
  return *quota::read_profile_text(text, "test.yaml");
}

const std::string kFiftyConnects = "connect: {connect_requests_per_second_per_account: 50}";

TEST(Player, PacesConnectsAtHalfOfWhatTheAccountAllows) {
  VirtualTime time;
  DeadWires wires{time};
  Player player{time,
                wires,
                programme_to_find({opening(26, true), opening(25, true)}, profile(kFiftyConnects)),
                "t",
                {.found = nullptr, .ended = [] {}}};
  const TimePoint began = time.now();
  player.start();
  time.run_for(1s);
  EXPECT_EQ(wires.opened.size(), 25U);
  time.run_for(2s);
  EXPECT_EQ(wires.opened.size(), 51U);
  EXPECT_GE(wires.opened.back() - began, 2s);
}

TEST(Player, OpensAtOnceWhatAProbeWantsAtOnce) {
  VirtualTime time;
  DeadWires wires{time};
  Player player{time,
                wires,
                programme_to_find({opening(26, false)}, profile(kFiftyConnects)),
                "t",
                {.found = nullptr, .ended = [] {}}};
  player.start();
  time.run_for(1ms);
  EXPECT_EQ(wires.opened.size(), 26U);
}

TEST(Player, AStopBreaksWhatIsNotFound) {
  VirtualTime time;
  DeadWires wires{time};
  int ended = 0;
  Player player{time,
                wires,
                programme_to_find({opening(1, true), opening(1, true)}, profile(kFiftyConnects)),
                "t",
                {.found = nullptr, .ended = [&] { ++ended; }}};
  player.start();
  time.run_for(1s);
  player.stop("interrupted");
  time.run_for(5s);
  EXPECT_EQ(ended, 1);
  for (const Finding& finding : player.findings()) {
    EXPECT_EQ(finding.verdict, Verdict::kBroken);
    EXPECT_EQ(finding.remark, "interrupted");
  }
  EXPECT_EQ(wires.closed, 2) << "no connection stays behind";
}

TEST(Player, ARoundThatNeverEndsIsGivenUp) {
  VirtualTime time;
  DeadWires wires{time};
  bool has_ended = false;
  Player player{time,
                wires,
                programme_to_find({opening(1, true)}, profile(kFiftyConnects)),
                "t",
                {.found = nullptr, .ended = [&] { has_ended = true; }}};
  player.start();
  time.run_for(11min);
  EXPECT_TRUE(has_ended);
  EXPECT_THAT(player.findings().front().remark, testing::HasSubstr("too long"));
  EXPECT_EQ(time.armed(), 0U);
}

TEST(Player, AnEndpointThatDoesNotAnswerBreaksEveryProbe) {
  VirtualTime time;
  DeadWires wires{time};
  bool has_ended = false;
  const auto quotas = profile(kFiftyConnects);
  Player player{time,
                wires,
                programme_to_find(catalogue(quotas, {.quotas = {"topic_max_slashes"}}), quotas),
                "t",
                {.found = nullptr, .ended = [&] { has_ended = true; }}};
  player.start();
  time.run_for(10min);
  EXPECT_TRUE(has_ended);
  for (const Finding& finding : player.findings())
    EXPECT_EQ(finding.verdict, Verdict::kBroken);
}

}  // namespace
}  // namespace shadowsim::probe
