#include "sim/mqtt/event.h"

#include <gtest/gtest.h>

namespace shadowsim::mqtt {
namespace {

TEST(ReasonCodeText, IsTheStandardsName) {
  EXPECT_EQ(to_text(kSuccess), "Success");
  EXPECT_EQ(to_text(kNotAuthorized), "Not authorized");
  EXPECT_EQ(to_text(kQuotaExceeded), "Quota exceeded");
}

TEST(ReasonCodeText, NamesTheNumberWhereTheStandardHasNoName) {
  EXPECT_EQ(to_text(0x0A), "reason 0x0A");
  EXPECT_EQ(to_text(0xFF), "reason 0xFF");
}

TEST(ReasonCode, FailsFrom0x80On) {
  EXPECT_FALSE(is_failure(0x10));  // no matching subscribers: the message was taken
  EXPECT_FALSE(is_failure(0x7F));
  EXPECT_TRUE(is_failure(kUnspecifiedError));
}

TEST(ConnectFailedText, SaysHowFarItGotAndWhatTheLibrarySays) {
  EXPECT_EQ(to_text(ConnectFailed{ConnectStage::kTransport, kUnspecifiedError, "refused"}),
            "no connection: refused");
  EXPECT_EQ(to_text(ConnectFailed{ConnectStage::kTimeout, kUnspecifiedError, ""}),
            "no CONNACK in time");
  EXPECT_EQ(to_text(ConnectFailed{ConnectStage::kConnack, kNotAuthorized, ""}),
            "the server refused the connection: CONNACK 0x87 (Not authorized)");
}

}  // namespace
}  // namespace shadowsim::mqtt
