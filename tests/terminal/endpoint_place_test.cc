#include "sim/terminal/endpoint_place.h"

#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

TEST(EndpointPlace, WhatMayBeAnAccountIsNotLocal) {
  for (const char* const host : {"a1b2-ats.iot.eu-west-1.amazonaws.com", "iot.example.com",
                                 "8.8.8.8", "172.32.0.1", "11.0.0.1", "2001:db8::1",
                                 "localhost.example.com", "::2", "local.example", "10.example.com"})
    EXPECT_FALSE(is_local_host(host)) << host;
}

TEST(EndpointPlace, WhatCannotBeOneByItsNameIsLocal) {
  for (const char* const host :
       {"127.0.0.1", "127.8.9.10", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.3.4", "::1", "fe80::1", "fd12::1", "localhost", "LOCALHOST.", "broker",
        "iot.localhost", "shadowsim.default.svc.cluster.local"})
    EXPECT_TRUE(is_local_host(host)) << host;
}

TEST(EndpointPlace, AnAwsEndpointNamesItsRegion) {
  EXPECT_EQ(aws_region("a1b2-ats.iot.eu-north-1.amazonaws.com"), "eu-north-1");
  EXPECT_EQ(aws_region("A1B2-ats.iot.EU-north-1.amazonaws.com."), "eu-north-1");
  EXPECT_EQ(aws_region("a1b2.ats.iot.cn-north-1.amazonaws.com.cn"), "cn-north-1");
  EXPECT_EQ(aws_region("iot.example.com"), std::nullopt);
  EXPECT_EQ(aws_region("eu-north-1.amazonaws.com.example.com"), std::nullopt);
  EXPECT_EQ(aws_region("amazonaws.com"), std::nullopt);
  EXPECT_EQ(aws_region(""), std::nullopt);
}

}  // namespace
}  // namespace shadowsim::terminal
