#include "sim/terminal/service_rules.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/policy/glob.h"
#include "sim/policy/policy_document.h"
#include "sim/text/text_file.h"

namespace shadowsim::terminal {
namespace {

Result<quota::QuotaProfile> read_quotas(const scenario::QuotaChoice& choice) {
  auto profile = choice.file.empty() ? Result<quota::QuotaProfile>{quota::QuotaProfile{}}
                                     : quota::read_profile(choice.file);
  if (profile.has_error()) return profile;
  if (choice.scale) profile->set_scale(*choice.scale);
  for (const auto& [limit, number] : choice.set)
    profile->set(limit, number);
  return profile;
}

}  // namespace

PolicyChoice parse_policy_choice(const std::string& written) {
  const std::size_t end = written.find_first_of("=/");
  if (end == std::string::npos || written[end] == '/') return {{}, written};
  return {written.substr(0, end), written.substr(end + 1)};
}

Result<admission::Rules> read_rules(const scenario::EndpointRules& named) {
  admission::Rules rules;
  std::vector<policy::Document> documents;
  std::optional<Error> bad;  // what is wrong with all files that cannot be read
  const auto add_bad = [&bad](const Error& error) {
    if (bad)
      bad->message += '\n' + error.message;
    else
      bad = error;
  };
  for (const std::string& written : named.policies) {
    const auto [names, file] = parse_policy_choice(written);
    const auto text = read_text_file(file);
    if (text.has_error()) {
      add_bad(text.error());
      continue;
    }
    std::vector<std::string> warnings;
    auto document = policy::parse_document(*text, file, &warnings);
    if (document.has_error()) {
      add_bad(document.error());
      continue;
    }
    for (const std::string& warning : warnings)
      fmt::print(stderr, "shadowsim: warning: {}\n", warning);
    if (names.empty())
      documents.push_back(*std::move(document));
    else
      rules.attached.push_back({policy::glob_of(names), *std::move(document)});
  }
  if (bad) return *bad;
  if (!documents.empty())
    rules.policies = std::make_shared<const std::vector<policy::Document>>(std::move(documents));
  if (named.quotas) {
    auto profile = read_quotas(*named.quotas);
    if (profile.has_error()) return profile.error();
    rules.quotas = *std::move(profile);
  }
  return rules;
}

}  // namespace shadowsim::terminal
