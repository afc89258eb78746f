#pragma once

#include <gtest/gtest.h>

#include "tests/mqtt/inbox.h"

namespace shadowsim::mqtt {

// Expects that the next thing a session tells is that no connection came about, and why.
inline void expect_no_connection(Inbox& inbox) {
  const auto delivery = inbox.take();
  ASSERT_TRUE(delivery);
  const auto* const failed = std::get_if<ConnectFailed>(&delivery->event);
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->stage, ConnectStage::kTransport);
  EXPECT_FALSE(failed->text.empty());
}

}  // namespace shadowsim::mqtt
