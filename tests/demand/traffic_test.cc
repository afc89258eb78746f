#include "sim/demand/traffic.h"

#include <gtest/gtest.h>

namespace shadowsim::demand {
namespace {

using namespace std::chrono_literals;

constexpr Request kUpdate{.at = 0s,
                          .session = 9,
                          .light = LightId{2},
                          .payload_bytes = 100,
                          .deliveries = 2,
                          .delivered_bytes = 200};

constexpr Request kGet{.at = 0s,
                       .session = 2,
                       .light = LightId{2},
                       .is_update = false,
                       .payload_bytes = 20,
                       .deliveries = 1,
                       .delivered_bytes = 300};

TEST(Traffic, OfAnUpdateIsWhatTheServiceMakesOfIt) {
  Traffic traffic{{.topic_bytes = 41}};
  traffic.request(kUpdate);
  EXPECT_EQ(traffic.inbound.most(), 4U);
  EXPECT_EQ(traffic.outbound.most(), 2U);
  EXPECT_EQ(traffic.requests.most(), 1U);
  EXPECT_EQ(traffic.sent.most(), 1U);
  EXPECT_EQ(traffic.sent.key(), 9U) << "by whoever asks";
  EXPECT_EQ(traffic.delivered.most(), 2U);
  EXPECT_EQ(traffic.delivered.key(), 2U) << "to the light";
  EXPECT_EQ(traffic.sent_bytes.most(), 150U);
  EXPECT_EQ(traffic.delivered_bytes.most(), 500U);
  EXPECT_EQ(traffic.payload_bytes_most, 100U);
}

TEST(Traffic, OfAGetIsTheGetAndItsAnswer) {
  Traffic traffic{{}};
  traffic.request(kGet);
  EXPECT_EQ(traffic.inbound.most(), 2U);
  EXPECT_EQ(traffic.outbound.most(), 1U);
  EXPECT_EQ(traffic.of_shadow.most(), 1U);
}

TEST(Traffic, CountsShadowsApartUnlessTheProfileCountsThings) {
  for (const bool together : {false, true}) {
    Traffic traffic{{.shadows_are_one = together, .shadows = 3}};
    Request other = kUpdate;
    other.shadow = ShadowId{2};
    traffic.request(kUpdate);
    traffic.request(other);
    EXPECT_EQ(traffic.of_shadow.most(), together ? 2U : 1U);
    EXPECT_EQ(traffic.of_shadow.key(), 6U);
  }
}

TEST(Traffic, CountsBothDirectionsTogetherWhereTheProfileDoes) {
  Traffic traffic{{.directions_are_one = true}};
  traffic.request(kGet);
  EXPECT_EQ(traffic.sent.most(), 2U) << "the get and its answer";
  EXPECT_EQ(traffic.delivered.most(), 0U);
}

TEST(Traffic, IsMeteredInUnitsBegun) {
  Traffic traffic{{.topic_bytes = 120, .record_bytes = 1025}};
  traffic.connect(0s);
  traffic.subscribe(0s, 5);
  Request large = kUpdate;
  large.payload_bytes = 5 * 1024 - 119;
  traffic.request(large);
  traffic.request(kGet);
  EXPECT_EQ(traffic.connects.most(), 1U);
  EXPECT_EQ(traffic.subscribes.most(), 5U);
  EXPECT_EQ(traffic.metered(), (Metered{.connects = 1,
                                        .subscribes = 1,
                                        .published = 2 + 1,
                                        .delivered = 2 + 1,
                                        .acknowledged = 3,
                                        .operations = 2 * 2}));
}

TEST(Traffic, OfQos0HasNoAcknowledgements) {
  Traffic traffic{{.are_deliveries_acknowledged = false}};
  traffic.request(kUpdate);
  EXPECT_EQ(traffic.metered().acknowledged, 0U);
}

TEST(Traffic, ThatStandsForMoreIsOnTheBillAsOftenButNotBusier) {
  Traffic traffic{{}};
  Request many = kUpdate;
  many.weight = 2.5;
  traffic.request(many);
  traffic.request(many);
  EXPECT_EQ(traffic.requests.most(), 2U);
  EXPECT_EQ(traffic.metered().published, 5U);
  EXPECT_EQ(traffic.metered().delivered, 10U);
}

}  // namespace
}  // namespace shadowsim::demand
