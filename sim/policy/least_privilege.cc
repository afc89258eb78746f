#include "sim/policy/least_privilege.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.h"
#include "sim/policy/pattern.h"
#include "sim/policy/policy_document.h"
#include "sim/text/json_string.h"

namespace shadowsim::policy {
namespace {

Pattern compiled(std::string_view text) {
  auto pattern = Pattern::compile(text, {.variables = true, .wildcards = true});
  SHADOWSIM_CHECK(pattern.has_value(), "{}", text);
  return *std::move(pattern);
}

// Whether one pattern covers whatever the other does. A wildcard of the other counts as a character,
// which is right as long as the first has none but '*' where the other has one.
bool covers(const std::string& one, const std::string& other) {
  return compiled(one).matches(code_points(other), Facts{{}});
}

std::vector<std::string> without_covered(const std::vector<std::string>& patterns) {
  std::vector<std::string> kept;
  for (const std::string& pattern : patterns) {
    const auto covers_it = [&](const std::string& other) { return covers(other, pattern); };
    if (std::ranges::any_of(kept, covers_it)) continue;
    std::erase_if(kept, [&](const std::string& other) { return covers(pattern, other); });
    kept.push_back(pattern);
  }
  return kept;
}

std::string statement(Action action, const std::vector<std::string>& patterns,
                      const Account& account) {
  std::vector<std::string> arns;
  for (const std::string& pattern : patterns)
    arns.push_back(json_string(arn(account, action, pattern)));
  const std::string resources =
      arns.size() == 1 ? arns.front()
                       : fmt::format("[\n        {}\n      ]", fmt::join(arns, ",\n        "));
  return fmt::format(
      "    {{\n      \"Effect\": \"Allow\",\n      \"Action\": {},\n      \"Resource\": {}\n    }}",
      json_string(name_of(action)), resources);
}

// In the order of AWS's samples, each pattern that is left.
std::vector<std::pair<Action, std::vector<std::string>>> by_action(const Needs& needs) {
  std::vector<std::pair<Action, std::vector<std::string>>> kinds{
      {Action::kPublish, without_covered(needs.publishes)},
      {Action::kRetainPublish, without_covered(needs.retains)},
      {Action::kReceive, without_covered(needs.receives)},
      {Action::kSubscribe, without_covered(needs.subscribes)},
      {Action::kConnect, without_covered(needs.connects)}};
  std::erase_if(kinds, [](const auto& kind) { return kind.second.empty(); });
  return kinds;
}

}  // namespace

std::string least_privilege(const Needs& needs, const Account& account) {
  std::vector<std::string> statements;
  for (const auto& [action, patterns] : by_action(needs))
    statements.push_back(statement(action, patterns, account));
  return fmt::format("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n{}\n  ]\n}}\n",
                     fmt::join(statements, ",\n"));
}

std::vector<std::string> warnings_about(const Needs& needs, const Account& account) {
  std::vector<std::string> warnings;
  const std::size_t characters = counted_characters(least_privilege(needs, account));
  if (characters > kCharactersMost)
    warnings.push_back(fmt::format(
        "the policy has {} characters without white space, AWS takes at most {}: divide it among "
        "several, up to 10 for a certificate",
        characters, kCharactersMost));
  for (const auto& [action, patterns] : by_action(needs)) {
    const auto has_wildcard = [](const std::string& text) { return compiled(text).has_wildcard(); };
    const auto first = std::ranges::find_if(patterns, has_wildcard);
    if (first == patterns.end()) continue;
    warnings.push_back(
        fmt::format("{} is allowed on wildcards, like {}: on every name that fits, "
                    "not only on the fleet's",
                    name_of(action), *first));
  }
  return warnings;
}

}  // namespace shadowsim::policy
