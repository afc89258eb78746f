#include "sim/background/holding.h"

#include <chrono>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "sim/probe/loads.h"
#include "sim/probe/span.h"
#include "tests/probe/alone.h"

namespace shadowsim::background {
namespace {

using namespace std::chrono_literals;
using packet::PacketType;
using packet::Version;
using probe::Event;
using probe::Finding;
using probe::Line;
using probe::Verdict;

// Lets in, and notes when each PUBLISH comes; each `refused_each`th one is refused, the others are not.
probe::Answering noting(std::vector<TimePoint>& came, std::size_t refused_each = 0) {
  return [&came, refused_each](Line line, const packet::Frame& frame,
                               TimePoint now) -> std::vector<Event> {
    if (frame.type() == PacketType::kConnect) return {probe::connack(line, 0)};
    const auto publish = packet::read_publish(frame, Version::kMqtt5);
    came.push_back(now);
    const bool is_refused = refused_each > 0 && came.size() % refused_each == 0;
    return {probe::puback(line, publish->packet_id, is_refused ? 0x97 : 0)};
  };
}

probe::Steps publishing(double per_second, std::uint32_t at_once) {
  return [=](probe::Desk& desk) {
    return hold_rate(desk, {.per_second = per_second,
                            .at_once = at_once,
                            .length = 30s,
                            .load = std::make_shared<probe::PublishLoad>(
                                probe::PublishLoad::Form{.versions = {Version::kMqtt5}})});
  };
}

TEST(HoldRate, IsEven) {
  std::vector<TimePoint> came;
  const Finding finding = play_alone(publishing(8, 1), noting(came));
  EXPECT_EQ(finding.verdict, Verdict::kHolds);
  EXPECT_NEAR(finding.found.value_or(0), 8, 0.1);
  for (std::size_t i = 1; i < came.size(); ++i)
    EXPECT_GE(came[i] - came[i - 1], 125ms);
}

TEST(HoldRate, SendsAsManyTogetherAsItIsTold) {
  std::vector<TimePoint> came;
  const Finding finding = play_alone(publishing(8, 4), noting(came));
  EXPECT_NEAR(finding.found.value_or(0), 8, 0.2);
  ASSERT_EQ(came.size() % 4, 0U);
  for (std::size_t i = 0; i < came.size(); i += 4) {
    EXPECT_EQ(came[i], came[i + 3]);
    if (i > 0) {
      EXPECT_EQ(came[i] - came[i - 4], 500ms);
    }
  }
}

TEST(HoldRate, CountsWhatIsRefused) {
  std::vector<TimePoint> came;
  const Finding finding = play_alone(publishing(10, 1), noting(came, 3));
  EXPECT_EQ(finding.verdict, Verdict::kDiffers);
  EXPECT_EQ(finding.saw.at({probe::Sight::Kind::kPuback, 0x97}), came.size() / 3);
}

TEST(HoldRate, SaysThatItWasNotLetIn) {
  const Finding finding =
      play_alone(publishing(10, 1), [](Line line, const packet::Frame&, TimePoint) {
        return std::vector<Event>{probe::connack(line, 0x97)};
      });
  EXPECT_EQ(finding.verdict, Verdict::kBroken);
  EXPECT_EQ(finding.remark, "could not connect and subscribe");
}

TEST(HoldRate, GoesOnAfterItsConnectionHasEnded) {
  std::size_t publishes = 0;
  const Finding finding =
      play_alone(publishing(10, 1),
                 [&](Line line, const packet::Frame& frame, TimePoint) -> std::vector<Event> {
                   if (frame.type() == PacketType::kConnect) return {probe::connack(line, 0)};
                   const auto publish = packet::read_publish(frame, Version::kMqtt5);
                   if (++publishes == 100)
                     return {probe::disconnect(line, 0x8E), probe::Ended{line}};
                   return {probe::puback(line, publish->packet_id, 0)};
                 });
  EXPECT_EQ(finding.verdict, Verdict::kDiffers);
  EXPECT_GT(publishes, 290U);
}

}  // namespace
}  // namespace shadowsim::background
