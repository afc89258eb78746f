#include "sim/policy/policy_document.h"

#include <algorithm>
#include <iterator>

#include "sim/policy/document_reading.h"
#include "sim/text/json_tree.h"

namespace shadowsim::policy {

bool Statement::applies(std::u32string_view action, std::u32string_view resource,
                        const Facts& facts) const {
  const bool is_named =
      std::ranges::any_of(actions, [&](const Glob& pattern) { return pattern.matches(action); });
  if (is_named == excludes_actions) return false;
  const bool is_covered = std::ranges::any_of(
      resources, [&](const Pattern& pattern) { return pattern.matches(resource, facts); });
  if (is_covered == excludes_resources) return false;
  return std::ranges::all_of(conditions,
                             [&](const Condition& condition) { return condition.holds(facts); });
}

std::size_t counted_characters(std::string_view json) {
  std::size_t count = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char letter = json[at];
    const bool continues = (static_cast<unsigned char>(letter) & 0xC0U) == 0x80U;
    const bool is_space = letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
    if (!continues && (in_string || !is_space)) ++count;
    if (letter == '"') in_string = !in_string;
    if (letter == '\\' && in_string && at + 1 < json.size()) {
      ++at;
      ++count;
    }
  }
  return count;
}

Result<Document> parse_document(std::string_view json, const std::string& file,
                                std::vector<std::string>* warnings, std::size_t characters_most) {
  Problems problems{file};
  Problems odd{file};
  const auto root = read_json(json, 0, problems, RepeatedKeys::kKept);
  auto document = root ? read_document(*root, problems, odd) : std::nullopt;
  if (root) check_size(json, {0, 1, 1}, problems, characters_most);
  if (!problems.empty()) return problems.to_error();
  if (warnings != nullptr) std::ranges::move(odd.lines(), std::back_inserter(*warnings));
  document->name = file;
  return *std::move(document);
}

}  // namespace shadowsim::policy
