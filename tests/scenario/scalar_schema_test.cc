#include "sim/scenario/scalar_schema.h"

#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <rapidjson/document.h>

namespace shadowsim::scenario {
namespace {

rapidjson::Document schema_of(const Type& type) {
  KeywordWriter json;
  json.begin_object();
  write_scalar_schema(type, json);
  json.end_object();
  rapidjson::Document document;
  document.Parse(json.finished().c_str());
  EXPECT_FALSE(document.HasParseError());
  return document;
}

// A keyword's value as compact text; empty where there is none.
std::string keyword(const rapidjson::Document& schema, const char* name) {
  if (!schema.HasMember(name)) return {};
  const auto& value = schema[name];
  if (value.IsString()) return value.GetString();
  if (!value.IsArray()) return std::to_string(value.GetDouble());
  std::string all;
  for (const auto& item : value.GetArray())
    all += (item.IsString() ? std::string{item.GetString()} : std::to_string(item.GetInt())) + " ";
  return all;
}

TEST(ScalarSchema, ABoundlessNumberHasNoBounds) {
  constexpr double kMost = std::numeric_limits<double>::max();
  const auto schema = schema_of({.scalar = Scalar::kNumber, .range = {-kMost, kMost, false}});
  EXPECT_EQ(keyword(schema, "type"), "number");
  EXPECT_FALSE(schema.HasMember("minimum"));
  EXPECT_FALSE(schema.HasMember("maximum"));
}

TEST(ScalarSchema, ABoundThatIsNotAllowedItselfIsExclusive) {
  const auto open = schema_of({.scalar = Scalar::kNumber, .range = {0, 1, true}});
  EXPECT_FALSE(open.HasMember("minimum"));
  EXPECT_EQ(open["exclusiveMinimum"].GetDouble(), 0);
  EXPECT_EQ(open["maximum"].GetDouble(), 1);
  const auto closed = schema_of({.scalar = Scalar::kInteger, .range = {1, 50, false}});
  EXPECT_EQ(keyword(closed, "type"), "integer");
  EXPECT_EQ(closed["minimum"].GetInt(), 1);
  EXPECT_FALSE(closed.HasMember("exclusiveMinimum"));
}

TEST(ScalarSchema, ASeedGoesUpTo64Bits) {
  const auto schema = schema_of({.scalar = Scalar::kSeed});
  EXPECT_EQ(schema["maximum"].GetUint64(), std::numeric_limits<std::uint64_t>::max());
}

TEST(ScalarSchema, AWordThatLooksLikeANumberMayBeOne) {
  const auto schema = schema_of({.scalar = Scalar::kWord, .words = {"5", "3.1.1"}});
  EXPECT_EQ(keyword(schema, "enum"), "5 5 3.1.1 ");
  EXPECT_FALSE(schema.HasMember("type"));
}

TEST(ScalarSchema, ADurationMayBeABareZeroUnlessItMustBeLonger) {
  const auto any = schema_of({.scalar = Scalar::kDuration, .range = {0, 1e9, false}});
  EXPECT_EQ(keyword(any, "type"), "string number ");
  EXPECT_EQ(any["maximum"].GetInt(), 0);
  const auto longer = schema_of({.scalar = Scalar::kDuration, .range = {0, 1e9, true}});
  EXPECT_EQ(keyword(longer, "type"), "string");
  EXPECT_TRUE(longer.HasMember("examples"));
  EXPECT_TRUE(longer.HasMember("pattern"));
  EXPECT_EQ(keyword(longer, "patternErrorMessage").rfind("Must be ", 0), 0U);
}

TEST(ScalarSchema, ATextIsWhateverTheReaderTakesForOne) {
  EXPECT_EQ(keyword(schema_of({.scalar = Scalar::kText}), "type"), "string number boolean ");
}

TEST(ScalarSchema, APropertysValueRefersToItsDefinition) {
  const auto schema = schema_of({.scalar = Scalar::kJson});
  const std::string reference = schema["allOf"][0]["$ref"].GetString();
  KeywordWriter json;
  json.begin_object();
  write_value_definition(json);
  json.end_object();
  rapidjson::Document definitions;
  definitions.Parse(json.finished().c_str());
  const std::string name = reference.substr(reference.rfind('/') + 1);
  ASSERT_TRUE(definitions.HasMember(name.c_str()));
  const auto& definition = definitions[name.c_str()];
  EXPECT_EQ(definition["items"]["$ref"].GetString(), reference) << "lists hold values, too";
  EXPECT_EQ(definition["type"].Size(), 5U) << "all of JSON's types but null";
}

}  // namespace
}  // namespace shadowsim::scenario
