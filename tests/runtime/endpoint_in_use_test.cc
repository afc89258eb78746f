#include "sim/runtime/endpoint_in_use.h"

#include <gtest/gtest.h>

#include "sim/endpoint/reach.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

TEST(EndpointInUse, DoesNotStartOneOfOurOwnWithoutThePlugin) {
  const auto opened = EndpointInUse::open(std::nullopt, "/no/such/plugin.so");
  ASSERT_TRUE(opened.has_error());
  EXPECT_EQ(opened.error().kind, ErrorKind::kSystem);
}

TEST(EndpointInUse, OneOfOurOwnIsWhereItsAddressSays) {
  const auto opened = EndpointInUse::open(std::nullopt, SHADOWSIM_PLUGIN);
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_NE(opened->broker(), nullptr);
  EXPECT_EQ(opened->address().port, opened->broker()->port());
  EXPECT_FALSE(opened->address().uses_tls());
  EXPECT_TRUE(endpoint::check_reachable(opened->address(), 5s));
}

TEST(EndpointInUse, OneThatTheUserNamedIsTakenAsItIs) {
  const auto own = EndpointInUse::open(std::nullopt, SHADOWSIM_PLUGIN);
  ASSERT_TRUE(own) << own.error().message;
  const auto named = EndpointInUse::open(own->address(), "");
  ASSERT_TRUE(named) << named.error().message;
  EXPECT_EQ(named->broker(), nullptr);
  EXPECT_EQ(named->address(), own->address());
}

TEST(EndpointInUse, OneThatNobodyServesIsUnreachable) {
  mqtt::Endpoint nobody;
  nobody.host = "127.0.0.1";
  nobody.port = 1;
  const auto opened = EndpointInUse::open(nobody, "");
  ASSERT_TRUE(opened.has_error());
  EXPECT_EQ(opened.error().kind, ErrorKind::kUnreachable);
}

}  // namespace
}  // namespace shadowsim::runtime
