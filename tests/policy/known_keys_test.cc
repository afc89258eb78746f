#include "sim/policy/known_keys.h"

#include <utility>

#include <gtest/gtest.h>

namespace shadowsim::policy {
namespace {

TEST(DoubtAboutKey, IsNoneWhereAwsHasIt) {
  for (const char* const key :
       {"iot:ClientId", "aws:SourceIp", "iot:DomainName", "iot:Connection.Thing.ThingName",
        "iot:Connection.Thing.Attributes[envType]", "iot:Connection.Thing.Attributes[a,b]",
        "iot:CertificateId", "iot:LastWillTopic", "iot:Certificate.SerialNumber",
        "iot:Certificate.Subject.CommonName", "iot:Certificate.Subject.CommonName.4",
        "iot:Certificate.Issuer.AlternativeName.DNSName.1"}) {
    EXPECT_EQ(doubt_about_variable(key), "") << key;
    EXPECT_EQ(doubt_about_condition_key(key), "") << key;
  }
}

TEST(DoubtAboutKey, NamesTheNearestThatAwsHas) {
  using Case = std::pair<const char*, const char*>;
  for (const auto& [key, nearest] :
       {Case{"iot:ClentId", "iot:ClientId"}, Case{"aws:SourceIpp", "aws:SourceIp"},
        Case{"iot:Connection.Thing.Attribute[x]", "iot:Connection.Thing.Attributes[name]"},
        Case{"iot:Certificate.Subject.CommonNam.1", "iot:Certificate.Subject.CommonName.1"},
        Case{"iot:Certificate.Subject.Country.5", "iot:Certificate.Subject.Country"}}) {
    const std::string end =
        std::string{" of AWS IoT, and has no value, did you mean '"} + nearest + "'?";
    EXPECT_EQ(doubt_about_variable(key), std::string{"'"} + key + "' is no variable" + end);
    EXPECT_EQ(doubt_about_condition_key(key),
              std::string{"'"} + key + "' is no condition key" + end);
  }
}

TEST(DoubtAboutKey, SaysThatNoConnectionHasIt) {
  for (const char* const key :
       {"aws:CurrentTime", "iot:Connection.Thing.Attributes", "iot:Connection.Thing.Attributes[]"})
    EXPECT_EQ(doubt_about_condition_key(key).find("' is no condition key of AWS IoT"),
              std::string{key}.size() + 1)
        << key;
}

TEST(DoubtAboutKey, TellsOfOtherCapitalsWhichDoNotCount) {
  EXPECT_EQ(doubt_about_variable("iot:ClientID"),
            "the variable 'iot:ClientID' is spelt 'iot:ClientId' by AWS; here, as in IAM, capitals "
            "do not count");
  EXPECT_EQ(doubt_about_condition_key("iot:certificate.subject.CommonName.list"),
            "the condition key 'iot:certificate.subject.CommonName.list' is spelt "
            "'iot:Certificate.Subject.CommonName.List' by AWS; here, as in IAM, capitals do not "
            "count");
}

TEST(DoubtAboutKey, OfManyValuesIsOneAboutAVariableOnly) {
  for (const char* const key : {"iot:ConnectAttributes", "iot:Certificate.AvailableKeys",
                                "iot:Certificate.Subject.Organization.List"}) {
    EXPECT_EQ(doubt_about_variable(key), std::string{"'"} + key +
                                             "' may have many values, so that as a variable it has "
                                             "none: what holds it matches nothing");
    EXPECT_EQ(doubt_about_condition_key(key), "");
  }
}

}  // namespace
}  // namespace shadowsim::policy
