#include "sim/policy/pattern.h"

#include <fmt/format.h>

namespace shadowsim::policy {
namespace {

constexpr std::string_view kOpening = "${";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

// Reads a pattern's text from left to right.
class PatternMaker {
 public:
  PatternMaker(std::string_view text, PatternRules rules) : text_{text}, rules_{rules} {
    made_.folds_case_ = rules.folds_case;
    made_.pieces_.emplace_back();
  }

  Result<Pattern> make() {
    while (!text_.empty()) {
      if (rules_.variables && text_.starts_with(kOpening)) {
        if (const auto read = read_variable(); !read) return read.error();
      } else {
        read_plain();
      }
    }
    return std::move(made_);
  }

 private:
  std::u32string characters(std::string_view text) const {
    return rules_.folds_case ? folded_code_points(text) : code_points(text);
  }

  void read_plain() {
    Glob& fixed = made_.pieces_.back().fixed;
    const bool is_wildcard = rules_.wildcards && (text_.front() == '*' || text_.front() == '?');
    if (is_wildcard) {
      text_.front() == '*' ? fixed.add_any_run() : fixed.add_any_one();
      made_.has_wildcard_ = true;
      text_.remove_prefix(1);
      return;
    }
    std::size_t end = text_.find_first_of("*?$", 1);
    if (end == std::string_view::npos) end = text_.size();
    fixed.add_text(characters(text_.substr(0, end)));
    text_.remove_prefix(end);
  }

  Result<void> read_variable() {
    const std::string_view written = text_;
    text_.remove_prefix(kOpening.size());
    const std::size_t end = end_of_key();
    if (end == std::string_view::npos)
      return usage_error(fmt::format("'{}' has no closing brace", written));
    const std::string_view key = trimmed(text_.substr(0, end));
    if (key.empty()) return usage_error("a variable needs the name of a key between its braces");
    const bool has_default = text_[end] == ',';
    text_.remove_prefix(end + 1);
    std::optional<std::string> otherwise;
    if (has_default) {
      otherwise = read_default();
      if (!otherwise)
        return usage_error(
            fmt::format("'{}' must end like ${{key, 'default'}}, in single quotes", written));
    }
    add_variable(key, std::move(otherwise));
    return {};
  }

  // Where the key ends. The name of a thing's attribute, in brackets, may hold a comma.
  std::size_t end_of_key() const {
    const std::size_t first = text_.find_first_of(",}[");
    if (first == std::string_view::npos || text_[first] != '[') return first;
    const std::size_t closing = text_.find(']', first);
    return text_.find_first_of(",}", closing == std::string_view::npos ? first : closing);
  }

  // What stands between single quotes, up to the closing brace, which is taken, too.
  std::optional<std::string> read_default() {
    const std::size_t opening = text_.find_first_not_of(' ');
    if (opening == std::string_view::npos || text_[opening] != '\'') return std::nullopt;
    const std::size_t closing = text_.find('\'', opening + 1);
    if (closing == std::string_view::npos) return std::nullopt;
    const std::size_t brace = text_.find_first_not_of(' ', closing + 1);
    if (brace == std::string_view::npos || text_[brace] != '}') return std::nullopt;
    std::string otherwise{text_.substr(opening + 1, closing - opening - 1)};
    text_.remove_prefix(brace + 1);
    return otherwise;
  }

  void add_variable(std::string_view key, std::optional<std::string> otherwise) {
    if (key == "*" || key == "?" || key == "$") {
      made_.pieces_.back().fixed.add_text(code_points(key));
      return;
    }
    made_.variables_.emplace_back(key);
    made_.pieces_.back().key = canonical_key(key);
    made_.pieces_.back().otherwise = std::move(otherwise);
    made_.pieces_.emplace_back();
  }

  std::string_view text_;  // what is still to be read
  PatternRules rules_;
  Pattern made_;
};

Result<Pattern> Pattern::compile(std::string_view text, PatternRules rules) {
  return PatternMaker{text, rules}.make();
}

std::optional<Glob> Pattern::resolve(const Facts& facts) const {
  Glob resolved;
  for (const Piece& piece : pieces_) {
    resolved.add(piece.fixed);
    if (piece.key.empty()) continue;
    const Fact* const fact = facts.find(piece.key);
    const bool has_value = fact != nullptr && !fact->is_list;
    if (!has_value && (fact != nullptr || !piece.otherwise)) return std::nullopt;
    const std::string& value = has_value ? fact->values.front() : *piece.otherwise;
    resolved.add_text(folds_case_ ? folded_code_points(value) : code_points(value));
  }
  return resolved;
}

bool Pattern::matches(std::u32string_view text, const Facts& facts) const {
  if (pieces_.size() == 1) return pieces_.front().fixed.matches(text);
  const auto resolved = resolve(facts);
  return resolved && resolved->matches(text);
}

std::string literal_pattern(std::string_view text) {
  std::string pattern;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_special =
        text[i] == '*' || text[i] == '?' || text.substr(i).starts_with(kOpening);
    pattern += is_special ? fmt::format("${{{}}}", text[i]) : std::string{text[i]};
  }
  return pattern;
}

}  // namespace shadowsim::policy
