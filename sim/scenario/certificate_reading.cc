#include "sim/scenario/certificate_reading.h"

#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "sim/scenario/name_pattern.h"
#include "sim/scenario/typed_value.h"

namespace shadowsim::scenario {
namespace {

// Whose certificates are read.
struct Owners {
  std::string_view section;  // "fleet"
  std::string_view plural;   // "lights"
  std::uint32_t count;
};

bool gives_each_another(const std::string& pattern) {
  return has_index(pattern) || pattern.find("{thing}") != std::string::npos;
}

std::optional<NamePattern> read_pattern(const Node& certificates, std::string_view key,
                                        const Owners& owners, Problems& problems) {
  const Node* const node = certificates.find(key);
  if (!is_readable(node)) return std::nullopt;
  const std::string text = text_of(node);
  const auto complain = [&](const std::string& what) {
    problems.add(node->place, fmt::format("{}.certificates.{} {}", owners.section, key, what));
    return std::nullopt;
  };
  if (text.empty() || text.ends_with('/')) return complain("names no file");
  if (owners.count > 1 && !gives_each_another(text))
    return complain(fmt::format("gives all {} {} the same file '{}', it must hold {{index}}{}",
                                owners.count, owners.plural, text,
                                owners.section == "fleet" ? " or {thing}" : ""));
  return NamePattern{text};
}

std::optional<Certificates> read(const Node& certificates, const Owners& owners,
                                 Problems& problems) {
  auto certificate = read_pattern(certificates, "certificate", owners, problems);
  auto key = read_pattern(certificates, "key", owners, problems);
  if (!certificate || !key) return std::nullopt;
  if (*certificate == *key) {
    problems.add(certificates.find("key")->place,
                 fmt::format("{}.certificates names '{}' for both certificate and key",
                             owners.section, key->text()));
    return std::nullopt;
  }
  return Certificates{*std::move(certificate), *std::move(key)};
}

}  // namespace

void read_certificates(const Node& fleet_node, Fleet& fleet, Problems& problems) {
  const Node* const node = fleet_node.find("certificates");
  if (!is_readable(node)) return;
  fleet.certificates = read(*node, {"fleet", "lights", fleet.lights}, problems);
  const Node* const ca = node->find("ca");
  fleet.ca_certificate = text_of(ca);
  if (is_readable(ca) && fleet.ca_certificate.empty())
    problems.add(ca->place, "fleet.certificates.ca names no file");
}

void read_certificates(const Node& scenario, Apps& apps, Problems& problems) {
  const Node* const node = scenario.find("apps")->find("certificates");
  if (!is_readable(node)) return;
  apps.certificates = read(*node, {"apps", "sessions", apps.sessions}, problems);
  const Node* const fleet = scenario.find("fleet");
  if (is_readable(fleet) && fleet->find("certificates") == nullptr)
    problems.add(node->introduced_at(),
                 "apps.certificates go with fleet.certificates, which are not there");
}

}  // namespace shadowsim::scenario
