#include "sim/terminal/complaint.h"

#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

TEST(Complaint, NamesTheProgramAndChoosesTheExitCodeByTheKind) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(fail(unreachable_error("nobody there")), ExitCode::kUnreachable);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "shadowsim: nobody there\n");
}

TEST(Complaint, ThePlaceInAFileComesFirstInItsLine) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(fail_reading(usage_error("a.yaml:1:2: wrong")), ExitCode::kUsage);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "a.yaml:1:2: wrong\n");
}

TEST(ExitCodes, FollowTheContract) {
  EXPECT_EQ(exit_code_of(ErrorKind::kUsage), ExitCode{2});
  EXPECT_EQ(exit_code_of(ErrorKind::kUnreachable), ExitCode{3});
  EXPECT_EQ(exit_code_of(ErrorKind::kSystem), ExitCode{4});
}

}  // namespace
}  // namespace shadowsim::terminal
