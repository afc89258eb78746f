#include "sim/measure/refusals_seen.h"

#include <set>

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using Kind = RefusalKind;

RefusalsSeen some() {
  RefusalsSeen seen;
  seen.note_mqtt(Kind::kConnect, 0x97);
  seen.note_mqtt(Kind::kConnect, 0x97);
  seen.note(Kind::kConnect, "close");
  seen.note_mqtt(Kind::kPublish, 0x8F);
  seen.note_shadow(429);
  seen.note(Kind::kShadow, "silence", 3);
  seen.note(Kind::kShadow, "nothing", 0);
  return seen;
}

struct Value {
  const char* path;
  std::optional<double> value;
};

TEST(RefusalsSeen, HaveAValueForEachPath) {
  for (const Value& expected : {Value{"total", 8.0},
                                {"connect", 3.0},
                                {"connect.0x97", 2.0},
                                {"connect.close", 1.0},
                                {"connect.0x87", 0.0},
                                {"publish.0x8F", 1.0},
                                {"subscribe", 0.0},
                                {"shadow", 4.0},
                                {"shadow.429", 1.0},
                                {"shadow.silence", 3.0},
                                {"shadow.nothing", {}},
                                {"shadow.0x97", {}},
                                {"publish.close", {}},
                                {"connections", {}},
                                {"connect.", {}},
                                {"", {}},
                                {"totals", {}}})
    EXPECT_EQ(some().value(expected.path), expected.value) << expected.path;
}

TEST(RefusalsSeen, KnowAValueForEachPathTheyName) {
  const auto paths = RefusalsSeen::paths();
  EXPECT_EQ(std::set<std::string>(paths.begin(), paths.end()).size(), paths.size());
  for (const std::string& path : paths)
    EXPECT_EQ(RefusalsSeen{}.value(path), 0.0) << path;
}

TEST(RefusalsSeen, OfSeveralWorkersAddUp) {
  RefusalsSeen all = some();
  all.add(some());
  all.add({});
  EXPECT_EQ(all.total(), 16U);
  EXPECT_EQ(all.codes(Kind::kConnect), (RefusalsSeen::Codes{{"0x97", 4}, {"close", 2}}));
}

}  // namespace
}  // namespace shadowsim::measure
