#include "sim/policy/ip_range.h"

#include <gtest/gtest.h>

namespace shadowsim::policy {
namespace {

class RefuseRange : public testing::TestWithParam<const char*> {};

TEST_P(RefuseRange, SaysWhatARangeIs) {
  const auto range = IpRange::parse(GetParam());
  ASSERT_TRUE(range.has_error());
  EXPECT_EQ(range.error().message,
            std::string{"'"} + GetParam() +
                "' is no range of addresses, which is like 203.0.113.0/24 or 2001:db8::/32");
}

INSTANTIATE_TEST_SUITE_P(, RefuseRange,
                         testing::Values("", "x", "1.2.3", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1",
                                         "1.2.3.4/8x", "::/129", "/8", "${aws:SourceIp}", "1.2.3.*",
                                         "::ffff:10.0.0.0/8", "::ffff:10.0.0.0/95",
                                         "::ffff:10.0.0.0/129"));

struct Contains {
  const char* range;
  const char* address;
  bool contains;
};

class RangeContains : public testing::TestWithParam<Contains> {};

TEST_P(RangeContains, ComparesTheFirstBits) {
  const auto range = IpRange::parse(GetParam().range);
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->contains(GetParam().address), GetParam().contains)
      << GetParam().range << " and " << GetParam().address;
}

INSTANTIATE_TEST_SUITE_P(, RangeContains,
                         testing::Values(Contains{"203.0.113.0/24", "203.0.113.255", true},
                                         Contains{"203.0.113.0/24", "203.0.114.0", false},
                                         Contains{"203.0.113.77/24", "203.0.113.1", true},
                                         Contains{"10.0.0.0/9", "10.127.0.1", true},
                                         Contains{"10.0.0.0/9", "10.128.0.1", false},
                                         Contains{"198.51.100.9", "198.51.100.9", true},
                                         Contains{"198.51.100.9", "198.51.100.8", false},
                                         Contains{"0.0.0.0/0", "192.0.2.1", true},
                                         Contains{"0.0.0.0/0", "::1", false},
                                         Contains{"2001:db8::/32", "2001:db8:ffff::1", true},
                                         Contains{"2001:db8::/32", "2001:db9::1", false},
                                         Contains{"2001:db8::1", "2001:0db8:0:0::1", true},
                                         Contains{"10.0.0.0/8", "::ffff:10.1.2.3", true},
                                         Contains{"::ffff:10.0.0.0/104", "10.1.2.3", true},
                                         Contains{"::ffff:10.0.0.0/104", "11.1.2.3", false},
                                         Contains{"::ffff:0:0/96", "192.0.2.1", true},
                                         Contains{"::ffff:0:0/96", "2001:db8::1", false},
                                         Contains{"::ffff:10.0.0.1", "10.0.0.1", true},
                                         Contains{"10.0.0.0/8", "not an address", false},
                                         Contains{"10.0.0.0/8", "", false}));

}  // namespace
}  // namespace shadowsim::policy
