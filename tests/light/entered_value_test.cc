#include "sim/light/entered_value.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::light {
namespace {

TEST(EnteredValues, IsRefusedWhereALightCannotHaveIt) {
  for (const std::string& text :
       {std::string{"null"}, std::string{R"({"r":null})"}, std::string{R"({"a":{"b":null}})"},
        std::string{"\xff\xfe"}, std::string{"\xed\xa0\x80"}}) {
    const auto value = read_entered_value("color", text);
    ASSERT_TRUE(value.has_error()) << text;
    EXPECT_EQ(value.error().kind, ErrorKind::kUsage);
  }
}

struct Case {
  std::string text;
  std::string json;
};

class EnteredValue : public testing::TestWithParam<Case> {};

TEST_P(EnteredValue, IsJsonIfItIsJsonAndOtherwiseAString) {
  const auto value = read_entered_value("color", GetParam().text);
  ASSERT_TRUE(value) << value.error().message;
  std::string json;
  shadow::append_state(json, *value);
  EXPECT_EQ(json, R"({"color":)" + GetParam().json + "}");
}

INSTANTIATE_TEST_SUITE_P(
    , EnteredValue,
    testing::Values(Case{"red", R"("red")"}, Case{R"("red")", R"("red")"}, Case{"42", "42"},
                    Case{"9223372036854775807", "9223372036854775807"}, Case{"1.50", "1.5"},
                    Case{"true", "true"}, Case{"dark red", R"("dark red")"},
                    Case{R"({ "r" : 1 })", R"({"r":1})"}, Case{"[1, 2]", "[1,2]"}, Case{"{}", "{}"},
                    Case{"{", R"("{")"}, Case{R"(a"b)", R"("a\"b")"}, Case{"größer", R"("größer")"},
                    Case{"nullify", R"("nullify")"}));

TEST(EnteredValues, StandsUnderItsPropertyWhateverThatIsCalled) {
  const auto value = read_entered_value(R"(a"/b)", "1");
  ASSERT_TRUE(value) << value.error().message;
  std::string json;
  shadow::append_state(json, *value);
  EXPECT_EQ(json, R"({"a\"/b":1})");
}

}  // namespace
}  // namespace shadowsim::light
