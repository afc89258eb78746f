#include "sim/background/bursts.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"
#include "sim/probe/desk.h"
#include "sim/time/clock.h"

namespace shadowsim::background {
namespace {

using packet::PacketType;
using packet::Version;

// What a load has sent by now, packet by packet.
std::vector<packet::PacketType> sent(probe::Desk& desk) {
  std::vector<packet::PacketType> types;
  for (const probe::Order& order : desk.take_orders()) {
    const auto* const send = std::get_if<probe::Send>(&order);
    if (send == nullptr) continue;
    for (std::string_view rest = send->packets; !rest.empty();) {
      const packet::Frame frame = packet::next_frame(rest).frame;
      types.push_back(frame.type());
      rest.remove_prefix(frame.bytes.size());
    }
  }
  return types;
}

std::string granted(std::uint16_t id, std::size_t filters) {
  std::string bytes;
  packet::append_suback(bytes, Version::kMqtt5, id, std::string(filters, '\x01'), {});
  return bytes;
}

std::string let_in() {
  std::string bytes;
  packet::append_connack(bytes, Version::kMqtt5, false, 0, {});
  return bytes;
}

constexpr std::uint16_t kFirstId = 65'000;  // of a SUBSCRIBE of a load

TEST(UnacknowledgedLoad, AcknowledgesAsManyAsAreSentAtOnce) {
  probe::Desk desk{"t", {}};
  UnacknowledgedLoad load{Version::kMqtt5, 3};
  auto prepared = load.prepare(desk);
  prepared.start();
  desk.tell(probe::Arrived{1, let_in()}, {});
  desk.tell(probe::Arrived{2, let_in()}, {});
  desk.tell(probe::Arrived{2, granted(kFirstId, 1)}, {});
  ASSERT_TRUE(prepared.value().value_or(false));
  sent(desk);
  for (std::uint32_t number = 1; number <= 3; ++number)
    load.send(desk, number);
  EXPECT_EQ(sent(desk),
            (std::vector{PacketType::kPublish, PacketType::kPublish, PacketType::kPublish}));
  for (std::uint16_t i = 1; i <= 3; ++i) {
    const probe::Reply delivery{.kind = probe::Reply::Kind::kDelivery,
                                .line = 2,
                                .number = i,
                                .is_good = true,
                                .packet_id = i};
    EXPECT_EQ(load.take(desk, delivery), i);
    EXPECT_EQ(sent(desk).size(), i == 3 ? 3U : 0U) << i;
  }
}

TEST(OpenRequestsLoad, IsAnsweredByTheServiceOrByARefusedPublish) {
  probe::Desk desk{"t", {}};
  OpenRequestsLoad load{Version::kMqtt5, 2};
  auto prepared = load.prepare(desk);
  prepared.start();
  desk.tell(probe::Arrived{1, let_in()}, {});
  desk.tell(probe::Arrived{1, granted(kFirstId, 2)}, {});
  ASSERT_TRUE(prepared.value().value_or(false));
  load.send(desk, 1);
  load.send(desk, 2);
  using Kind = probe::Reply::Kind;
  EXPECT_EQ(load.take(desk, {.kind = Kind::kPuback, .line = 1, .number = 2, .is_good = true}),
            std::nullopt);
  EXPECT_EQ(load.take(desk, {.kind = Kind::kShadow, .line = 1, .number = 1, .is_good = true}), 1U);
  EXPECT_EQ(load.take(desk, {.kind = Kind::kPuback, .line = 1, .number = 3, .is_good = false}), 2U);
}

}  // namespace
}  // namespace shadowsim::background
