#include "sim/scenario/fleet.h"

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

TEST(Fleet, NamesItsLightsAndFindsThemAgain) {
  Fleet fleet;
  fleet.lights = 20;
  fleet.thing_name = NamePattern{"light-{index:4}"};
  fleet.client_id = NamePattern{"test-{thing}-{index}"};
  EXPECT_EQ(fleet.thing(LightId{12}), "light-0012");
  EXPECT_EQ(fleet.client(LightId{12}), "test-light-0012-12");
  EXPECT_EQ(fleet.find("light-0012"), LightId{12});
  EXPECT_FALSE(fleet.find("light-0020"));
  EXPECT_FALSE(fleet.find("12"));
}

TEST(Fleet, CallsTheShadowWithoutANameClassic) {
  EXPECT_EQ(Shadow{}.title(), "classic");
  EXPECT_EQ((Shadow{.name = "cfg", .initial_state = {}}).title(), "cfg");
}

TEST(Certificates, NamesAPairForEachSession) {
  const Certificates certificates{NamePattern{"certs/{thing}.pem"}, NamePattern{"k-{index}.key"}};
  EXPECT_EQ(certificates.files(3, "light-0003").certificate, "certs/light-0003.pem");
  EXPECT_EQ(certificates.files(3, "light-0003").private_key, "k-3.key");
}

}  // namespace
}  // namespace shadowsim::scenario
