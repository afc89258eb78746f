#include "sim/results/json_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::results {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kText = R"({
  "run": {"name": "small", "complete": true, "seconds": 1.5, "ends": null},
  "counts": {"few": 3, "many": 4294967296, "below": -1},
  "times": {"late_us": 2.5, "early_ns": -7, "share": 0.25},
  "list": [{"at": 1}, {"at": 2}],
  "numbers": [1, 2.5],
  "mixed": [1, "2"]})";

// The complaint that reading makes; empty where it makes none.
template <class Read>
std::string complaint(Read read) {
  JsonFile file{"a.json", kText};
  read(file);
  return file.error() ? file.error()->message : "";
}

TEST(JsonFile, WhatIsNoJsonIsAnErrorAtItsByte) {
  const JsonFile file{"a.json", "{\"a\": }"};
  ASSERT_TRUE(file.error());
  EXPECT_EQ(file.error()->kind, ErrorKind::kUsage);
  EXPECT_THAT(file.error()->message, HasSubstr("a.json: at byte 6"));
}

TEST(JsonFile, SaysWhatIsWrongWithAValue) {
  struct Case {
    const char* complaint;
    void (*read)(JsonFile&);
  };
  for (const Case& each : {
           Case{"run.size is missing", [](JsonFile& file) { file.count("run.size"); }},
           Case{"run.name.size is missing", [](JsonFile& file) { file.at("run.name.size"); }},
           Case{"run.name is not a whole number", [](JsonFile& file) { file.count("run.name"); }},
           Case{"counts.below is not a whole number",
                [](JsonFile& file) { file.count("counts.below"); }},
           Case{"counts.many is too large",
                [](JsonFile& file) { file.small_count("counts.many"); }},
           Case{"counts.few is not a text", [](JsonFile& file) { file.text("counts.few"); }},
           Case{"run.name is neither true nor false",
                [](JsonFile& file) { file.truth("run.name"); }},
           Case{"counts.below is not a number of seconds",
                [](JsonFile& file) { file.seconds("counts.below"); }},
           Case{"run.name is not a number", [](JsonFile& file) { file.share("run.name"); }},
           Case{"times.late_us is not a number of nanoseconds",
                [](JsonFile& file) { file.nanoseconds("times.late_us"); }},
           Case{"run is not an array", [](JsonFile& file) { file.array("run"); }},
           Case{"run.name is 'small', not 'large'",
                [](JsonFile& file) { file.expect_text("run.name", "large"); }},
           Case{"other is not an array",
                [](JsonFile& file) { file.numbers_in(file.at("run"), "other"); }},
           Case{"mixed holds no number",
                [](JsonFile& file) { file.numbers_in(file.at(""), "mixed"); }},
       })
    EXPECT_EQ(complaint(each.read), std::string{"a.json: "} + each.complaint);
}

TEST(JsonFile, RemembersTheFirstComplaintAndReadsNothingFromThenOn) {
  JsonFile file{"a.json", kText};
  EXPECT_EQ(file.count("missing"), 0U);
  EXPECT_EQ(file.text("counts.few"), "");
  EXPECT_THAT(file.error()->message, HasSubstr("missing is missing"));
}

TEST(JsonFile, ReadsValuesByTheirPaths) {
  JsonFile file{"a.json", kText};
  EXPECT_EQ(file.text("run.name"), "small");
  EXPECT_TRUE(file.truth("run.complete"));
  EXPECT_EQ(file.seconds("run.seconds"), 1500ms);
  EXPECT_EQ(file.count("counts.many"), 4294967296U);
  EXPECT_EQ(file.small_count("counts.few"), 3U);
  EXPECT_EQ(file.microseconds(file.find("times.late_us"), "late"), 2500ns);
  EXPECT_EQ(file.nanoseconds("times.early_ns"), -7ns);
  EXPECT_EQ(file.share("times.share"), 0.25);
  EXPECT_EQ(file.array("list").Size(), 2U);
  EXPECT_EQ(file.count_in(file.array("list")[1], "at"), 2U);
  EXPECT_THAT(file.numbers_in(file.at(""), "numbers"), ElementsAre(1, 2.5));
  EXPECT_EQ(file.error(), std::nullopt);
}

TEST(JsonFile, NullIsNoValueWhereNoneIsAllowed) {
  JsonFile file{"a.json", kText};
  EXPECT_EQ(file.optional_seconds(file.at("run"), "ends"), std::nullopt);
  EXPECT_EQ(file.optional_seconds(file.at("run"), "older"), std::nullopt);
  EXPECT_EQ(file.optional_seconds(file.at("run"), "seconds"), 1500ms);
  EXPECT_EQ(file.share("run.ends"), std::nullopt);
  EXPECT_EQ(file.microseconds(file.find("run.ends"), "ends"), std::nullopt);
  EXPECT_EQ(file.microseconds(file.find("run.older"), "older"), std::nullopt);
  EXPECT_EQ(file.error(), std::nullopt);
}

}  // namespace
}  // namespace shadowsim::results
