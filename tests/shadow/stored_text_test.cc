#include "sim/shadow/stored_text.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/shadow/limits.h"

namespace shadowsim::shadow {
namespace {

using namespace std::chrono_literals;

class RefuseStoredText : public testing::TestWithParam<const char*> {};

TEST_P(RefuseStoredText, IsNoSection) {
  EXPECT_FALSE(read_stored(GetParam()).has_value());
}

INSTANTIATE_TEST_SUITE_P(, RefuseStoredText,
                         testing::Values("", "{", "[]", "null", R"({"a":1})", R"({"a":[1]})",
                                         R"({"a":["1",2]})", R"({"a":[1,2,3]})",
                                         R"({"a":[1,null]})", R"({"a":[1,[null]]})",
                                         R"({"a":[1,{"b":2}]})", R"({"a":{"b":2}})",
                                         "{\"a\":[1,\"\xff\"]}"));

TEST(StoredText, RefusesWhatIsDeeperThanAnySection) {
  std::string text;
  for (std::size_t level = 0; level < 100'000; ++level)
    text += R"({"a":)";
  EXPECT_FALSE(read_stored(text + std::string(100'000, '}')).has_value());
  EXPECT_FALSE(read_stored(R"({"a":)" + std::string(100'000, '[')).has_value());
}

TEST(StoredText, ShowsTheTimeOfEachLeafBesideItsValue) {
  auto section = Section::parse(R"({"color":"red","strip":{"pixels":[1,2],"name":"s"}})",
                                Timestamp{1'700'000'000s})
                     .value();
  section.merge(Section::parse(R"({"strip":{"name":"t"}})", Timestamp{1'700'000'060s}).value());
  std::string text = "before ";
  append_stored(text, section);
  EXPECT_EQ(text, R"(before {"color":[1700000000,"red"],)"
                  R"("strip":{"name":[1700000060,"t"],"pixels":[1700000000,[1,2]]}})");
}

class KeepSection : public testing::TestWithParam<const char*> {};

TEST_P(KeepSection, ReadsBackStateAndTimesExactly) {
  const auto section = Section::parse(GetParam(), Timestamp{-5s}).value();
  std::string text;
  append_stored(text, section);
  const auto read = read_stored(text);
  ASSERT_TRUE(read.has_value()) << text;
  std::string again;
  append_stored(again, *read);
  EXPECT_EQ(again, text);
  std::string state;
  append_state(state, *read);
  EXPECT_EQ(state, GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    , KeepSection,
    testing::Values("{}", R"({"empty":{},"list":[]})",
                    R"({"max":18446744073709551615,"min":-9223372036854775808})",
                    R"({"number":0.1,"true":true})",
                    R"({"":"\"\u0000é","timestamp":{"timestamp":1}})",
                    R"({"pairs":[[1,2],{"a":[3,"4"]}]})"));

TEST(StoredText, KeepsSectionsOfTheGreatestDepth) {
  std::string json;
  for (std::size_t level = 0; level < kDepthMax; ++level)
    json += R"({"a":)";
  json += "1" + std::string(kDepthMax, '}');
  const auto section = Section::parse(json).value();
  std::string text;
  append_stored(text, section);
  EXPECT_TRUE(read_stored(text).has_value());
}

}  // namespace
}  // namespace shadowsim::shadow
