#include "sim/terminal/endpoint_choice.h"

#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

TEST(EndpointChoice, OptionsOfAnEndpointNeedOne) {
  for (const mqtt::EndpointOptions& options :
       {mqtt::EndpointOptions{.address = "", .port = 1883, .tls = {}},
        mqtt::EndpointOptions{.address = "", .port = 0, .tls = {"c", "k", ""}},
        mqtt::EndpointOptions{.address = "", .port = 0, .tls = {"", "", "ca"}}}) {
    const auto chosen = choose_endpoint(options);
    ASSERT_TRUE(chosen.has_error());
    EXPECT_EQ(chosen.error().kind, ErrorKind::kUsage);
  }
}

TEST(EndpointChoice, AWrongAddressIsAnErrorOfUsage) {
  const auto chosen = choose_endpoint({.address = "gopher://x", .port = 0, .tls = {}});
  ASSERT_TRUE(chosen.has_error());
  EXPECT_EQ(chosen.error().kind, ErrorKind::kUsage);
}

TEST(EndpointChoice, WithoutAnAddressItIsTheEmbeddedOne) {
  const auto chosen = choose_endpoint({});
  ASSERT_TRUE(chosen);
  EXPECT_FALSE(chosen->has_value());
}

TEST(EndpointChoice, AnAddressIsTaken) {
  const auto chosen = choose_endpoint({.address = "mqtt://example.com", .port = 77, .tls = {}});
  ASSERT_TRUE(chosen);
  ASSERT_TRUE(chosen->has_value());
  EXPECT_EQ((*chosen)->host, "example.com");
  EXPECT_EQ((*chosen)->port, 77);
}

}  // namespace
}  // namespace shadowsim::terminal
