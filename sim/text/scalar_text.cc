#include "sim/text/scalar_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace shadowsim {
namespace {

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

std::string_view without_sign(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return text;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// A decimal number with a point, an exponent, or both; `text` has no sign.
bool looks_like_number(std::string_view text) {
  std::size_t i = 0;
  const auto skip_digits = [&] {
    const std::size_t from = i;
    while (i < text.size() && is_digit(text[i]))
      ++i;
    return i - from;
  };
  std::size_t digits = skip_digits();
  if (i < text.size() && text[i] == '.') {
    ++i;
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (skip_digits() == 0) return false;
  }
  return i == text.size();
}

// The digits and the base of an integer as the core schema writes it; none for another text.
struct Digits {
  std::string_view text;
  int base;
};

std::optional<Digits> integer_digits(std::string_view text) {
  if (text.starts_with("0x")) return Digits{text.substr(2), 16};
  if (text.starts_with("0o")) return Digits{text.substr(2), 8};
  const auto digits = without_sign(text);
  if (!all_digits(digits) || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
  return Digits{digits, 10};
}

template <class T>
std::optional<T> from_digits(std::string_view digits, int base) {
  T value{};
  const char* const end = digits.data() + digits.size();
  const auto [rest, failure] = std::from_chars(digits.data(), end, value, base);
  if (failure != std::errc{} || rest != end) return std::nullopt;
  return value;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const auto digits = integer_digits(text);
  if (!digits || digits->text.starts_with('-')) return std::nullopt;
  if (text.starts_with('-')) return from_digits<std::int64_t>(text, 10);
  return from_digits<std::int64_t>(digits->text, digits->base);
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  const auto digits = integer_digits(text);
  if (!digits || text.starts_with('-')) return std::nullopt;
  return from_digits<std::uint64_t>(digits->text, digits->base);
}

std::optional<double> parse_number(std::string_view text) {
  if (const auto integer = parse_integer(text)) return static_cast<double>(*integer);
  const auto digits = without_sign(text);
  if (!looks_like_number(digits)) return std::nullopt;
  if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) return std::nullopt;
  double parsed = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, failure] = std::from_chars(digits.data(), end, parsed);
  if (failure != std::errc{} || rest != end || !std::isfinite(parsed)) return std::nullopt;
  return text.starts_with('-') ? -parsed : parsed;
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (is_one_of(text, {"true", "True", "TRUE"})) return true;
  if (is_one_of(text, {"false", "False", "FALSE"})) return false;
  return std::nullopt;
}

ScalarKind kind_of_scalar(std::string_view text) {
  if (parse_boolean(text)) return ScalarKind::kBoolean;
  if (parse_integer(text) || parse_unsigned(text)) return ScalarKind::kInteger;
  const auto digits = without_sign(text);
  if (is_one_of(digits, {".inf", ".Inf", ".INF"}) || is_one_of(text, {".nan", ".NaN", ".NAN"}))
    return ScalarKind::kNotFinite;
  if (const auto written = integer_digits(text)) {
    // Digits that did not fit; 0xyz and the like are texts.
    const bool hex = written->base == 16;
    const bool valid = !written->text.empty() &&
                       written->text.find_first_not_of(hex ? "0123456789abcdefABCDEF"
                                                           : "01234567") == std::string_view::npos;
    return written->base == 10 || valid ? ScalarKind::kTooLarge : ScalarKind::kText;
  }
  if (!looks_like_number(digits)) return ScalarKind::kText;
  if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]))
    return ScalarKind::kLeadingZeros;
  return parse_number(text) ? ScalarKind::kNumber : ScalarKind::kTooLarge;
}

}  // namespace shadowsim
