#include "sim/endpoint/versions.h"

#include <array>
#include <cstdio>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <openssl/crypto.h>

#include "sim/endpoint/broker_process.h"

namespace shadowsim::endpoint {
namespace {

// For a shell.
std::string quoted(std::string_view text) {
  std::string safe = "'";
  for (const char letter : text)
    safe += letter == '\'' ? std::string{"'\\''"} : std::string{letter};
  return safe + '\'';
}

struct Close {
  void operator()(FILE* stream) const { pclose(stream); }
};

std::string first_line_of(const std::string& command) {
  const std::unique_ptr<FILE, Close> output{popen(command.c_str(), "re")};
  constexpr std::size_t kLine = 200;
  std::array<char, kLine> line{};
  if (!output || std::fgets(line.data(), line.size(), output.get()) == nullptr) return {};
  std::string text{line.data()};
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  return text;
}

}  // namespace

std::string tls_library_version() {
  return fmt::format("OpenSSL {}", OpenSSL_version(OPENSSL_VERSION_STRING));
}

Result<std::string> broker_version() {
  const auto program = find_mosquitto(mosquitto_folders());
  if (!program) return program.error();
  constexpr std::string_view kBegin = "mosquitto version ";
  const std::string line = first_line_of(quoted(*program) + " -h 2>/dev/null");
  if (!line.starts_with(kBegin))
    return system_error(fmt::format("{} -h does not tell its version", *program));
  return fmt::format("mosquitto {} ({})", line.substr(kBegin.size()), *program);
}

}  // namespace shadowsim::endpoint
