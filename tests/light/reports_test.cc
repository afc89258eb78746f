#include "sim/light/reports.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::light {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kNow{1h};

shadow::Section section(const char* json) {
  return shadow::Section::parse(json).value();
}

std::string text(const shadow::Section& state) {
  std::string json;
  shadow::append_state(json, state);
  return json;
}

// Sends what is to go out next; answers with it in words, empty where nothing is.
std::string send_next(Reports& reports, const char* token, TimePoint at = kNow) {
  const auto next = reports.take_next();
  if (!next) return {};
  reports.sent({token, next->reported, next->desired, at});
  return text(next->reported) + (next->desired.empty() ? "" : " desired " + text(next->desired));
}

TEST(Reports, AnAnswerIsTakenOnce) {
  Reports reports{8};
  reports.add(section(R"({"a":1})"));
  EXPECT_EQ(send_next(reports, "t1"), R"({"a":1})");
  EXPECT_FALSE(reports.take("t2"));
  EXPECT_TRUE(reports.take("t1"));
  EXPECT_FALSE(reports.take("t1"));
  EXPECT_TRUE(reports.empty());
}

TEST(Reports, WhatIsPutBackGoesOutWithWhatWaits) {
  Reports reports{1};
  reports.add(section(R"({"a":1,"b":1})"), section(R"({"a":1,"b":1})"));
  send_next(reports, "t1");
  reports.add(section(R"({"a":2})"), section(R"({"a":2})"));
  const auto refused = reports.take("t1");
  ASSERT_TRUE(refused);
  reports.put_back(*refused, section(R"({"a":2,"b":3})"));
  EXPECT_TRUE(reports.is_next_due());
  EXPECT_EQ(send_next(reports, "t2"), R"({"a":2,"b":3} desired {"a":2,"b":1})")
      << "what is true now, and the younger wish";
  EXPECT_FALSE(reports.is_next_due());
}

TEST(Reports, KnowsTheOldest) {
  Reports reports{8};
  reports.add(section(R"({"a":1})"));
  send_next(reports, "t1", kNow);
  reports.add(section(R"({"a":2})"));
  send_next(reports, "t2", kNow + 1s);
  EXPECT_EQ(reports.oldest(), kNow);
  reports.take("t1");
  EXPECT_EQ(reports.oldest(), kNow + 1s);
}

TEST(Reports, WhatIsOnItsWayIsNotSentAgain) {
  Reports reports{8};
  reports.add(section(R"({"a":1})"));
  send_next(reports, "t1");
  reports.add(section(R"({"a":1,"b":2})"));
  EXPECT_EQ(send_next(reports, "t2"), R"({"b":2})");
  reports.add(section(R"({"b":2})"));
  EXPECT_EQ(send_next(reports, "t3"), "");
}

TEST(Reports, OnlyTheLatestReportOfAKeyCounts) {
  Reports reports{8};
  for (const char* state : {R"({"a":1})", R"({"a":2})", R"({"a":1})"}) {
    reports.add(section(state));
    EXPECT_EQ(send_next(reports, "t"), state);
  }
}

TEST(Reports, AReportThatALaterOnesAnswerHasOvertakenIsNoLongerOnItsWay) {
  Reports reports{8};
  reports.add(section(R"({"a":"pink"})"));
  send_next(reports, "t1");
  reports.add(section(R"({"a":"green"})"));
  send_next(reports, "t2");
  reports.take("t2");
  reports.add(section(R"({"a":"pink"})"));
  EXPECT_EQ(send_next(reports, "t3"), R"({"a":"pink"})") << "the service has green";
}

TEST(Reports, WaitForRoomWhateverTheySetAndGoOutTogether) {
  Reports reports{1};
  reports.add(section(R"({"a":1})"));
  send_next(reports, "t1");
  reports.add(section(R"({"a":2})"), section(R"({"a":2})"));
  reports.add(section(R"({"b":1})"));
  EXPECT_EQ(send_next(reports, "t2"), "") << "setting desired is no way past the limit";
  reports.take("t1");
  EXPECT_EQ(send_next(reports, "t2"), R"({"a":2,"b":1} desired {"a":2})");
}

TEST(Reports, WhatWaitedIsNotToldWhereTheLightIsBackAtWhatIsOnItsWay) {
  Reports reports{1};
  reports.add(section(R"({"a":"blue"})"));
  send_next(reports, "t1");
  reports.add(section(R"({"a":"green"})"));
  send_next(reports, "t2");
  reports.add(section(R"({"a":"blue"})"));
  reports.take("t1");
  EXPECT_EQ(send_next(reports, "t2"), R"({"a":"blue"})") << "and never green";
}

TEST(Reports, WhatIsDesiredOutlivesALostAnswer) {
  Reports reports{1};
  reports.add(section(R"({"a":1})"), section(R"({"a":1})"));
  send_next(reports, "t1");
  reports.add(section(R"({"b":1})"), section(R"({"b":1})"));
  reports.lose();
  EXPECT_FALSE(reports.has_sent());
  EXPECT_FALSE(reports.empty());
  EXPECT_EQ(send_next(reports, "t2"), "") << "not before the shadow was read";
  EXPECT_EQ(text(reports.take_wishes()), R"({"a":1,"b":1})");
  EXPECT_TRUE(reports.empty());
}

TEST(Reports, ADeltaCountsBesideWhatTheLightDesiresItself) {
  Reports reports{1};
  const auto delta = section(R"({"a":9,"b":9,"c":9,"d":9})");
  reports.keep_wish(section(R"({"a":1})"));
  reports.add(section(R"({"b":1})"), section(R"({"b":1})"));
  send_next(reports, "t1");
  reports.add(section(R"({"c":1})"), section(R"({"c":1})"));
  EXPECT_EQ(text(reports.without_own_wishes(delta)), R"({"d":9})");
  reports.take("t1");
  EXPECT_EQ(text(reports.without_own_wishes(delta)), R"({"b":9,"d":9})");
}

}  // namespace
}  // namespace shadowsim::light
