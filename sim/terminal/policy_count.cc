#include "sim/terminal/policy_count.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include <fmt/format.h>

#include "sim/policy/glob.h"

namespace shadowsim::terminal {
namespace {

using scenario::PolicyChoice;

constexpr auto kQuota = quota::Limit::kPoliciesMaxPerCertificate;

using Files = std::vector<std::string>;

// A name that the pattern fits: the shortest.
std::string shortest_name(const std::string& pattern) {
  std::string name;
  for (const char letter : pattern) {
    if (letter != '*') name += letter == '?' ? 'a' : letter;
  }
  return name;
}

Files files_of(std::span<const PolicyChoice> choices, const std::string& name) {
  Files files;
  for (const PolicyChoice& choice : choices) {
    if (choice.names.empty() || policy::glob_of(choice.names).matches(policy::code_points(name)))
      files.push_back(choice.file);
  }
  return files;
}

Files files_of_everybody(std::span<const PolicyChoice> choices) {
  Files files;
  for (const PolicyChoice& choice : choices)
    if (choice.names.empty()) files.push_back(choice.file);
  return files;
}

std::string warning_of(const std::string& who, const Files& files, std::uint64_t most) {
  return fmt::format(
      "{} has {} policies, more than {} allows: {}; AWS would not attach {}", who, files.size(),
      quota::row_of(kQuota).key, most,
      fmt::join(files.begin() + static_cast<Files::difference_type>(most), files.end(), ", "));
}

}  // namespace

std::vector<std::string> policy_count_warnings(std::span<const PolicyChoice> choices,
                                               const quota::QuotaProfile& quotas) {
  const std::uint64_t most = quotas.count(kQuota);
  const Files of_all = files_of_everybody(choices);
  if (of_all.size() > most) return {warning_of("every client", of_all, most)};
  std::vector<std::string> warnings;
  std::set<Files> told;
  for (const PolicyChoice& choice : choices) {
    if (choice.names.empty()) continue;
    const std::string name = shortest_name(choice.names);
    const Files files = files_of(choices, name);
    if (files.size() > most && told.insert(files).second)
      warnings.push_back(
          warning_of(fmt::format("a client named like {}", choice.names), files, most));
  }
  return warnings;
}

}  // namespace shadowsim::terminal
