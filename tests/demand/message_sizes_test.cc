#include "sim/demand/message_sizes.h"

#include <string_view>

#include <gtest/gtest.h>

namespace shadowsim::demand {
namespace {

const std::vector<scenario::Property> kRed{{"color", "\"red\""}};

TEST(MessageSizes, OfRequestsAreThoseOfTheRequestsWithTheirLongestToken) {
  EXPECT_EQ(update_bytes(kRed, false),
            std::string_view{
                R"({"state":{"reported":{"color":"red"}},"clientToken":"change-4294967295"})"}
                .size());
  EXPECT_EQ(update_bytes(kRed, true) - update_bytes(kRed, false),
            std::string_view{R"("desired":{"color":"red"},)"}.size());
  EXPECT_EQ(get_bytes(), std::string_view{R"({"clientToken":"change-4294967295"})"}.size());
}

TEST(MessageSizes, OfAnswersAreNearThoseOfTheService) {
  constexpr std::string_view kAccepted =
      R"({"state":{"reported":{"color":"red"}},"metadata":{"reported":{"color":{"timestamp":1763891234}}},)"
      R"("version":4711,"timestamp":1763891234,"clientToken":"change-4294967295"})";
  EXPECT_NEAR(static_cast<double>(answer_bytes(kRed, false)), static_cast<double>(kAccepted.size()),
              10);
  EXPECT_GT(answer_bytes(kRed, true), answer_bytes(kRed, false));
  EXPECT_GT(document_bytes(8192), 2U * 8192);
}

TEST(MessageSizes, OfAPacketHaveTopicAndPayload) {
  EXPECT_EQ(packet_bytes(100, 1000), 1109U);
}

}  // namespace
}  // namespace shadowsim::demand
