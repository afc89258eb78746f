#include "sim/endpoint/certificate_directory.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/endpoint/certificate_set.h"

namespace shadowsim::endpoint {
namespace {

namespace fs = std::filesystem;

DirectoryOfCertificates files_in(const std::string& directory) {
  const auto file = [&](const char* name) { return directory + "/" + name; };
  return {.ca_certificate = file("ca.pem"),
          .server = {file("server.pem"), file("server.key")},
          .client = {file("client.pem"), file("client.key")}};
}

std::vector<std::string> missing_of(const DirectoryOfCertificates& files) {
  std::vector<std::string> missing;
  for (const auto* file :
       {&files.ca_certificate, &files.server.certificate, &files.server.private_key,
        &files.client.certificate, &files.client.private_key}) {
    std::error_code unreadable;
    if (!fs::is_regular_file(*file, unreadable)) missing.push_back(*file);
  }
  return missing;
}

}  // namespace

Result<DirectoryOfCertificates> prepare_certificates(const std::string& directory, WallTime now) {
  std::error_code failed;
  const fs::path path = fs::absolute(directory, failed);
  fs::create_directories(path, failed);
  const bool is_empty = !failed && fs::is_empty(path, failed);
  if (failed) return system_error(fmt::format("use directory {}", directory), failed.value());
  if (is_empty) {
    const DirectoryOfCertificates wanted = files_in(path.string());
    const auto made = make_missing({.authority = {wanted.ca_certificate, path.string() + "/ca.key"},
                                    .server = wanted.server,
                                    .clients = {{"client", wanted.client}}},
                                   now);
    if (made.has_error()) return made.error();
  }
  DirectoryOfCertificates files = files_in(path.string());
  if (const auto missing = missing_of(files); !missing.empty())
    return usage_error(fmt::format(
        "missing: {}; {} must hold ca.pem, server.pem, server.key, client.pem and client.key, or "
        "nothing, and then they are made",
        fmt::join(missing, ", "), directory));
  return files;
}

}  // namespace shadowsim::endpoint
