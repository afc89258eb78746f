#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/gateway/connection.h"

namespace shadowsim::gateway {
namespace {

using namespace std::string_view_literals;

TEST(Subscribing, ASubackHasTheBrokersCodesAndOurs) {
  Connection one{Version::kMqtt5};
  const Passed asked = one.subscribe({{"good", 1}, {"bad", 1}});
  EXPECT_EQ(read_subscribe(next_frame(asked.to_broker).frame, Version::kMqtt5)->filters.size(), 1U);
  EXPECT_EQ(asked.to_client, "");
  const Passed answered = one.from_broker("\x90\x04\x00\x05\x00\x01"sv);
  const auto answer = read_subscribe_answer(next_frame(answered.to_client).frame, Version::kMqtt5);
  EXPECT_EQ(answer->codes, "\x01\x87"sv);
  EXPECT_NE(answer->properties.find(PropertyId::kReasonString), nullptr);
  EXPECT_EQ(one.door->account()->subscriptions(), 1U);
}

TEST(Subscribing, TheNinthFilterEndsIt) {
  const std::vector<Filter> nine(9, Filter{"good", 0});
  const Passed closed = Connection{Version::kMqtt311}.subscribe(nine);
  EXPECT_TRUE(closed.ends);
  EXPECT_EQ(closed.to_client, "");
  const Passed told = Connection{Version::kMqtt5}.subscribe(nine);
  EXPECT_TRUE(told.ends);
  EXPECT_EQ(read_disconnect(next_frame(told.to_client).frame, Version::kMqtt5)->reason, 0x97);
}

TEST(Subscribing, ToldThatNoSubscriptionExistedIsSuccess) {
  Connection one{Version::kMqtt5};
  std::string unknown;
  append_unsuback(unknown, Version::kMqtt5, 5, "\x11\x80\x11");
  const Passed told = one.from_broker(unknown);
  EXPECT_EQ(read_subscribe_answer(next_frame(told.to_client).frame, Version::kMqtt5)->codes,
            "\0\x80\0"sv);
}

}  // namespace
}  // namespace shadowsim::gateway
