#include "sim/probe/rate_probe.h"

#include <chrono>
#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "sim/probe/loads.h"
#include "sim/quota/token_bucket.h"
#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::PacketType;
using packet::Version;

Steps publishes(double configured) {
  return [configured](Desk& desk) {
    const RateTask task{
        .configured = configured,
        .burst = configured,
        .offered = 2 * configured,
        .window = 10s,
        .load = std::make_shared<PublishLoad>(PublishLoad::Form{.versions = {Version::kMqtt5}})};
    return find_rate(desk, task);
  };
}

// Lets in, and acknowledges publishes as fast as that; the surplus as `refuse` says.
Answering throttled(double rate, std::function<std::vector<Event>(Line, std::uint16_t)> refuse) {
  const auto bucket = std::make_shared<std::optional<quota::TokenBucket>>();
  return [=](Line line, const packet::Frame& frame, TimePoint now) -> std::vector<Event> {
    if (frame.type() == PacketType::kConnect) return {connack(line, 0)};
    if (!*bucket) bucket->emplace(Rate{rate}, static_cast<std::uint64_t>(rate), now);
    const auto publish = packet::read_publish(frame, Version::kMqtt5);
    if ((*bucket)->take(1, now)) return {puback(line, publish->packet_id, 0)};
    return refuse(line, publish->packet_id);
  };
}

std::vector<Event> told(Line line, std::uint16_t id) {
  return {puback(line, id, 0x97)};
}

TEST(RateProbe, ARateThatIsNotLimitedIsAbsent) {
  const Finding finding = play_alone(publishes(100), throttled(1e6, told));
  EXPECT_EQ(finding.verdict, Verdict::kAbsent);
  EXPECT_EQ(finding.found, std::nullopt);
  EXPECT_EQ(finding.tried_up_to, 200);
}

TEST(RateProbe, ARateElsewhereIsFoundThereAndDiffers) {
  for (const double actual : {50.0, 90.0, 110.0, 130.0}) {
    const Finding finding = play_alone(publishes(100), throttled(actual, told));
    EXPECT_EQ(finding.verdict, Verdict::kDiffers) << actual;
    EXPECT_NEAR(finding.found.value_or(0), actual, 0.011 * actual);
  }
}

TEST(RateProbe, FindsARateAndWhatIsSeenBeyondIt) {
  for (const double rate : {5.0, 40.0, 100.0, 3000.0}) {
    const Finding finding = play_alone(publishes(rate), throttled(rate, told));
    EXPECT_EQ(finding.verdict, Verdict::kHolds) << rate;
    EXPECT_NEAR(finding.found.value_or(0), rate, 0.03 * rate);
    EXPECT_EQ(saw_text(finding), "PUBACK 0x97");
    ASSERT_TRUE(finding.recovered_after.has_value());
    EXPECT_LE(*finding.recovered_after, 600ms);
  }
}

TEST(RateProbe, SilenceIsARefusal) {
  const Finding finding = play_alone(
      publishes(100), throttled(100, [](Line, std::uint16_t) { return std::vector<Event>{}; }));
  EXPECT_EQ(finding.verdict, Verdict::kHolds);
  EXPECT_EQ(saw_text(finding), "silence");
}

TEST(RateProbe, AnEndpointThatEndsTheConnectionIsSeen) {
  const Finding finding =
      play_alone(publishes(100), throttled(100, [](Line line, std::uint16_t) {
                   return std::vector<Event>{disconnect(line, 0x97), Ended{line}};
                 }));
  EXPECT_EQ(saw_text(finding), "DISCONNECT 0x97");
  EXPECT_TRUE(finding.recovered_after.has_value()) << "it has come in again";
}

TEST(RateProbe, IsBrokenWhereNobodyGetsIn) {
  const Finding finding =
      play_alone(publishes(100), [](Line line, const packet::Frame&, TimePoint) {
        return std::vector<Event>{connack(line, 0x97)};
      });
  EXPECT_EQ(finding.verdict, Verdict::kBroken);
  EXPECT_NE(finding.remark, "");
}

}  // namespace
}  // namespace shadowsim::probe
