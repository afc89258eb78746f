#include "sim/probe/weight_probe.h"

#include <chrono>
#include <memory>
#include <optional>

#include <gtest/gtest.h>

#include "sim/probe/loads.h"
#include "sim/quota/token_bucket.h"
#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::PacketType;
using packet::Version;

// What is found of an account with 120/s, in which a request that should count four counts `weight`.
Finding find(std::uint64_t weight) {
  const Steps steps = [](Desk& desk) {
    const WeightTask task{.rate = {.configured = 30,
                                   .burst = 30,
                                   .offered = 60,
                                   .window = 10s,
                                   .load = std::make_shared<PublishLoad>(
                                       PublishLoad::Form{.versions = {Version::kMqtt5}})},
                          .per_second = 120};
    return find_weight(desk, task);
  };
  const auto bucket = std::make_shared<std::optional<quota::TokenBucket>>();
  return play_alone(
      steps, [=](Line line, const packet::Frame& frame, TimePoint now) -> std::vector<Event> {
        if (frame.type() == PacketType::kConnect) return {connack(line, 0)};
        if (!*bucket) bucket->emplace(Rate{120}, 120, now);
        const auto publish = packet::read_publish(frame, Version::kMqtt5);
        const bool is_taken = (*bucket)->take(weight, now);
        return {puback(line, publish->packet_id, is_taken ? 0 : 0x97)};
      });
}

TEST(WeightProbe, FindsAsHowManyARequestCounts) {
  const Finding holds = find(4);
  EXPECT_EQ(holds.verdict, Verdict::kHolds);
  EXPECT_EQ(holds.found, 4);
  const Finding differs = find(3);
  EXPECT_EQ(differs.verdict, Verdict::kDiffers);
  EXPECT_NEAR(differs.found.value_or(0), 3, 0.11);
  EXPECT_EQ(find(1).verdict, Verdict::kAbsent);
}

}  // namespace
}  // namespace shadowsim::probe
