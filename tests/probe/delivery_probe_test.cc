#include "sim/probe/delivery_probe.h"

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::PacketType;
using packet::Version;

// Delivers what one line publishes to another one that subscribes, up to `most` at a time without a PUBACK.
class Holding {
 public:
  explicit Holding(std::size_t most) : most_{most} {}

  std::vector<Event> answer(Line line, const packet::Frame& frame) {
    if (frame.type() == PacketType::kConnect) return {connack(line, 0)};
    if (frame.type() == PacketType::kSubscribe) {
      reader_ = line;
      const auto asked = packet::read_subscribe(frame, Version::kMqtt5);
      std::string bytes;
      packet::append_suback(bytes, Version::kMqtt5, asked->packet_id, std::string(1, '\1'), {});
      return {Arrived{line, bytes}};
    }
    if (frame.type() == PacketType::kPuback) {
      --under_way_;
      return deliver();
    }
    const auto sent = packet::read_publish(frame, Version::kMqtt5);
    held_.emplace_back(sent->payload);
    std::vector<Event> events = deliver();
    events.push_back(puback(line, sent->packet_id, 0));
    return events;
  }

 private:
  std::vector<Event> deliver() {
    if (held_.empty() || under_way_ == most_) return {};
    std::string bytes;
    packet::append_publish(
        bytes, Version::kMqtt5,
        {.qos = 1, .topic = "t", .packet_id = ++last_id_, .payload = held_.front()});
    held_.pop_front();
    ++under_way_;
    return {Arrived{reader_, bytes}};
  }

  std::size_t most_;
  Line reader_ = 0;
  std::size_t under_way_ = 0;
  std::uint16_t last_id_ = 0;
  std::deque<std::string> held_;
};

Finding find(std::size_t actual) {
  const Steps steps = [](Desk& desk) {
    const HoldTask task{.configured = 10, .up_to = 20, .per_second = 50};
    return find_hold(desk, task);
  };
  const auto endpoint = std::make_shared<Holding>(actual);
  return play_alone(steps, [endpoint](Line line, const packet::Frame& frame, TimePoint) {
    return endpoint->answer(line, frame);
  });
}

TEST(DeliveryProbe, FindsHowManyDeliveriesComeWithoutAnAcknowledgement) {
  const Finding holds = find(10);
  EXPECT_EQ(holds.verdict, Verdict::kHolds);
  EXPECT_EQ(holds.found, 10);
  EXPECT_EQ(saw_text(holds), "hold");
  EXPECT_EQ(holds.saw.begin()->second, 10U) << "of twenty";
  EXPECT_EQ(holds.recovered_after, 1ms) << "with the first acknowledgement the next one comes";
  EXPECT_EQ(find(7).found, 7);
  EXPECT_EQ(find(7).verdict, Verdict::kDiffers);
  EXPECT_EQ(find(100).verdict, Verdict::kAbsent);
}

TEST(DeliveryProbe, ADeliveryThatHoldsItsPlaceForEverIsNotGivenUp) {
  const Steps steps = [](Desk& desk) {
    const GiveUpTask task{{.configured = 10, .per_second = 50}, 5s};
    return find_give_up(desk, task);
  };
  const auto endpoint = std::make_shared<Holding>(10);
  const Finding finding =
      play_alone(steps, [endpoint](Line line, const packet::Frame& frame, TimePoint) {
        return endpoint->answer(line, frame);
      });
  EXPECT_EQ(finding.verdict, Verdict::kAbsent);
}

TEST(DeliveryProbe, IsBrokenWhereWhoDoesNotAcknowledgeIsEnded) {
  const Steps steps = [](Desk& desk) {
    const HoldTask task{.configured = 10, .up_to = 20, .per_second = 50};
    return find_hold(desk, task);
  };
  const auto endpoint = std::make_shared<Holding>(10);
  const Finding finding = play_alone(
      steps, [endpoint](Line line, const packet::Frame& frame, TimePoint) -> std::vector<Event> {
        std::vector<Event> events = endpoint->answer(line, frame);
        if (frame.type() == PacketType::kPublish && events.size() == 1)
          return {events[0], Ended{2}};  // nothing is delivered any more
        return events;
      });
  EXPECT_EQ(finding.verdict, Verdict::kBroken);
  EXPECT_NE(finding.remark, "");
}

}  // namespace
}  // namespace shadowsim::probe
