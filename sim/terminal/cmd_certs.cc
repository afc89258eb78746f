#include "sim/terminal/cmd_certs.h"

#include <filesystem>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/endpoint/certificate_set.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/fleet_scenario.h"
#include "sim/terminal/session_certificates.h"
#include "sim/time/system_clock.h"

namespace shadowsim::terminal {
namespace {

namespace fs = std::filesystem;
using scenario::NamePattern;

// For a scenario that names no certificates: what they are called in the directory of the user's choice.
void name_certificates(scenario::Scenario& scenario) {
  scenario.fleet.certificates = {NamePattern{"{thing}.pem"}, NamePattern{"{thing}.key"}};
  scenario.fleet.ca_certificate = "ca.pem";
  scenario.apps.certificates = {NamePattern{"app-{index}.pem"}, NamePattern{"app-{index}.key"}};
}

// Moves all files from below one folder to below another.
void move_to(const fs::path& out, const fs::path& folder, endpoint::CertificateSet& set) {
  const auto move = [&](CertificateFiles& pair) {
    for (auto* const file : {&pair.certificate, &pair.private_key})
      *file = (out / fs::absolute(*file).lexically_normal().lexically_relative(folder)).string();
  };
  move(set.authority);
  move(set.server);
  for (auto& client : set.clients)
    move(client.files);
}

bool is_same_folder(const fs::path& a, const fs::path& b) {
  std::error_code failed;
  return fs::weakly_canonical(a, failed) == fs::weakly_canonical(b, failed);
}

// What a scenario that names no certificates has to say to use those in `out`.
std::string as_scenario_says(const scenario::Scenario& scenario, const std::string& out) {
  std::error_code failed;
  const fs::path home = fs::path{scenario.file}.parent_path();
  const std::string there = fs::proximate(out, home.empty() ? "." : home, failed).string();
  return fmt::format(
      "To use them, add to {0}:\n"
      "  fleet: {{certificates: {{certificate: \"{1}/{{thing}}.pem\", key: \"{1}/{{thing}}.key\", "
      "ca: \"{1}/ca.pem\"}}}}\n"
      "  apps: {{certificates: {{certificate: \"{1}/app-{{index}}.pem\", "
      "key: \"{1}/app-{{index}}.key\"}}}}\n",
      scenario.file, there);
}

}  // namespace

ExitCode certs(const CertsCommand& command) {
  auto scenario = read_fleet_scenario(command.file, command.overrides);
  if (scenario.has_error()) return fail_reading(scenario.error());
  const bool names_them = scenario->fleet.certificates.has_value();
  if (!names_them && command.out.empty())
    return fail(usage_error(fmt::format(
        "{} has no fleet.certificates that say where they belong: give --out DIR", command.file)));
  if (!names_them) name_certificates(*scenario);
  const std::string folder = folder_of_certificates(*scenario);
  endpoint::CertificateSet set = certificates_of(*scenario);
  if (!command.out.empty()) move_to(command.out, folder, set);
  const auto pairs = endpoint::make_missing(set, SystemClock{}.wall_now());
  if (pairs.has_error()) return fail(pairs.error());

  const std::string& place = command.out.empty() ? folder : command.out;
  fmt::print("{} certificates with their keys made in {}, {} were there: {} lights, {}\n",
             pairs->made, place, pairs->found, scenario->fleet.lights, set.authority.certificate);
  if (!names_them) {
    fmt::print("{}", as_scenario_says(*scenario, command.out));
  } else if (!is_same_folder(place, folder)) {
    fmt::print("{} looks for them in {}\n", command.file, folder);
  }
  return ExitCode::kPassed;
}

}  // namespace shadowsim::terminal
