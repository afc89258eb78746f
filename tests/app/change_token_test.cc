#include "sim/app/change_token.h"

#include <gtest/gtest.h>

namespace shadowsim::app {
namespace {

TEST(ChangeToken, NamesItsChangeAndIsReadBack) {
  for (const std::uint32_t number : {0U, 4711U, 4294967295U}) {
    const ChangeId change{number};
    EXPECT_EQ(change_of(to_token(change)), change);
  }
}

TEST(ChangeToken, FitsTheServicesLimitOf64Bytes) {
  EXPECT_LE(to_token(ChangeId{4294967295U}).size(), 64U);
}

TEST(ChangeToken, NobodyElsesTokenIsTakenForOne) {
  for (const char* token : {"", "change-", "change-x", "change-1x", "change--1", "change-01",
                            "change-4294967296", "Change-1", "light-0-1", " change-1"})
    EXPECT_EQ(change_of(token), std::nullopt) << token;
}

}  // namespace
}  // namespace shadowsim::app
