#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Program, SaysItsVersion) {
  const auto ended = process::run(SHADOWSIM_PROGRAM, {"--version"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, StartsWith("shadowsim "));
  EXPECT_EQ(ended.err, "");
}

TEST(Program, WithoutACommandSaysWhatToDoOnStderr) {
  const auto ended = process::run(SHADOWSIM_PROGRAM, {});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("--help"));
}

}  // namespace
}  // namespace shadowsim::terminal
