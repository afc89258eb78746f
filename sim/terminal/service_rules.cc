#include "sim/terminal/service_rules.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/policy/glob.h"
#include "sim/policy/policy_document.h"
#include "sim/terminal/policy_count.h"
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

// What is wrong with all files that cannot be read, as one error.
class BadFiles {
 public:
  void add(const Error& error) {
    if (all_)
      all_->message += '\n' + error.message;
    else
      all_ = error;
  }

  const std::optional<Error>& all() const { return all_; }

 private:
  std::optional<Error> all_;
};

void warn(const std::string& warning) {
  fmt::print(stderr, "shadowsim: warning: {}\n", warning);
}

Result<policy::Document> read_policy(const std::string& file, const quota::QuotaProfile& quotas) {
  const auto text = read_text_file(file);
  if (text.has_error()) return text.error();
  std::vector<std::string> warnings;
  auto document = policy::parse_document(
      *text, file, &warnings,
      quotas.count(quota::Limit::kPolicyDocumentMaxCharactersWithoutWhitespace));
  std::ranges::for_each(warnings, warn);
  return document;
}

void read_policies(const std::vector<scenario::PolicyChoice>& choices,
                   const quota::QuotaProfile& quotas, admission::Rules& rules, BadFiles& bad) {
  std::vector<policy::Document> documents;
  for (const auto& [names, file] : choices) {
    auto document = read_policy(file, quotas);
    if (document.has_error()) {
      bad.add(document.error());
    } else if (names.empty()) {
      documents.push_back(*std::move(document));
    } else {
      rules.attached.push_back({policy::glob_of(names), *std::move(document)});
    }
  }
  std::ranges::for_each(policy_count_warnings(choices, quotas), warn);
  if (!documents.empty())
    rules.policies = std::make_shared<const std::vector<policy::Document>>(std::move(documents));
}

}  // namespace

Result<admission::Rules> read_rules(const scenario::EndpointRules& named) {
  admission::Rules rules;
  BadFiles bad;
  if (named.quotas) {
    auto profile = read_quotas(*named.quotas);
    if (profile.has_error())
      bad.add(profile.error());
    else
      rules.quotas = *std::move(profile);
  }
  read_policies(named.policies, rules.quotas.value_or(quota::QuotaProfile{}), rules, bad);
  if (bad.all()) return *bad.all();
  return rules;
}

}  // namespace shadowsim::terminal
