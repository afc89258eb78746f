#include "sim/terminal/session_certificates.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace shadowsim::terminal {
namespace {

namespace fs = std::filesystem;

// "client.pem" and "client.key" beside the authority's certificate.
CertificateFiles beside_authority(const scenario::Scenario& scenario, const std::string& name) {
  const auto stem =
      fs::path{scenario.path(scenario.fleet.ca_certificate)}.replace_filename(name).string();
  return {stem + ".pem", stem + ".key"};
}

// The folder of a pattern's names, as far as it is the same for all of them.
fs::path fixed_folder(const scenario::Scenario& scenario, const std::string& pattern) {
  const std::string some_name = pattern.substr(0, pattern.find('{')) + 'x';
  return fs::absolute(scenario.path(some_name)).lexically_normal().parent_path();
}

fs::path common(const fs::path& a, const fs::path& b) {
  fs::path shared;
  const auto [end_a, end_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  for (auto part = a.begin(); part != end_a; ++part)
    shared /= *part;
  return shared;
}

// All files that a session of the shard, or the connection to the endpoint, reads.
std::vector<std::string> files_of(const scenario::Scenario& scenario, schedule::Shard shard,
                                  const std::optional<mqtt::Endpoint>& endpoint) {
  const mqtt::TlsFiles shared = endpoint ? endpoint->tls : shared_tls(scenario);
  std::vector<std::string> files{shared.ca_certificate, shared.certificate, shared.private_key};
  const auto add = [&](const CertificateFiles& pair) {
    files.push_back(pair.certificate);
    files.push_back(pair.private_key);
  };
  if (!endpoint) add(beside_authority(scenario, "server"));
  for (const auto& app : apps_of(scenario.apps, shard))
    add(scenario.certificate(app.id));
  for (LightId light{shard.index}; light.value < scenario.fleet.lights; light.value += shard.count)
    add(scenario.certificate(light));
  std::erase(files, "");
  return files;
}

}  // namespace

mqtt::TlsFiles shared_tls(const scenario::Scenario& scenario) {
  auto [certificate, key] = scenario.apps.certificates ? scenario.certificate(AppId{0})
                                                       : beside_authority(scenario, "client");
  return {std::move(certificate), std::move(key), scenario.path(scenario.fleet.ca_certificate)};
}

std::optional<runtime::OwnTls> own_tls(const scenario::Scenario& scenario) {
  if (!scenario.fleet.certificates) return std::nullopt;
  return runtime::OwnTls{beside_authority(scenario, "server"), shared_tls(scenario)};
}

endpoint::CertificateSet certificates_of(const scenario::Scenario& scenario) {
  const std::string ca = scenario.path(scenario.fleet.ca_certificate);
  endpoint::CertificateSet set{.authority = {ca, fs::path{ca}.replace_extension("key").string()},
                               .server = beside_authority(scenario, "server"),
                               .clients = {{"client", beside_authority(scenario, "client")}}};
  if (scenario.apps.certificates) {
    for (AppId app; app.value < scenario.apps.sessions; ++app.value)
      set.clients.push_back({scenario.apps.client(app), scenario.certificate(app)});
  }
  for (LightId light; light.value < scenario.fleet.lights; ++light.value)
    set.clients.push_back({scenario.fleet.thing(light), scenario.certificate(light)});
  return set;
}

std::string folder_of_certificates(const scenario::Scenario& scenario) {
  const auto& fleet = scenario.fleet;
  std::vector<std::string> names{fleet.ca_certificate, fleet.certificates->certificate.text(),
                                 fleet.certificates->key.text()};
  if (const auto& apps = scenario.apps.certificates)
    names.insert(names.end(), {apps->certificate.text(), apps->key.text()});
  fs::path shared = fixed_folder(scenario, names.front());
  for (const std::string& name : names)
    shared = common(shared, fixed_folder(scenario, name));
  return shared.string();
}

Result<void> check_certificates(const scenario::Scenario& scenario, schedule::Shard shard,
                                const std::optional<mqtt::Endpoint>& endpoint) {
  if (!scenario.fleet.certificates || (endpoint && !endpoint->uses_tls())) return {};
  const auto files = files_of(scenario, shard, endpoint);
  const auto is_missing = [](const std::string& file) {
    std::error_code unreadable;
    return !fs::exists(file, unreadable);
  };
  const auto missing = std::ranges::count_if(files, is_missing);
  if (missing == 0) return {};
  return usage_error(fmt::format(
      "{} of {} certificate files {} missing, first {}; 'shadowsim certs {}' makes them for an "
      "endpoint on this machine",
      missing, files.size(), missing == 1 ? "is" : "are", *std::ranges::find_if(files, is_missing),
      scenario.file));
}

}  // namespace shadowsim::terminal
