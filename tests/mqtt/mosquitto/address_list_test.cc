#include "sim/mqtt/mosquitto/address_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::mqtt::mosquitto {
namespace {

using testing::HasSubstr;

constexpr std::uint16_t kPort = 1883;

TEST(AddressList, NamesAHostWithoutAddress) {
  const auto list = AddressList::resolve("no-such-host.invalid", kPort);
  ASSERT_TRUE(list.has_error());
  EXPECT_EQ(list.error().kind, ErrorKind::kUnreachable);
  EXPECT_THAT(list.error().message, HasSubstr("no-such-host.invalid"));
}

TEST(AddressList, OfANumericHostIsThatHost) {
  for (const char* const host : {"127.0.0.1", "::1"}) {
    const auto list = AddressList::resolve(host, kPort);
    ASSERT_TRUE(list) << list.error().message;
    ASSERT_EQ(list->size(), 1U);
    EXPECT_EQ(list->numeric(0), host);
  }
}

TEST(AddressList, HasEachAddressOnceAndBeginsWithTheOneThatWorked) {
  auto list = AddressList::resolve("localhost", kPort);
  ASSERT_TRUE(list) << list.error().message;
  const std::size_t last = list->size() - 1;
  const std::string worked = list->numeric(last);
  EXPECT_EQ(list->numeric(0) == worked, last == 0);
  list->prefer(last);
  EXPECT_EQ(list->numeric(0), worked);
}

}  // namespace
}  // namespace shadowsim::mqtt::mosquitto
