#include "sim/endpoint/descriptor_limit.h"

#include <sys/resource.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::endpoint {
namespace {

using testing::HasSubstr;

class DescriptorLimit : public testing::Test {
 protected:
  DescriptorLimit() { getrlimit(RLIMIT_NOFILE, &before_); }
  ~DescriptorLimit() override { setrlimit(RLIMIT_NOFILE, &before_); }

  void set_soft(rlim_t soft) const {
    const rlimit limit{soft, before_.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  }

  static rlim_t soft() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
  }

  rlimit before_{};
};

TEST_F(DescriptorLimit, BeyondTheHardOneIsAnErrorThatSaysHowToRaiseIt) {
  if (before_.rlim_max == RLIM_INFINITY) GTEST_SKIP() << "there is no hard limit here";
  const auto done = ensure_descriptors(before_.rlim_max + 1);
  ASSERT_TRUE(done.has_error());
  EXPECT_EQ(done.error().kind, ErrorKind::kSystem);
  EXPECT_THAT(done.error().message, HasSubstr("needs " + std::to_string(before_.rlim_max + 1)));
  EXPECT_THAT(done.error().message, HasSubstr("hard limit is " + std::to_string(before_.rlim_max)));
  EXPECT_THAT(done.error().message, HasSubstr("ulimit -Hn"));
}

TEST_F(DescriptorLimit, IsRaisedWhereItIsTooLow) {
  set_soft(64);
  EXPECT_TRUE(ensure_descriptors(100).has_value());
  EXPECT_GE(soft(), 100U);
}

TEST_F(DescriptorLimit, TheMostIsTheHardLimit) {
  EXPECT_EQ(descriptors_max(), before_.rlim_max);
}

TEST_F(DescriptorLimit, IsNeverLowered) {
  set_soft(128);
  EXPECT_TRUE(ensure_descriptors(10).has_value());
  EXPECT_EQ(soft(), 128U);
}

}  // namespace
}  // namespace shadowsim::endpoint
