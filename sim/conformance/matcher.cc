#include "sim/conformance/matcher.h"

#include <charconv>
#include <cstdint>
#include <cstdlib>

#include <fmt/format.h>

#include "sim/shadow/json_reader.h"
#include "sim/shadow/json_text.h"
#include "sim/shadow/limits.h"
#include "sim/shadow/utf8.h"

namespace shadowsim::conformance {
namespace {

using rapidjson::Value;
using shadow::to_view;
using Mismatch = std::optional<std::string>;

constexpr std::string_view kAbsent = "$absent";

std::string to_text(const Value& value) {
  std::string text;
  shadow::append_compact(text, value);
  return text;
}

bool is_text(const Value& value, std::string_view text) {
  return value.IsString() && to_view(value) == text;
}

bool is_integer(const Value& value) {
  return value.IsInt64() || value.IsUint64();
}

// Whether an integer, given as a value, is greater than one given as a text.
bool is_greater(const Value& value, std::string_view than) {
  std::int64_t bound = 0;
  const auto parsed = std::from_chars(than.data(), than.data() + than.size(), bound);
  if (parsed.ec != std::errc{} || !is_integer(value)) return false;
  return value.IsInt64() ? value.GetInt64() > bound : true;
}

class Comparison {
 public:
  Comparison(WallTime now, Bindings& bindings) : now_(now), bindings_(bindings) {}

  // The listed keys only.
  Mismatch compare_top(Value& expected, Value& actual) {
    for (auto& member : shadow::members_of(expected)) {
      if (auto found = compare_member(member, actual)) return found;
    }
    return std::nullopt;
  }

 private:
  Mismatch compare_member(Value::Member& member, Value& actual) {
    const std::string_view key = to_view(member.name);
    Value* const value = shadow::find_last(actual, key);
    const std::size_t length = path_.size();
    path_.append(path_.empty() ? "" : ".").append(key);
    Mismatch result;
    if (is_text(member.value, kAbsent))
      result = value == nullptr ? std::nullopt : fail(*value, "must not be there");
    else if (value == nullptr)
      result = fmt::format("{} is missing", path_);
    else
      result = compare(member.value, *value);
    path_.resize(length);
    return result;
  }

  Mismatch compare(Value& expected, Value& actual) {
    if (expected.IsString() && to_view(expected).starts_with('$'))
      return compare_placeholder(to_view(expected), actual);
    if (expected.IsObject()) return compare_object(expected, actual);
    if (expected.IsArray()) return compare_array(expected, actual);
    return compare_texts(to_text(expected), actual);
  }

  Mismatch compare_object(Value& expected, Value& actual) {
    if (!actual.IsObject()) return fail(actual, "must be " + to_text(expected));
    for (auto& member : shadow::members_of(actual)) {
      if (shadow::find_last(expected, to_view(member.name)) == nullptr)
        return fail(actual, fmt::format("must not have the key '{}'", to_view(member.name)));
    }
    return compare_top(expected, actual);
  }

  Mismatch compare_array(Value& expected, Value& actual) {
    if (!actual.IsArray() || actual.Size() != expected.Size())
      return fail(actual, "must be " + to_text(expected));
    const std::size_t length = path_.size();
    for (rapidjson::SizeType index = 0; index < expected.Size(); ++index) {
      path_ += fmt::format("[{}]", index);
      auto found = compare(expected[index], actual[index]);
      path_.resize(length);
      if (found) return found;
    }
    return std::nullopt;
  }

  Mismatch compare_texts(const std::string& expected, const Value& actual) const {
    if (shadow::equal_compact(expected, to_text(actual))) return std::nullopt;
    return fail(actual, "must be " + expected);
  }

  Mismatch compare_placeholder(std::string_view placeholder, const Value& actual) {
    const std::string_view name = placeholder.substr(0, placeholder.find(':'));
    const std::string_view rest =
        name.size() < placeholder.size() ? placeholder.substr(name.size() + 1) : "";
    if (name == "$any") return std::nullopt;
    if (name == "$int") return unless(is_integer(actual), actual, "must be an integer");
    if (name == "$timestamp") return unless(is_now(actual), actual, "must be about now");
    if (name == "$gt") return unless(is_greater(actual, rest), actual, "must be above", rest);
    if (name == "$prefix")
      return unless(actual.IsString() && to_view(actual).starts_with(rest), actual,
                    "must start with", rest);
    if (name == "$bind") {
      bindings_[std::string{rest}] = to_text(actual);
      return std::nullopt;
    }
    const auto bound = bindings_.find(rest);
    if (bound == bindings_.end()) return fmt::format("{}: nothing is bound as {}", path_, rest);
    if (name == "$ref") return compare_texts(bound->second, actual);
    if (name == "$after")
      return unless(is_greater(actual, bound->second), actual, "must be above", bound->second);
    return fmt::format("{}: there is no placeholder {}", path_, placeholder);
  }

  bool is_now(const Value& actual) const {
    if (!actual.IsInt64()) return false;
    const auto now = std::chrono::floor<std::chrono::seconds>(now_).time_since_epoch().count();
    return std::abs(actual.GetInt64() - now) <= kTimestampTolerance.count();
  }

  Mismatch unless(bool matches, const Value& actual, std::string_view wanted,
                  std::string_view bound = {}) const {
    if (matches) return std::nullopt;
    return fail(actual, bound.empty() ? std::string{wanted} : fmt::format("{} {}", wanted, bound));
  }

  Mismatch fail(const Value& actual, std::string_view wanted) const {
    return fmt::format("{} is {}, {}", path_, to_text(actual), wanted);
  }

  WallTime now_;
  Bindings& bindings_;
  std::string path_;
};

// False where a reference is not bound.
bool append_substituted(std::string& out, const Value& value, const Bindings& bindings) {
  constexpr std::string_view kReference = "$ref:";
  if (value.IsString() && to_view(value).starts_with(kReference)) {
    const auto bound = bindings.find(to_view(value).substr(kReference.size()));
    if (bound == bindings.end()) return false;
    out += bound->second;
  } else if (value.IsObject()) {
    out += '{';
    for (const auto& member : value.GetObject()) {
      if (out.back() != '{') out += ',';
      shadow::append_quoted(out, to_view(member.name));
      out += ':';
      if (!append_substituted(out, member.value, bindings)) return false;
    }
    out += '}';
  } else if (value.IsArray()) {
    out += '[';
    for (const auto& element : value.GetArray()) {
      if (out.back() != '[') out += ',';
      if (!append_substituted(out, element, bindings)) return false;
    }
    out += ']';
  } else {
    shadow::append_compact(out, value);
  }
  return true;
}

// An object that can be walked without exhausting the stack; null where the text is none.
Value* read_object(shadow::JsonReader& reader, std::string_view json) {
  Value* const value = shadow::is_utf8(json) ? reader.read(json) : nullptr;
  if (value == nullptr || !value->IsObject()) return nullptr;
  return shadow::is_deeper_than(*value, shadow::kDepthMax) ? nullptr : value;
}

}  // namespace

std::optional<std::string> find_mismatch(std::string_view expected_json, std::string_view payload,
                                         WallTime now, Bindings& bindings) {
  shadow::JsonReader expected_reader;
  shadow::JsonReader actual_reader;
  Value* const expected = read_object(expected_reader, expected_json);
  if (expected == nullptr) return "the case expects what is not a JSON object";
  Value* const actual = read_object(actual_reader, payload);
  if (actual == nullptr) return "the payload is not a JSON object";
  shadow::sort_keys(*actual);
  shadow::sort_keys(*expected);
  return Comparison{now, bindings}.compare_top(*expected, *actual);
}

std::optional<std::string> substitute(std::string_view json, const Bindings& bindings) {
  shadow::JsonReader reader;
  const Value* const value = reader.read(json);
  if (value == nullptr || shadow::is_deeper_than(*value, shadow::kDepthMax)) return std::nullopt;
  std::string text;
  if (!append_substituted(text, *value, bindings)) return std::nullopt;
  return text;
}

}  // namespace shadowsim::conformance
