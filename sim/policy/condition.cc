#include "sim/policy/condition.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace shadowsim::policy {
namespace {

struct Name {
  std::string_view text;
  Comparison comparison;
  bool is_negated;
};

constexpr std::array<Name, 14> kNames{{
    {"StringEquals", Comparison::kString, false},
    {"StringNotEquals", Comparison::kString, true},
    {"StringEqualsIgnoreCase", Comparison::kStringIgnoringCase, false},
    {"StringNotEqualsIgnoreCase", Comparison::kStringIgnoringCase, true},
    {"StringLike", Comparison::kLike, false},
    {"StringNotLike", Comparison::kLike, true},
    {"ArnEquals", Comparison::kArn, false},
    {"ArnNotEquals", Comparison::kArn, true},
    {"ArnLike", Comparison::kArn, false},
    {"ArnNotLike", Comparison::kArn, true},
    {"Bool", Comparison::kBool, false},
    {"IpAddress", Comparison::kIp, false},
    {"NotIpAddress", Comparison::kIp, true},
    {"Null", Comparison::kNull, false},
}};

constexpr std::size_t kArnParts = 6;

PatternRules rules_of(Comparison comparison, bool variables) {
  return {.variables = variables,
          .wildcards = comparison == Comparison::kLike || comparison == Comparison::kArn,
          .folds_case =
              comparison == Comparison::kStringIgnoringCase || comparison == Comparison::kBool};
}

// Part by part, so that a wildcard does not reach beyond its own.
// Source: IAM User Guide, Condition operators: "each of the six colon-delimited components of the ARN
//         is checked separately". A lone '*' stands for every ARN (our choice).
bool arn_matches(const Glob& pattern, const std::string& arn) {
  const auto wanted = pattern.parts(kArnParts);
  const std::u32string text = code_points(arn);
  if (wanted.size() == 1) return pattern.matches(text);
  std::u32string_view rest = text;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const bool is_last = i + 1 == kArnParts;
    const std::size_t end = is_last ? rest.size() : std::min(rest.find(U':'), rest.size());
    if (!wanted[i].matches(rest.substr(0, end))) return false;
    if (i + 1 == wanted.size()) return is_last;
    if (end == rest.size()) return false;
    rest.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

std::optional<Operator> parse_operator(std::string_view text) {
  constexpr std::string_view kIfExists = "IfExists";
  constexpr std::array<std::pair<std::string_view, Quantifier>, 2> kPrefixes{
      {{"ForAllValues:", Quantifier::kForAllValues}, {"ForAnyValue:", Quantifier::kForAnyValue}}};
  Operator found;
  for (const auto& [prefix, quantifier] : kPrefixes) {
    if (!text.starts_with(prefix)) continue;
    found.quantifier = quantifier;
    text.remove_prefix(prefix.size());
    break;
  }
  if (text.ends_with(kIfExists)) {
    found.if_exists = true;
    text.remove_suffix(kIfExists.size());
  }
  const auto name = std::ranges::find(kNames, text, &Name::text);
  if (name == kNames.end()) return std::nullopt;
  found.comparison = name->comparison;
  found.is_negated = name->is_negated;
  const bool is_plain = !found.if_exists && found.quantifier == Quantifier::kNone;
  if (found.comparison == Comparison::kNull && !is_plain) return std::nullopt;
  return found;
}

std::span<const std::string_view> operator_names() {
  static constexpr auto kTexts = [] {
    std::array<std::string_view, kNames.size()> texts;
    for (std::size_t i = 0; i < kNames.size(); ++i)
      texts[i] = kNames[i].text;
    return texts;
  }();
  return kTexts;
}

Result<Condition::Expected> Condition::read_value(Comparison comparison, const std::string& text,
                                                  bool variables) {
  if (comparison == Comparison::kIp) {
    auto range = IpRange::parse(text);
    if (!range) return range.error();
    return Expected{*std::move(range)};
  }
  if (comparison == Comparison::kNull) {
    if (text == "true" || text == "false") return Expected{text == "true"};
    return usage_error(fmt::format("Null takes true or false, not '{}'", text));
  }
  auto pattern = Pattern::compile(text, rules_of(comparison, variables));
  if (!pattern) return pattern.error();
  return Expected{*std::move(pattern)};
}

Result<Condition> Condition::make(Operator test, std::string_view key,
                                  const std::vector<std::string>& values, bool variables) {
  Condition made;
  made.test_ = test;
  made.key_ = canonical_key(key);
  for (const std::string& text : values) {
    auto value = read_value(test.comparison, text, variables);
    if (!value) return value.error();
    made.expected_.push_back(*std::move(value));
  }
  return made;
}

std::vector<std::string> Condition::variables() const {
  std::vector<std::string> all;
  for (const Expected& expected : expected_) {
    const auto* const pattern = std::get_if<Pattern>(&expected);
    if (pattern == nullptr) continue;
    all.insert(all.end(), pattern->variables().begin(), pattern->variables().end());
  }
  return all;
}

bool Condition::matches(const Expected& expected, const std::string& value,
                        const Facts& facts) const {
  if (const auto* range = std::get_if<IpRange>(&expected)) return range->contains(value);
  const auto& pattern = std::get<Pattern>(expected);
  switch (test_.comparison) {
    case Comparison::kArn: {
      const auto resolved = pattern.resolve(facts);
      return resolved && arn_matches(*resolved, value);
    }
    case Comparison::kStringIgnoringCase:
    case Comparison::kBool:
      return pattern.matches(folded_code_points(value), facts);
    default:
      return pattern.matches(code_points(value), facts);
  }
}

bool Condition::passes(const std::string& value, const Facts& facts) const {
  const bool is_listed = std::ranges::any_of(
      expected_, [&](const Expected& expected) { return matches(expected, value, facts); });
  return is_listed != test_.is_negated;
}

bool Condition::holds(const Facts& facts) const {
  const Fact* const fact = facts.find(key_);
  const bool is_absent = fact == nullptr || fact->values.empty();
  if (test_.comparison == Comparison::kNull) {
    return std::ranges::any_of(
        expected_, [&](const Expected& expected) { return std::get<bool>(expected) == is_absent; });
  }
  const bool needs_all = test_.quantifier == Quantifier::kForAllValues ||
                         (test_.quantifier == Quantifier::kNone && test_.is_negated);
  if (is_absent) return test_.if_exists || needs_all;
  const auto passes_one = [&](const std::string& value) { return passes(value, facts); };
  return needs_all ? std::ranges::all_of(fact->values, passes_one)
                   : std::ranges::any_of(fact->values, passes_one);
}

}  // namespace shadowsim::policy
