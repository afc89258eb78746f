#include "sim/gateway/certificate_facts.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

namespace shadowsim::gateway {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Attributes = std::vector<std::pair<const char*, const char*>>;

void name(X509_NAME* whose, const Attributes& attributes) {
  for (const auto& [key, value] : attributes)
    X509_NAME_add_entry_by_txt(whose, key, MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(value), -1, -1, 0);
}

Certificate certificate(const Attributes& subject, const Attributes& issuer,
                        const std::string& alternatives) {
  Certificate made{X509_new(), &X509_free};
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), 0x921285cbb7a5e086U);
  name(X509_get_subject_name(made.get()), subject);
  name(X509_get_issuer_name(made.get()), issuer);
  if (!alternatives.empty()) {
    X509_EXTENSION* const extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternatives.c_str());
    X509_add_ext(made.get(), extension, -1);
    X509_EXTENSION_free(extension);
  }
  // Only what is complete has an ID.
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"),
                                                                &EVP_PKEY_free};
  ASN1_TIME_set(X509_getm_notBefore(made.get()), 0);
  ASN1_TIME_set(X509_getm_notAfter(made.get()), 1);
  X509_set_pubkey(made.get(), key.get());
  X509_sign(made.get(), key.get(), EVP_sha256());
  return made;
}

policy::Context context_of(const Certificate& made) {
  policy::Context context;
  add_certificate(*made, context);
  return context;
}

TEST(CertificateFacts, OfACertificateWithoutNamesAreItsNumberAndItsId) {
  const auto context = context_of(certificate({}, {}, ""));
  EXPECT_THAT(context.certificate,
              ElementsAre(Pair("SerialNumber", ElementsAre("10525622389124227206"))));
  EXPECT_THAT(context.certificate_id.value_or(""), testing::MatchesRegex("[0-9a-f]{64}"));
  EXPECT_EQ(context.thing, std::nullopt);
}

TEST(CertificateFacts, HoldSubjectAndIssuerAttributeByAttribute) {
  const auto context = context_of(certificate({{"CN", "light-0001"},
                                               {"CN", "second"},
                                               {"O", "IoT"},
                                               {"OU", "Lamps"},
                                               {"C", "DE"},
                                               {"ST", "Hessen"},
                                               {"serialNumber", "123"},
                                               {"title", "Dr"},
                                               {"SN", "Multi"},
                                               {"GN", "Bulb"},
                                               {"initials", "ZZ"},
                                               {"pseudonym", "RGB"},
                                               {"generationQualifier", "4"},
                                               {"dnQualifier", "q"}},
                                              {{"CN", "CA"}}, ""));
  const auto value = [&](const std::string& key) { return context.certificate.at(key); };
  EXPECT_THAT(value("Subject.CommonName"), ElementsAre("light-0001", "second"));
  EXPECT_EQ(context.thing, "light-0001");
  const Attributes expected{{"Organization", "IoT"},
                            {"OrganizationalUnit", "Lamps"},
                            {"Country", "DE"},
                            {"State", "Hessen"},
                            {"SerialNumber", "123"},
                            {"Title", "Dr"},
                            {"Surname", "Multi"},
                            {"GivenName", "Bulb"},
                            {"Initials", "ZZ"},
                            {"Pseudonym", "RGB"},
                            {"GenerationQualifier", "4"},
                            {"DistinguishedNameQualifier", "q"}};
  for (const auto& [key, text] : expected)
    EXPECT_THAT(value(std::string{"Subject."} + key), ElementsAre(text)) << key;
  EXPECT_THAT(value("Issuer.CommonName"), ElementsAre("CA"));
}

TEST(CertificateFacts, HoldAlternativeNames) {
  auto context = context_of(certificate({}, {},
                                        "DNS:example.com,DNS:example.org,IP:1.2.3.4,IP:::1,"
                                        "email:a@example.com,URI:https://example.com,RID:1.2.3"));
  context.certificate.erase("SerialNumber");
  const std::string key = "Subject.AlternativeName.";
  EXPECT_THAT(context.certificate,
              UnorderedElementsAre(
                  Pair(key + "DNSName", ElementsAre("example.com", "example.org")),
                  Pair(key + "IPAddress", ElementsAre("1.2.3.4", "::1")),
                  Pair(key + "RFC822Name", ElementsAre("a@example.com")),
                  Pair(key + "UniformResourceIdentifier", ElementsAre("https://example.com"))));
}

TEST(CertificateFacts, HaveAnotherIdForAnotherCertificate) {
  EXPECT_NE(context_of(certificate({{"CN", "a"}}, {}, "")).certificate_id,
            context_of(certificate({{"CN", "b"}}, {}, "")).certificate_id);
}

}  // namespace
}  // namespace shadowsim::gateway
