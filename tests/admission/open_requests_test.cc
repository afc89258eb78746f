#include "sim/admission/open_requests.h"

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

using namespace std::chrono_literals;

TEST(OpenRequests, HaveNoRoomForTheEleventhOfAThing) {
  OpenRequests open{10};
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(open.has_room_for("lamp", kStart));
    open.add("lamp", kStart);
  }
  EXPECT_FALSE(open.has_room_for("lamp", kStart));
  EXPECT_TRUE(open.has_room_for("lump", kStart)) << "each thing has its own";
}

TEST(OpenRequests, GiveAPlaceBackByTheAnswerOnce) {
  OpenRequests open{2};
  const auto first = open.add("lamp", kStart);
  open.add("lamp", kStart);
  EXPECT_FALSE(open.has_room_for("lamp", kStart));
  open.answered(first);
  open.answered(first);
  EXPECT_EQ(open.size(), 1U);
  EXPECT_TRUE(open.has_room_for("lamp", kStart));
}

TEST(OpenRequests, ForgetWhatIsNeverAnswered) {
  OpenRequests open{2};
  open.add("lamp", kStart);
  open.add("lamp", kStart + 10s);
  EXPECT_FALSE(open.has_room_for("lamp", kStart + 30s - 1ns));
  EXPECT_TRUE(open.has_room_for("lamp", kStart + 30s));
  EXPECT_EQ(open.size(), 1U);
  EXPECT_TRUE(open.has_room_for("lamp", kStart + 1h));
  EXPECT_EQ(open.size(), 0U);
}

}  // namespace
}  // namespace shadowsim::admission
