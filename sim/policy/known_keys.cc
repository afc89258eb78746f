#include "sim/policy/known_keys.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

#include "sim/policy/facts.h"
#include "sim/text/nearest_name.h"

namespace shadowsim::policy {
namespace {

constexpr std::string_view kManyValues = "iot:ConnectAttributes";
constexpr std::string_view kAvailableKeys = "iot:Certificate.AvailableKeys";
constexpr std::string_view kList = ".List";

// Without what stands behind a certificate's attribute: its number, or ".List".
constexpr std::array<std::string_view, 48> kKeys{
    "iot:ClientId",
    "aws:SourceIp",
    "iot:DomainName",
    "iot:Connection.Thing.ThingName",
    "iot:Connection.Thing.ThingTypeName",
    "iot:Connection.Thing.Attributes[name]",
    "iot:Connection.Thing.IsAttached",
    "iot:CertificateId",
    kManyValues,
    "iot:LastWillTopic",
    kAvailableKeys,
    "iot:Certificate.SerialNumber",
    "iot:Certificate.Subject.DistinguishedNameQualifier",
    "iot:Certificate.Subject.Country",
    "iot:Certificate.Subject.Organization",
    "iot:Certificate.Subject.OrganizationalUnit",
    "iot:Certificate.Subject.State",
    "iot:Certificate.Subject.CommonName",
    "iot:Certificate.Subject.SerialNumber",
    "iot:Certificate.Subject.Title",
    "iot:Certificate.Subject.Surname",
    "iot:Certificate.Subject.GivenName",
    "iot:Certificate.Subject.Initials",
    "iot:Certificate.Subject.Pseudonym",
    "iot:Certificate.Subject.GenerationQualifier",
    "iot:Certificate.Subject.AlternativeName.RFC822Name",
    "iot:Certificate.Subject.AlternativeName.DNSName",
    "iot:Certificate.Subject.AlternativeName.DirectoryName",
    "iot:Certificate.Subject.AlternativeName.UniformResourceIdentifier",
    "iot:Certificate.Subject.AlternativeName.IPAddress",
    "iot:Certificate.Issuer.DistinguishedNameQualifier",
    "iot:Certificate.Issuer.Country",
    "iot:Certificate.Issuer.Organization",
    "iot:Certificate.Issuer.OrganizationalUnit",
    "iot:Certificate.Issuer.State",
    "iot:Certificate.Issuer.CommonName",
    "iot:Certificate.Issuer.SerialNumber",
    "iot:Certificate.Issuer.Title",
    "iot:Certificate.Issuer.Surname",
    "iot:Certificate.Issuer.GivenName",
    "iot:Certificate.Issuer.Initials",
    "iot:Certificate.Issuer.Pseudonym",
    "iot:Certificate.Issuer.GenerationQualifier",
    "iot:Certificate.Issuer.AlternativeName.RFC822Name",
    "iot:Certificate.Issuer.AlternativeName.DNSName",
    "iot:Certificate.Issuer.AlternativeName.DirectoryName",
    "iot:Certificate.Issuer.AlternativeName.UniformResourceIdentifier",
    "iot:Certificate.Issuer.AlternativeName.IPAddress"};

// A key as it is looked up in the table, and what is left away for that.
struct Stem {
  std::string name;
  std::string_view rest;  // ".1" to ".4" or ".List", spelt as AWS does
};

// Of a certificate's attribute the first five values are seen: the plain key and these.
Stem stem_of(std::string_view key) {
  constexpr std::array<std::string_view, 5> kRests{".1", ".2", ".3", ".4", kList};
  const std::string canonical = canonical_key(key);
  if (canonical.starts_with("iot:certificate.")) {
    for (const std::string_view rest : kRests) {
      if (canonical.ends_with(canonical_key(rest)))
        return {std::string{key.substr(0, key.size() - rest.size())}, rest};
    }
  }
  const std::size_t bracket = key.find('[');
  const bool has_name = key.ends_with(']') && key.size() > bracket + 2;
  if (bracket != std::string_view::npos && has_name)
    return {std::string{key.substr(0, bracket)} + "[name]", {}};
  return {std::string{key}, {}};
}

// `kind` is what the key is there: "condition key", "variable".
std::string doubt_about(std::string_view kind, std::string_view key) {
  const auto [name, rest] = stem_of(key);
  const auto known = std::ranges::find(kKeys, canonical_key(name), canonical_key);
  if (known == kKeys.end()) {
    const auto nearest = nearest_name(name, kKeys);
    return fmt::format(
        "'{}' is no {} of AWS IoT, and has no value{}", key, kind,
        nearest ? fmt::format(", did you mean '{}{}'?", *nearest, rest) : std::string{});
  }
  if (name != *known || !key.ends_with(rest))
    return fmt::format("the {} '{}' is spelt '{}{}' by AWS; here, as in IAM, capitals do not count",
                       kind, key, *known, rest);
  return {};
}

}  // namespace

std::string doubt_about_condition_key(std::string_view key) {
  return doubt_about("condition key", key);
}

std::string doubt_about_variable(std::string_view key) {
  const auto [name, rest] = stem_of(key);
  const std::string canonical = canonical_key(name);
  if (rest == kList || canonical == canonical_key(kManyValues) ||
      canonical == canonical_key(kAvailableKeys))
    return fmt::format(
        "'{}' may have many values, so that as a variable it has none: what holds it matches "
        "nothing",
        key);
  return doubt_about("variable", key);
}

}  // namespace shadowsim::policy
