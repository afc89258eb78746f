#include "sim/scenario/keyword_writer.h"

#include <array>

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

// What one keyword in an object looks like, without the braces.
template <class Write>
std::string keyword(Write write) {
  KeywordWriter json;
  json.begin_object();
  write(json);
  json.end_object();
  const std::string text = json.finished();
  return text.substr(4, text.size() - 7);
}

TEST(KeywordWriter, IsIndentedByTwoAndEndsItsLine) {
  KeywordWriter json;
  json.begin_object();
  json.begin_object("properties");
  json.begin_array("enum");
  json.integer(1);
  json.string("1");
  json.end_array();
  json.end_object();
  json.end_object();
  EXPECT_EQ(json.finished(), R"({
  "properties": {
    "enum": [
      1,
      "1"
    ]
  }
}
)");
}

TEST(KeywordWriter, AWholeNumberHasNoFraction) {
  const auto number = [](double value) {
    return keyword([&](KeywordWriter& json) { json.number("n", value); });
  };
  EXPECT_EQ(number(0), R"("n": 0)");
  EXPECT_EQ(number(-3), R"("n": -3)");
  EXPECT_EQ(number(0.5), R"("n": 0.5)");
}

TEST(KeywordWriter, ACountMayBeAsLargeAsItGets) {
  const auto text = keyword([](KeywordWriter& json) { json.count("n", ~std::uint64_t{0}); });
  EXPECT_EQ(text, R"("n": 18446744073709551615)");
}

TEST(KeywordWriter, OneTypeIsANameAndSeveralAreAList) {
  EXPECT_EQ(keyword([](KeywordWriter& json) { json.types({"string"}); }), R"("type": "string")");
  EXPECT_EQ(keyword([](KeywordWriter& json) {
              json.types({"string", "number"});
            }),
            "\"type\": [\n    \"string\",\n    \"number\"\n  ]");
}

TEST(KeywordWriter, ReferencesStandAloneOrAmongOthers) {
  EXPECT_EQ(keyword([](KeywordWriter& json) { json.reference("fleet"); }),
            R"("$ref": "#/definitions/fleet")");
  EXPECT_EQ(keyword([](KeywordWriter& json) { json.reference_among_others("fleet"); }),
            "\"allOf\": [\n    {\n      \"$ref\": \"#/definitions/fleet\"\n    }\n  ]");
}

TEST(KeywordWriter, TextsAreEscapedAndJsonTextIsNot) {
  EXPECT_EQ(keyword([](KeywordWriter& json) { json.text("t", "say \"a\""); }),
            R"("t": "say \"a\"")");
  EXPECT_EQ(keyword([](KeywordWriter& json) { json.raw("t", R"({"a":1})"); }), R"("t": {"a":1})");
  EXPECT_EQ(keyword([](KeywordWriter& json) { json.truth("t", false); }), R"("t": false)");
}

}  // namespace
}  // namespace shadowsim::scenario
