#include "sim/gateway/inbox.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

void read(Inbox& inbox, std::string_view text) {
  const auto room = inbox.room();
  ASSERT_GE(room.size(), text.size());
  std::ranges::copy(text, room.begin());
  inbox.add(text.size());
}

TEST(Inbox, KeepsWhatIsNotTaken) {
  Inbox inbox;
  EXPECT_EQ(inbox.bytes(), "");
  read(inbox, "one two");
  inbox.drop(4);
  EXPECT_EQ(inbox.bytes(), "two");
  read(inbox, " three");
  EXPECT_EQ(inbox.bytes(), "two three");
  inbox.drop(9);
  EXPECT_EQ(inbox.bytes(), "");
}

TEST(Inbox, HasRoomForAPacketOfAnySizeAndGrowsForReadsToALimit) {
  Inbox inbox;
  std::string all;
  while (all.size() < 4 * Inbox::kMost) {
    const std::string filled(inbox.room().size(), static_cast<char>('a' + all.size() % 26));
    read(inbox, filled);
    all += filled;
  }
  EXPECT_EQ(inbox.bytes(), all);
  Inbox taken;
  std::size_t most = 0;
  for (int i = 0; i < 20; ++i) {
    const std::size_t size = taken.room().size();
    most = std::max(most, size);
    taken.add(size);
    taken.drop(size);
  }
  EXPECT_EQ(most, Inbox::kMost);
}

TEST(Inbox, StaysSmallWhereReadsAre) {
  Inbox inbox;
  for (int i = 0; i < 1000; ++i) {
    read(inbox, "twelve bytes");
    inbox.drop(12);
  }
  EXPECT_EQ(inbox.room().size(), Inbox::kLeast);
}

}  // namespace
}  // namespace shadowsim::gateway
