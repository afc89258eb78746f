#include "sim/shadow/turned_away.h"

#include <gtest/gtest.h>

namespace shadowsim::shadow {
namespace {

TEST(TurnedAway, IsNoOtherTopic) {
  for (const char* topic :
       {"", "$aws/things/a/shadow/update", "$shadowsim/rejected/", "$shadowsim/rejected/429",
        "$shadowsim/rejected/42/x", "$shadowsim/rejected/4290/x", "$shadowsim/rejected/200/x",
        "$shadowsim/rejected/600/x", "$shadowsim/rejected/+29/x", "$shadowsim/rejected/4x9/x",
        "$shadowsim/accepted/429/x", "x$shadowsim/rejected/429/x"})
    EXPECT_EQ(read_turned_away(topic), std::nullopt) << topic;
}

TEST(TurnedAway, HasItsTopicBehindTheMark) {
  const std::string topic = to_topic({429, "$aws/things/a/shadow/update"});
  EXPECT_EQ(topic, "$shadowsim/rejected/429/$aws/things/a/shadow/update");
  EXPECT_EQ(read_turned_away(topic), (TurnedAway{429, "$aws/things/a/shadow/update"}));
  EXPECT_EQ(read_turned_away("$shadowsim/rejected/500/"), (TurnedAway{500, ""}));
}

}  // namespace
}  // namespace shadowsim::shadow
