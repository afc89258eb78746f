#include "sim/endpoint/certificate_set.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "sim/endpoint/certificates.h"

namespace shadowsim::endpoint {
namespace {

namespace fs = std::filesystem;

bool is_there(const std::string& file) {
  std::error_code unreadable;
  return fs::exists(file, unreadable);
}

// The pairs that are missing, but for the authority's.
struct Missing {
  bool server = false;
  std::vector<const CertificateSet::Client*> clients;
  const CertificateFiles* one_found = nullptr;  // of the others
};

Error half_a_pair(const std::string& there, const std::string& lost) {
  return usage_error(fmt::format(
      "{} is there without {}; nothing is overwritten: remove the one, or bring the other", there,
      lost));
}

Result<bool> is_missing(const CertificateFiles& pair) {
  const bool has_certificate = is_there(pair.certificate);
  const bool has_key = is_there(pair.private_key);
  if (has_certificate && !has_key) return half_a_pair(pair.certificate, pair.private_key);
  if (has_key && !has_certificate) return half_a_pair(pair.private_key, pair.certificate);
  return !has_certificate;
}

Result<Missing> look_for(const CertificateSet& set) {
  Missing missing;
  const auto server = is_missing(set.server);
  if (server.has_error()) return server.error();
  missing.server = *server;
  if (!*server) missing.one_found = &set.server;
  for (const auto& client : set.clients) {
    const auto one = is_missing(client.files);
    if (one.has_error()) return one.error();
    if (*one)
      missing.clients.push_back(&client);
    else
      missing.one_found = &client.files;
  }
  return missing;
}

Result<void> make_directory_of(const CertificateFiles& pair) {
  for (const auto* file : {&pair.certificate, &pair.private_key}) {
    const fs::path directory = fs::path{*file}.parent_path();
    std::error_code failed;
    if (!directory.empty()) fs::create_directories(directory, failed);
    if (failed)
      return system_error(fmt::format("make directory {}", directory.string()), failed.value());
  }
  return {};
}

Result<CertificateAuthority> authority_of(const CertificateSet& set, const Missing& missing,
                                          WallTime now) {
  const auto& [certificate, key] = set.authority;
  if (!is_there(certificate)) {
    if (missing.one_found != nullptr)
      return usage_error(fmt::format("{} is there, but not {}, which would have to be its issuer's",
                                     missing.one_found->certificate, certificate));
    if (is_there(key)) return half_a_pair(key, certificate);
    if (const auto made = make_directory_of(set.authority); made.has_error()) return made.error();
    return CertificateAuthority::create(set.authority, now);
  }
  if (!is_there(key))
    return usage_error(fmt::format(
        "{} is there without its key {}, so nothing can be issued in its name", certificate, key));
  return CertificateAuthority::load(set.authority, now);
}

}  // namespace

Result<PairsOfFiles> make_missing(const CertificateSet& set, WallTime now) {
  const auto missing = look_for(set);
  if (missing.has_error()) return missing.error();
  const std::size_t all = set.clients.size() + 2;
  const bool has_authority = is_there(set.authority.certificate);
  if (has_authority && !missing->server && missing->clients.empty()) return PairsOfFiles{0, all};
  auto authority = authority_of(set, *missing, now);
  if (authority.has_error()) return authority.error();
  std::size_t made = has_authority ? 0 : 1;
  if (missing->server) {
    if (const auto done = make_directory_of(set.server); done.has_error()) return done.error();
    const auto issued =
        authority->issue_server("server", {"localhost", "127.0.0.1", "::1"}, set.server);
    if (issued.has_error()) return issued.error();
    ++made;
  }
  for (const auto* const client : missing->clients) {
    if (const auto done = make_directory_of(client->files); done.has_error()) return done.error();
    const auto issued = authority->issue_client(client->name, client->files);
    if (issued.has_error()) return issued.error();
    ++made;
  }
  return PairsOfFiles{made, all - made};
}

}  // namespace shadowsim::endpoint
