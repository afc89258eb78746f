#include "sim/policy/condition.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::policy {
namespace {

using Values = std::vector<std::string>;

bool holds(std::string_view test, std::string_view key, const Values& values,
           const Context& context) {
  const auto parsed = parse_operator(test);
  EXPECT_TRUE(parsed.has_value()) << test;
  const auto condition = Condition::make(*parsed, key, values, true);
  EXPECT_TRUE(condition.has_value()) << condition.error().message;
  return condition->holds(Facts{context});
}

TEST(ParseOperator, KnowsNoOthers) {
  for (const char* text :
       {"", "stringEquals", "StringEqual", "NumericEquals", "DateLessThan", "BinaryEquals",
        "NullIfExists", "ForAllValues:Null", "ForAnyValue:", "IfExists",
        "ForAllValues:ForAnyValue:Bool", "ForSomeValues:StringEquals",
        "StringEqualsIfExistsIfExists", "IpAddress "})
    EXPECT_FALSE(parse_operator(text).has_value()) << text;
}

TEST(ParseOperator, TakesPrefixAndSuffixOffEachName) {
  for (const std::string_view name : operator_names()) {
    EXPECT_TRUE(parse_operator(name).has_value()) << name;
    if (name == "Null") continue;
    const auto all = parse_operator("ForAllValues:" + std::string{name} + "IfExists");
    ASSERT_TRUE(all.has_value()) << name;
    EXPECT_EQ(all->quantifier, Quantifier::kForAllValues);
    EXPECT_TRUE(all->if_exists);
    EXPECT_EQ(all->is_negated, name.find("Not") != std::string_view::npos) << name;
  }
}

TEST(Condition, RefusesValuesThatItsComparisonCannotTake) {
  const auto problem = [](std::string_view test, const std::string& value) {
    const auto condition = Condition::make(*parse_operator(test), "k", {value}, true);
    return condition.has_error() ? condition.error().message : "taken";
  };
  EXPECT_EQ(problem("IpAddress", "10.0.0.0/40"),
            "'10.0.0.0/40' is no range of addresses, which is like 203.0.113.0/24 or "
            "2001:db8::/32");
  EXPECT_EQ(problem("Null", "yes"), "Null takes true or false, not 'yes'");
  EXPECT_EQ(problem("StringLike", "${x"), "'${x' has no closing brace");
}

struct Row {
  const char* test;
  Values listed;
  bool absent;    // what it is without the key
  bool matching;  // with the value "a"
  bool other;     // with the value "b"
};

class SingleValue : public testing::TestWithParam<Row> {};

TEST_P(SingleValue, FollowsTheTruthTable) {
  const auto& [test, listed, absent, matching, other] = GetParam();
  EXPECT_EQ(holds(test, "iot:DomainName", listed, {}), absent) << test;
  EXPECT_EQ(holds(test, "iot:DomainName", listed, {.domain_name = "a"}), matching) << test;
  EXPECT_EQ(holds(test, "iot:DomainName", listed, {.domain_name = "b"}), other) << test;
}

INSTANTIATE_TEST_SUITE_P(
    , SingleValue,
    testing::Values(Row{"StringEquals", {"a"}, false, true, false},
                    Row{"StringEquals", {"c", "a"}, false, true, false},
                    Row{"StringEquals", {"A"}, false, false, false},
                    Row{"StringEquals", {"*"}, false, false, false},
                    Row{"StringEquals", {}, false, false, false},
                    Row{"StringNotEquals", {"a"}, true, false, true},
                    Row{"StringNotEquals", {"a", "c"}, true, false, true},
                    Row{"StringNotEquals", {"a", "b"}, true, false, false},
                    Row{"StringNotEquals", {}, true, true, true},
                    Row{"StringEqualsIfExists", {"a"}, true, true, false},
                    Row{"StringNotEqualsIfExists", {"a"}, true, false, true},
                    Row{"StringEqualsIgnoreCase", {"A"}, false, true, false},
                    Row{"StringNotEqualsIgnoreCase", {"A"}, true, false, true},
                    Row{"StringLike", {"?"}, false, true, true},
                    Row{"StringLike", {"a*"}, false, true, false},
                    Row{"StringLike", {"${*}"}, false, false, false},
                    Row{"StringLike", {"A"}, false, false, false},
                    Row{"StringNotLike", {"a*"}, true, false, true},
                    Row{"StringLikeIfExists", {"x*"}, true, false, false},
                    Row{"Null", {"true"}, true, false, false},
                    Row{"Null", {"false"}, false, true, true},
                    Row{"Null", {"true", "false"}, true, true, true},
                    // A listed value whose variable has no value equals nothing.
                    Row{"StringEquals", {"${iot:ClientId}"}, false, false, false},
                    Row{"StringNotEquals", {"${iot:ClientId}"}, true, true, true},
                    Row{"StringEquals", {"${iot:DomainName}"}, false, true, true},
                    Row{"ForAllValues:StringEquals", {"a"}, true, true, false},
                    Row{"ForAnyValue:StringEquals", {"a"}, false, true, false},
                    Row{"ForAllValues:StringNotEquals", {"a"}, true, false, true},
                    Row{"ForAnyValue:StringNotEquals", {"a"}, false, false, true},
                    Row{"ForAnyValue:StringEqualsIfExists", {"a"}, true, true, false}));

// The guide's examples: which connects a condition on iot:ConnectAttributes holds for.
struct ConnectRow {
  const char* test;
  Values listed;
  bool plain;
  bool persistent;
  bool last_will;
  bool both;
};

class ConnectAttributes : public testing::TestWithParam<ConnectRow> {};

TEST_P(ConnectAttributes, AreJudgedAsTheGuideSays) {
  const auto& row = GetParam();
  const auto with = [&](Values attributes) {
    return holds(row.test, "iot:ConnectAttributes", row.listed,
                 {.connect_attributes = std::move(attributes)});
  };
  EXPECT_EQ(with({}), row.plain);
  EXPECT_EQ(with({"PersistentConnect"}), row.persistent);
  EXPECT_EQ(with({"LastWill"}), row.last_will);
  EXPECT_EQ(with({"PersistentConnect", "LastWill"}), row.both);
}

INSTANTIATE_TEST_SUITE_P(
    , ConnectAttributes,
    testing::Values(
        ConnectRow{"ForAllValues:StringEquals", {"PersistentConnect"}, true, true, false, false},
        ConnectRow{"ForAllValues:StringNotEquals", {"PersistentConnect"}, true, false, true, false},
        ConnectRow{"ForAnyValue:StringEquals", {"PersistentConnect"}, false, true, false, true},
        ConnectRow{"ForAnyValue:StringNotEquals", {"PersistentConnect"}, false, false, true, true},
        ConnectRow{
            "ForAllValues:StringEquals", {"PersistentConnect", "LastWill"}, true, true, true, true},
        ConnectRow{"ForAllValues:StringEquals", {}, true, false, false, false},
        // Without a quantifier: some value, or none.
        ConnectRow{"StringEquals", {"PersistentConnect"}, false, true, false, true},
        ConnectRow{"StringNotEquals", {"PersistentConnect"}, true, false, true, false},
        ConnectRow{"Null", {"true"}, true, false, false, false}));

TEST(Condition, ComparesBooleansWithoutCase) {
  const Context attached{.client_id = "t", .thing = "t"};
  EXPECT_TRUE(holds("Bool", "iot:Connection.Thing.IsAttached", {"True"}, attached));
  EXPECT_FALSE(holds("Bool", "iot:Connection.Thing.IsAttached", {"true"}, {}));
  EXPECT_TRUE(holds("Bool", "iot:Connection.Thing.IsAttached", {"FALSE"}, {}));
}

TEST(Condition, ComparesAddresses) {
  const Context context{.source_ip = "10.1.2.3"};
  EXPECT_TRUE(holds("IpAddress", "aws:SourceIp", {"192.0.2.0/24", "10.0.0.0/8"}, context));
  EXPECT_FALSE(holds("NotIpAddress", "aws:SourceIp", {"192.0.2.0/24", "10.0.0.0/8"}, context));
  EXPECT_TRUE(holds("NotIpAddress", "aws:SourceIp", {"192.0.2.0/24"}, context));
  EXPECT_FALSE(holds("IpAddress", "iot:ClientId", {"0.0.0.0/0"}, {.client_id = "x"}));
}

struct ArnRow {
  const char* pattern;
  bool matches;
};

class ArnMatch : public testing::TestWithParam<ArnRow> {};

TEST_P(ArnMatch, ComparesPartByPart) {
  const Context context{.client_id = "c",
                        .last_will_topic = "arn:aws:iot:us-east-1:123456789012:topic/a:b/c"};
  for (const char* test : {"ArnEquals", "ArnLike"})
    EXPECT_EQ(holds(test, "iot:LastWillTopic", {GetParam().pattern}, context), GetParam().matches);
  for (const char* test : {"ArnNotEquals", "ArnNotLike"})
    EXPECT_NE(holds(test, "iot:LastWillTopic", {GetParam().pattern}, context), GetParam().matches);
}

INSTANTIATE_TEST_SUITE_P(
    , ArnMatch,
    testing::Values(ArnRow{"arn:aws:iot:us-east-1:123456789012:topic/a:b/c", true},
                    ArnRow{"arn:aws:iot:us-east-1:123456789012:topic/*", true},
                    ArnRow{"arn:aws:iot:*:*:topic/*/${iot:ClientId}", true},
                    ArnRow{"arn:aws:iot:us-east-?:*:topic/a:b/c", true}, ArnRow{"*", true},
                    // A wildcard reaches no further than its part.
                    ArnRow{"arn:aws:iot:*:topic/a:b/c", false}, ArnRow{"arn:*", false},
                    ArnRow{"arn:aws:iot:us-east-1:123456789012:topic/a", false},
                    ArnRow{"arn:aws:iot:*:*:TOPIC/a:b/c", false},
                    ArnRow{"arn:aws:iot:us:*:topic/*", false}, ArnRow{"topic/*", false}));

TEST(Condition, NamesTheVariablesOfItsValues) {
  const auto texts = Condition::make(*parse_operator("StringLike"), "k", {"${a}-${B}", "c"}, true);
  EXPECT_EQ(texts->variables(), (std::vector<std::string>{"a", "B"}));
  const auto ranges = Condition::make(*parse_operator("IpAddress"), "k", {"10.0.0.0/8"}, true);
  EXPECT_TRUE(ranges->variables().empty());
}

}  // namespace
}  // namespace shadowsim::policy
