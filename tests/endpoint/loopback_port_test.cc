#include "sim/endpoint/loopback_port.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::endpoint {
namespace {

TEST(LoopbackPort, ThatIsTakenIsRefusedByName) {
  const auto taken = LoopbackPort::reserve(0).value();
  const auto again = LoopbackPort::reserve(taken.number());
  ASSERT_TRUE(again.has_error());
  EXPECT_EQ(again.error().kind, ErrorKind::kSystem);
  EXPECT_EQ(again.error().message,
            "port " + std::to_string(taken.number()) + " of 127.0.0.1 is taken by another program");
}

TEST(LoopbackPort, AnyFreeOnesDiffer) {
  const auto one = LoopbackPort::reserve(0).value();
  const auto other = LoopbackPort::reserve(0).value();
  EXPECT_NE(one.number(), 0);
  EXPECT_NE(one.number(), other.number());
}

TEST(LoopbackPort, IsFreeAgainAfterIt) {
  std::optional<LoopbackPort> first{LoopbackPort::reserve(0).value()};
  const auto number = first->number();
  EXPECT_TRUE(accepts_connections(number));
  first.reset();
  EXPECT_FALSE(accepts_connections(number));
  EXPECT_TRUE(LoopbackPort::reserve(number).has_value());
}

}  // namespace
}  // namespace shadowsim::endpoint
