#include "sim/policy/policy_document.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::policy {
namespace {

TEST(CountedCharacters, LeavesOutWhiteSpaceBetweenValues) {
  EXPECT_EQ(counted_characters(""), 0U);
  EXPECT_EQ(counted_characters("{ \"a\" :\t1,\r\n\"b\": [ ] }"), 14U);
  EXPECT_EQ(counted_characters("\"a b\""), 5U) << "within a string";
  EXPECT_EQ(counted_characters("\"\xC3\xA4\""), 3U) << "code points";
  EXPECT_EQ(counted_characters(R"("\" " 1)"), 6U) << "an escaped quote ends no string";
}

// A document whose counted size can be chosen.
std::string document_of(std::size_t characters) {
  const std::string start = R"({"Version":"2012-10-17","Id":")";
  const std::string end = R"(","Statement":[]})";
  return start + std::string(characters - start.size() - end.size(), 'x') + end;
}

TEST(ParseDocument, RefusesWhatAwsFindsTooLarge) {
  EXPECT_TRUE(parse_document(document_of(2048) + "\n   \n", "p", nullptr).has_value());
  const auto refused = parse_document(document_of(2049), "p", nullptr);
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(refused.error().message,
            "p:1:1: the policy has 2049 characters without white space, AWS takes at most 2048 "
            "(policy_document_max_characters_without_whitespace)");
  EXPECT_TRUE(parse_document(document_of(2049), "p", nullptr, 2049).has_value())
      << "an account that takes more";
}

TEST(ParseDocument, RefusesWhatIsNoJson) {
  const auto refused = parse_document("{\n\"Statement\": [}", "dir/p.json", nullptr);
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().message, "dir/p.json:2:15: not JSON: invalid value");
}

TEST(ParseDocument, HandsItsWarningsOver) {
  std::vector<std::string> warnings;
  const auto document = parse_document(R"({"Statement": []})", "p", &warnings);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->name, "p");
  EXPECT_EQ(warnings.size(), 1U);
}

TEST(Statement, CoversWhatItDoesNotExclude) {
  const auto document = parse_document(
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "NotAction": "iot:Pub*",
          "NotResource": ["arn:aws:iot:r:a:topic/x", "arn:aws:iot:r:a:topic/${iot:ClientId}"]}})",
      "p", nullptr);
  const Statement& statement = document->statements.at(0);
  const auto applies = [&](std::u32string_view action, std::u32string_view resource,
                           const Context& context) {
    return statement.applies(action, resource, Facts{context});
  };
  EXPECT_TRUE(applies(U"iot:receive", U"arn:aws:iot:r:a:topic/y", {}));
  EXPECT_FALSE(applies(U"iot:publish", U"arn:aws:iot:r:a:topic/y", {}));
  EXPECT_FALSE(applies(U"iot:receive", U"arn:aws:iot:r:a:topic/x", {}));
  EXPECT_FALSE(applies(U"iot:receive", U"arn:aws:iot:r:a:topic/y", {.client_id = "y"}));
}

}  // namespace
}  // namespace shadowsim::policy
