#include "sim/fleet/subscriptions.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::fleet {
namespace {

using Codes = std::vector<mqtt::ReasonCode>;
using Packets = std::vector<std::vector<std::string>>;

Packets filters(int first, int last) {
  Packets packet(1);
  for (int filter = first; filter <= last; ++filter)
    packet[0].push_back("f" + std::to_string(filter));
  return packet;
}

Subscriptions of(int count) {
  Subscriptions subscriptions{filters(1, count)[0]};
  subscriptions.begin();
  return subscriptions;
}

struct Refused {
  Codes codes;
  bool worth_retrying;
  bool is_vague;
};

TEST(Subscriptions, AreAsKindAsTheirWorstCode) {
  for (const Refused& refused :
       {Refused{{1, 0x97, 1}, true, false}, Refused{{0x97, 1, 0x87}, false, false},
        Refused{{0x87, 0x97, 1}, false, false}, Refused{{1, 1, 0x8F}, false, false},
        Refused{{0x80, 1, 1}, true, true}, Refused{{0x80, 0x87, 1}, false, true}}) {
    auto subscriptions = of(3);
    subscriptions.ask();
    const auto answer = subscriptions.answer(refused.codes);
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->granted);
    EXPECT_EQ(answer->worth_retrying, refused.worth_retrying) << int{refused.codes[0]};
    EXPECT_EQ(answer->is_vague, refused.is_vague) << int{refused.codes[0]};
  }
}

TEST(Subscriptions, SayWhetherAPartWasGranted) {
  auto subscriptions = of(3);
  subscriptions.ask();
  EXPECT_TRUE(subscriptions.answer(Codes{0x97, 1, 0x97})->is_partly_granted);
  subscriptions.ask();
  EXPECT_FALSE(subscriptions.answer(Codes{0x97, 0x97})->is_partly_granted) << "of what was asked";
}

TEST(Subscriptions, OnlyWhatWasRefusedIsAskedForAgain) {
  auto subscriptions = of(5);
  EXPECT_EQ(subscriptions.ask(), filters(1, 5));
  subscriptions.answer(Codes{1, 0x97, 0, 0x97, 1});
  EXPECT_EQ(subscriptions.ask(), (Packets{{"f2", "f4"}}));
  EXPECT_FALSE(subscriptions.answer(Codes{1, 0x97})->granted);
  EXPECT_EQ(subscriptions.ask(), (Packets{{"f4"}}));
  EXPECT_TRUE(subscriptions.answer(Codes{1})->granted);
}

TEST(Subscriptions, ACleanConnectionHasNone) {
  auto subscriptions = of(2);
  subscriptions.ask();
  subscriptions.answer(Codes{1, 1});
  subscriptions.ask();  // nothing, and nothing waits
  subscriptions.begin();
  EXPECT_EQ(subscriptions.ask(), filters(1, 2));
}

TEST(Subscriptions, OfWhichThereAreMoreThanTheServerTakesGoInPackets) {
  auto subscriptions = of(17);
  EXPECT_EQ(subscriptions.ask(),
            (Packets{filters(1, 8)[0], filters(9, 16)[0], filters(17, 17)[0]}));
  EXPECT_FALSE(subscriptions.answer(Codes(8, 1))) << "there are more";
  EXPECT_FALSE(subscriptions.answer(Codes{1, 1, 1, 0x97, 1, 1, 1, 1}));
  const auto answer = subscriptions.answer(Codes{1});
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->granted);
  EXPECT_EQ(subscriptions.ask(), (Packets{{"f12"}}));
}

TEST(Subscriptions, OneCodeMayStandForAll) {
  auto subscriptions = of(3);
  subscriptions.ask();
  EXPECT_FALSE(subscriptions.answer(Codes{0x87})->worth_retrying);
  EXPECT_EQ(subscriptions.ask(), filters(1, 3));
}

}  // namespace
}  // namespace shadowsim::fleet
