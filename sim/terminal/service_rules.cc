#include "sim/terminal/service_rules.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "sim/policy/policy_document.h"
#include "sim/text/text_file.h"

namespace shadowsim::terminal {

Result<admission::Rules> read_rules(const std::vector<std::string>& policies,
                                    const std::string& quotas) {
  admission::Rules rules;
  std::vector<policy::Document> documents;
  for (const std::string& file : policies) {
    const auto text = read_text_file(file);
    if (text.has_error()) return text.error();
    std::vector<std::string> warnings;
    auto document = policy::parse_document(*text, file, &warnings);
    if (document.has_error()) return document.error();
    for (const std::string& warning : warnings)
      fmt::print(stderr, "{}\n", warning);
    documents.push_back(*std::move(document));
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
