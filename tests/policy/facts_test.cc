#include "sim/policy/facts.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::policy {
namespace {

using testing::ElementsAre;

// The single value of a key; "absent" where there is none, "a list" where there may be many.
std::string value(const Context& context, std::string_view key) {
  const Facts facts{context};
  const Fact* const fact = facts.find(canonical_key(key));
  if (fact == nullptr) return "absent";
  return fact->is_list ? "a list" : fact->values.at(0);
}

std::vector<std::string> list(const Context& context, std::string_view key) {
  const Facts facts{context};
  const Fact* const fact = facts.find(canonical_key(key));
  if (fact == nullptr || !fact->is_list) return {"no list"};
  return fact->values;
}

TEST(Facts, OfAnUnknownConnectionAreAbsentButForBeingUnattached) {
  for (const char* key : {"iot:ClientId", "aws:SourceIp", "iot:DomainName", "iot:CertificateId",
                          "iot:ConnectAttributes", "iot:LastWillTopic",
                          "iot:Connection.Thing.ThingName", "iot:Certificate.AvailableKeys"})
    EXPECT_EQ(value({}, key), "absent") << key;
  EXPECT_EQ(value({}, "iot:Connection.Thing.IsAttached"), "false");
}

struct InEffect {
  Context context;
  bool in_effect;
};

class ThingFacts : public testing::TestWithParam<InEffect> {};

TEST_P(ThingFacts, AreThereOnlyWhereTheThingIsInEffect) {
  Context context = GetParam().context;
  context.thing_type = "lamp";
  context.attributes = {{"room", "attic"}};
  const bool in_effect = GetParam().in_effect;
  EXPECT_EQ(value(context, "iot:Connection.Thing.IsAttached"), in_effect ? "true" : "false");
  EXPECT_EQ(value(context, "iot:Connection.Thing.ThingName"), in_effect ? "t" : "absent");
  EXPECT_EQ(value(context, "iot:Connection.Thing.ThingTypeName"), in_effect ? "lamp" : "absent");
  EXPECT_EQ(value(context, "iot:Connection.Thing.Attributes[room]"),
            in_effect ? "attic" : "absent");
}

constexpr auto kExclusive = ThingAssociation::kExclusive;

INSTANTIATE_TEST_SUITE_P(
    , ThingFacts,
    testing::Values(InEffect{{.client_id = "t", .thing = "t"}, true},
                    InEffect{{.client_id = "T", .thing = "t"}, false},
                    InEffect{{.client_id = "other", .thing = "t"}, false},
                    InEffect{{.thing = "t"}, false}, InEffect{{.client_id = "t"}, false},
                    InEffect{{.client_id = "other", .thing = "t", .association = kExclusive}, true},
                    InEffect{{.client_id = "t", .association = kExclusive}, false}));

TEST(Facts, FoldsKeysButNotTheNamesOfAttributes) {
  const Context context{.client_id = "t", .thing = "t", .attributes = {{"envType", "prod"}}};
  EXPECT_EQ(value(context, "IOT:clientID"), "t");
  EXPECT_EQ(value(context, "iot:connection.thing.ATTRIBUTES[envType]"), "prod");
  EXPECT_EQ(value(context, "iot:Connection.Thing.Attributes[envtype]"), "absent");
}

TEST(Facts, OfACertificateHaveAPlainKeyIndicesAndAList) {
  const Context context{.certificate = {{"Subject.Organization", {"A", "B", "C", "D", "E", "F"}},
                                        {"SerialNumber", {"42"}}}};
  EXPECT_EQ(value(context, "iot:Certificate.Subject.Organization"), "A");
  EXPECT_EQ(value(context, "iot:Certificate.Subject.Organization.1"), "B");
  EXPECT_EQ(value(context, "iot:Certificate.Subject.Organization.4"), "E");
  EXPECT_EQ(value(context, "iot:Certificate.Subject.Organization.5"), "absent") << "five count";
  EXPECT_EQ(value(context, "iot:Certificate.Subject.Organization.0"), "absent");
  EXPECT_THAT(list(context, "iot:Certificate.Subject.Organization.List"),
              ElementsAre("A", "B", "C", "D", "E"));
  EXPECT_EQ(value(context, "iot:Certificate.SerialNumber"), "42");
  EXPECT_THAT(list(context, "iot:Certificate.AvailableKeys"),
              ElementsAre("iot:Certificate.SerialNumber", "iot:Certificate.Subject.Organization"));
}

TEST(Facts, DoNotPutInWhatAwsDoesNot) {
  const auto of = [](const std::string& name) {
    return value({.certificate = {{"Subject.CommonName", {name}}}},
                 "iot:Certificate.Subject.CommonName");
  };
  for (const char* wild : {"a*", "a?", "a+b", "#", "$x"})
    EXPECT_EQ(of(wild), "absent") << wild;
  EXPECT_EQ(of(std::string(1025, 'a')), "absent");
  EXPECT_EQ(of(std::string(1024, 'a')), std::string(1024, 'a'));
  EXPECT_EQ(of("a,b=\"c\"\\<d>;"), "a\\,b\\=\\\"c\\\"\\\\\\<d\\>\\;");
}

TEST(Facts, OfAConnectMayBeAnEmptyList) {
  EXPECT_TRUE(
      list({.connect_attributes = std::vector<std::string>{}}, "iot:ConnectAttributes").empty());
}

}  // namespace
}  // namespace shadowsim::policy
