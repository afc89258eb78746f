#include "sim/probe/size_probe.h"

#include <chrono>

#include <gtest/gtest.h>

#include "sim/probe/steps.h"
#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::PacketType;
using packet::Version;

// Payloads up to 100 bytes.
SizeTask payloads() {
  return {.configured = 100,
          .up_to = 200,
          .packets =
              [](const Trial& trial) {
                return publish_packet(Version::kMqtt5,
                                      {.topic = "a",
                                       .payload = std::string(trial.size, 'x'),
                                       .packet_id = static_cast<std::uint16_t>(trial.number)});
              },
          .patience = 1s};
}

Steps of(const SizeTask& task) {
  return [task](Desk& desk) { return find_size(desk, task); };
}

// Lets in, and acknowledges what is at most that large; the rest as `refuse` says.
Answering accepting(std::size_t most,
                    std::function<std::vector<Event>(Line, std::uint16_t)> refuse) {
  return [=](Line line, const packet::Frame& frame, TimePoint) -> std::vector<Event> {
    if (frame.type() == PacketType::kConnect) return {connack(line, 0)};
    const auto publish = packet::read_publish(frame, Version::kMqtt5);
    if (publish->payload.size() <= most) return {puback(line, publish->packet_id, 0)};
    return refuse(line, publish->packet_id);
  };
}

TEST(SizeProbe, ALimitThatIsNotThereIsAbsent) {
  const Finding finding = play_alone(of(payloads()), accepting(1000, nullptr));
  EXPECT_EQ(finding.verdict, Verdict::kAbsent);
  EXPECT_EQ(finding.found, std::nullopt);
  EXPECT_EQ(finding.tried_up_to, 200);
}

TEST(SizeProbe, ALimitElsewhereIsFoundThereAndDiffers) {
  for (const std::size_t actual :
       {std::size_t{0}, std::size_t{99}, std::size_t{101}, std::size_t{150}}) {
    const Finding finding =
        play_alone(of(payloads()), accepting(actual, [](Line line, std::uint16_t id) {
                     return std::vector<Event>{puback(line, id, 0x97)};
                   }));
    EXPECT_EQ(finding.verdict, Verdict::kDiffers);
    EXPECT_EQ(finding.found, static_cast<double>(actual));
  }
}

TEST(SizeProbe, SaysHowRefusalLooksAndThatItGoesOnAfterwards) {
  const Finding told = play_alone(of(payloads()), accepting(100, [](Line line, std::uint16_t id) {
                                    return std::vector<Event>{puback(line, id, 0x97)};
                                  }));
  EXPECT_EQ(told.verdict, Verdict::kHolds);
  EXPECT_EQ(saw_text(told), "PUBACK 0x97");
  EXPECT_EQ(told.recovered_after, 1ms) << "the next one is acknowledged";

  const Finding ended = play_alone(of(payloads()), accepting(100, [](Line line, std::uint16_t) {
                                     return std::vector<Event>{disconnect(line, 0x95), Ended{line}};
                                   }));
  EXPECT_EQ(ended.verdict, Verdict::kHolds);
  EXPECT_EQ(saw_text(ended), "DISCONNECT 0x95");
  EXPECT_EQ(ended.recovered_after, 2ms) << "a new connection, and the next one";

  const Finding closed = play_alone(of(payloads()), accepting(100, [](Line line, std::uint16_t) {
                                      return std::vector<Event>{Ended{line}};
                                    }));
  EXPECT_EQ(saw_text(closed), "close");

  const Finding silent = play_alone(
      of(payloads()), accepting(100, [](Line, std::uint16_t) { return std::vector<Event>{}; }));
  EXPECT_EQ(silent.verdict, Verdict::kHolds);
  EXPECT_EQ(saw_text(silent), "silence");
}

TEST(SizeProbe, IsBrokenWhereNobodyGetsIn) {
  const Finding finding =
      play_alone(of(payloads()), [](Line line, const packet::Frame&, TimePoint) {
        return std::vector<Event>{connack(line, 0x87)};
      });
  EXPECT_EQ(finding.verdict, Verdict::kBroken);
  EXPECT_NE(finding.remark, "");
}

}  // namespace
}  // namespace shadowsim::probe
