#include "sim/packet/properties.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace shadowsim::packet {
namespace {

using namespace std::string_view_literals;

struct Malformed {
  const char* what;
  std::string_view bytes;
};

class MalformedProperties : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedProperties, AreRefused) {
  std::string_view bytes = GetParam().bytes;
  EXPECT_FALSE(Properties::take(bytes).has_value());
}

INSTANTIATE_TEST_SUITE_P(, MalformedProperties,
                         testing::Values(Malformed{"NoLength", ""sv},
                                         Malformed{"LengthBeyondTheEnd", "\x03\x24\x01"sv},
                                         Malformed{"LengthLongerThanNeeded", "\x82\x00\x24\x01"sv},
                                         Malformed{"UnknownIdentifier", "\x02\x7F\x01"sv},
                                         Malformed{"IdentifierZero", "\x02\x00\x01"sv},
                                         Malformed{"ValueCutShort", "\x02\x21\x00"sv},
                                         Malformed{"TextCutShort", "\x04\x1F\x00\x05z"sv},
                                         Malformed{"HalfAUserProperty", "\x04\x26\x00\x01z"sv},
                                         Malformed{"SecondOfAKind", "\x04\x24\x01\x24\x00"sv}),
                         [](const auto& test) { return test.param.what; });

TEST(Properties, GiveTheirValuesAndLeaveWhatFollows) {
  std::string_view bytes =
      "\x14\x27\x00\x02\x48\x00\x23\x00\x08\x1F\x00\x02hi\x26\x00\x01k\x00\x01vrest"sv;
  const auto properties = Properties::take(bytes);
  ASSERT_TRUE(properties.has_value());
  EXPECT_EQ(properties->find(PropertyId::kMaximumPacketSize)->number(), 149504U);
  EXPECT_EQ(properties->find(PropertyId::kTopicAlias)->number(), 8U);
  EXPECT_EQ(properties->find(PropertyId::kReasonString)->text(), "hi");
  EXPECT_EQ(properties->find(PropertyId::kReceiveMaximum), nullptr);
  EXPECT_EQ(properties->user_bytes(), 2U);
  EXPECT_EQ(bytes, "rest");
}

TEST(Properties, AreWrittenAsTheyWere) {
  const std::string_view all = "\x09\x0B\x81\x01\x26\x00\x01k\x00\x00"sv;
  std::string_view bytes = all;
  const auto properties = Properties::take(bytes);
  ASSERT_TRUE(properties.has_value());
  EXPECT_EQ(properties->find(PropertyId::kSubscriptionIdentifier)->number(), 129U);
  std::string written;
  properties->append_to(written);
  EXPECT_EQ(written, all);
}

TEST(PropertyWriter, SetsInPlaceOfWhatWasThere) {
  std::string_view bytes = "\x05\x21\xFF\xFF\x24\x01"sv;
  PropertyWriter writer{*Properties::take(bytes)};
  writer.set_two_bytes(PropertyId::kReceiveMaximum, 100);
  writer.remove(PropertyId::kMaximumQos);
  std::string written;
  writer.append_to(written);
  EXPECT_EQ(written, "\x03\x21\x00\x64"sv);
}

TEST(VariableLength, IsReadAndWrittenAtItsBorders) {
  for (const std::size_t value : {0U, 127U, 128U, 16383U, 16384U, 2097151U, 2097152U, 268435455U}) {
    std::string bytes;
    append_variable(bytes, value);
    std::string_view rest = bytes;
    EXPECT_EQ(take_variable(rest), value);
    EXPECT_TRUE(rest.empty());
  }
  std::string_view too_long = "\xFF\xFF\xFF\xFF\x01"sv;
  EXPECT_FALSE(take_variable(too_long).has_value());
}

}  // namespace
}  // namespace shadowsim::packet
