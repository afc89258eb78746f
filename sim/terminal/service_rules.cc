#include "sim/terminal/service_rules.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "sim/policy/glob.h"
#include "sim/policy/policy_document.h"
#include "sim/text/text_file.h"

namespace shadowsim::terminal {

PolicyChoice parse_policy_choice(const std::string& written) {
  const std::size_t end = written.find_first_of("=/");
  if (end == std::string::npos || written[end] == '/') return {{}, written};
  return {written.substr(0, end), written.substr(end + 1)};
}

Result<admission::Rules> read_rules(const std::vector<std::string>& policies,
                                    const std::string& quotas) {
  admission::Rules rules;
  std::vector<policy::Document> documents;
  for (const std::string& written : policies) {
    const auto [names, file] = parse_policy_choice(written);
    const auto text = read_text_file(file);
    if (text.has_error()) return text.error();
    std::vector<std::string> warnings;
    auto document = policy::parse_document(*text, file, &warnings);
    if (document.has_error()) return document.error();
    for (const std::string& warning : warnings)
      fmt::print(stderr, "{}\n", warning);
    if (names.empty())
      documents.push_back(*std::move(document));
    else
      rules.attached.push_back({policy::glob_of(names), *std::move(document)});
  }
  if (!documents.empty())
    rules.policies = std::make_shared<const std::vector<policy::Document>>(std::move(documents));
  if (!quotas.empty()) {
    auto profile = quota::read_profile(quotas);
    if (profile.has_error()) return profile.error();
    rules.quotas = *std::move(profile);
  }
  return rules;
}

}  // namespace shadowsim::terminal
