#include "sim/admission/not_stored.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::admission {
namespace {

TEST(NotStored, TakesEachAsOftenAsItWasAdded) {
  NotStored messages;
  messages.add("t", "a");
  messages.add("t", "a");
  messages.add("t", "b");
  EXPECT_FALSE(messages.take("t", "c"));
  EXPECT_FALSE(messages.take("u", "a"));
  EXPECT_FALSE(messages.take("a", "t"));
  EXPECT_TRUE(messages.take("t", "a"));
  EXPECT_TRUE(messages.take("t", "a"));
  EXPECT_FALSE(messages.take("t", "a"));
  EXPECT_EQ(messages.size(), 1U);
  messages.clear();
  EXPECT_FALSE(messages.take("t", "b"));
}

TEST(NotStored, RemembersNoMoreThanTheBrokerStores) {
  NotStored messages;
  for (std::size_t i = 0; i < NotStored::kMost + 10; ++i)
    messages.add("t", std::to_string(i));
  EXPECT_EQ(messages.size(), NotStored::kMost);
  EXPECT_TRUE(messages.take("t", "0"));
  EXPECT_FALSE(messages.take("t", std::to_string(NotStored::kMost)));
}

}  // namespace
}  // namespace shadowsim::admission
