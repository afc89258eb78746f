#include "sim/app/change_token.h"

#include <charconv>

namespace shadowsim::app {
namespace {

constexpr std::string_view kPrefix = "change-";

}  // namespace

std::string to_token(ChangeId change) {
  return std::string{kPrefix} + std::to_string(change.value);
}

std::optional<ChangeId> change_of(std::string_view client_token) {
  if (!client_token.starts_with(kPrefix)) return std::nullopt;
  client_token.remove_prefix(kPrefix.size());
  ChangeId change;
  const char* const end = client_token.data() + client_token.size();
  const auto [rest, failure] = std::from_chars(client_token.data(), end, change.value);
  if (failure != std::errc{} || rest != end ||
      to_token(change).size() != kPrefix.size() + client_token.size())
    return std::nullopt;
  return change;
}

}  // namespace shadowsim::app
