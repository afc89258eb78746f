#include "sim/base/error.h"

#include <cerrno>

#include <gtest/gtest.h>

#include "sim/base/result.h"

namespace shadowsim {
namespace {

TEST(Error, NamesWhatWasTriedAndWhatTheSystemSaid) {
  const Error error = system_error("open a.yaml", ENOENT);
  EXPECT_EQ(error.kind, ErrorKind::kSystem);
  EXPECT_EQ(error.message, "open a.yaml: No such file or directory");
}

TEST(ResultDeathTest, TakingTheValueOfAFailureIsAProgrammersMistake) {
  const Result<int> failed = usage_error("the reason");
  EXPECT_DEATH(static_cast<void>(failed.value()), "the reason");
}

}  // namespace
}  // namespace shadowsim
