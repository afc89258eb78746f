#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include "sim/base/result.h"
#include "sim/base/units.h"

namespace shadowsim::results {

using Json = rapidjson::Value;

// Reads values by their path and remembers the first thing that was wrong. After that everything
// reads as zero, so that callers need not ask each time.
class JsonFile {
 public:
  JsonFile(std::string name, std::string_view text) : name_{std::move(name)} {
    document_.Parse<rapidjson::kParseFullPrecisionFlag>(text.data(), text.size());
    if (document_.HasParseError())
      fail(fmt::format("at byte {}: {}", document_.GetErrorOffset(),
                       rapidjson::GetParseError_En(document_.GetParseError())));
  }

  const std::optional<Error>& error() const { return error_; }

  void fail(const std::string& what) {
    if (!error_) error_ = usage_error(fmt::format("{}: {}", name_, what));
  }

  // The value at a path like "changes.converged"; null where there is none.
  const Json* find(std::string_view path) const {
    const Json* value = &document_;
    for (std::string_view rest = path; value != nullptr && !rest.empty();) {
      const std::size_t dot = std::min(rest.find('.'), rest.size());
      value = member(*value, rest.substr(0, dot));
      rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    return value;
  }

  // The same; null, and an error, where there is none.
  const Json& at(std::string_view path) {
    const Json* const value = find(path);
    if (value != nullptr) return *value;
    return fail(fmt::format("{} is missing", path)), null_;
  }

  std::uint64_t count(const Json& value, std::string_view path) {
    if (value.IsUint64()) return value.GetUint64();
    return fail(fmt::format("{} is not a whole number", path)), 0;
  }
  std::uint64_t count(std::string_view path) { return count(at(path), path); }

  std::uint32_t small_count(std::string_view path) {
    const std::uint64_t value = count(path);
    if (value <= std::numeric_limits<std::uint32_t>::max())
      return static_cast<std::uint32_t>(value);
    return fail(fmt::format("{} is too large", path)), 0;
  }

  std::string text(const Json& value, std::string_view path) {
    if (value.IsString()) return {value.GetString(), value.GetStringLength()};
    return fail(fmt::format("{} is not a text", path)), std::string{};
  }
  std::string text(std::string_view path) { return text(at(path), path); }

  bool truth(const Json& value, std::string_view path) {
    if (value.IsBool()) return value.GetBool();
    return fail(fmt::format("{} is neither true nor false", path)), false;
  }
  bool truth(std::string_view path) { return truth(at(path), path); }

  // A number of seconds.
  Duration seconds(std::string_view path) { return seconds(at(path), path); }
  Duration seconds(const Json& value, std::string_view path) {
    constexpr double kLongest = 9e9;
    if (value.IsNumber() && value.GetDouble() >= 0 && value.GetDouble() <= kLongest)
      return std::chrono::milliseconds{std::llround(value.GetDouble() * 1e3)};
    return fail(fmt::format("{} is not a number of seconds", path)), Duration{};
  }

  // The same; none where it is null, or the file is older than the key.
  std::optional<Duration> optional_seconds(const Json& group, std::string_view key) {
    const Json* const value = member(group, key);
    if (value == nullptr || value->IsNull()) return std::nullopt;
    return seconds(*value, key);
  }

  // The same of an object's member, an item of a list for example; `key` names it in complaints, too.
  std::string text_in(const Json& object, std::string_view key) {
    return text(member_or_null(object, key), key);
  }
  std::uint64_t count_in(const Json& object, std::string_view key) {
    return count(member_or_null(object, key), key);
  }
  bool truth_in(const Json& object, std::string_view key) {
    return truth(member_or_null(object, key), key);
  }
  std::vector<double> numbers_in(const Json& object, std::string_view key) {
    std::vector<double> numbers;
    const Json& list = member_or_null(object, key);
    if (!list.IsArray()) return fail(fmt::format("{} is not an array", key)), numbers;
    for (const Json& value : list.GetArray()) {
      if (!value.IsNumber()) return fail(fmt::format("{} holds no number", key)), numbers;
      numbers.push_back(value.GetDouble());
    }
    return numbers;
  }
  Duration seconds_in(const Json& object, std::string_view key) {
    return seconds(member_or_null(object, key), key);
  }

  // A part of one; none where it is null.
  std::optional<double> share(std::string_view path) {
    const Json& value = at(path);
    if (value.IsNumber()) return value.GetDouble();
    if (!value.IsNull()) fail(fmt::format("{} is not a number", path));
    return std::nullopt;
  }

  // Of a number of microseconds; none where it is null, or there is none.
  std::optional<Duration> microseconds(const Json* value, std::string_view path) {
    constexpr double kLongest = 9e15;
    if (value == nullptr || value->IsNull()) return std::nullopt;
    if (value->IsNumber() && std::abs(value->GetDouble()) <= kLongest)
      return Duration{std::llround(value->GetDouble() * 1e3)};
    return fail(fmt::format("{} is not a number of microseconds", path)), std::nullopt;
  }

  Duration nanoseconds(std::string_view path) {
    const Json& value = at(path);
    if (value.IsInt64()) return Duration{value.GetInt64()};
    return fail(fmt::format("{} is not a number of nanoseconds", path)), Duration{};
  }

  // Empty, and an error, where it is no array.
  rapidjson::Value::ConstArray array(std::string_view path) {
    const Json& value = at(path);
    if (value.IsArray()) return value.GetArray();
    fail(fmt::format("{} is not an array", path));
    return std::as_const(no_values_).GetArray();
  }

  void expect_text(std::string_view path, std::string_view expected) {
    const std::string found = text(path);
    if (found != expected) fail(fmt::format("{} is '{}', not '{}'", path, found, expected));
  }

  static const Json* member(const Json& object, std::string_view name) {
    if (!object.IsObject()) return nullptr;
    const Json key{rapidjson::StringRef(name.data(), name.size())};
    const auto found = object.FindMember(key);
    return found == object.MemberEnd() ? nullptr : &found->value;
  }

 private:
  const Json& member_or_null(const Json& object, std::string_view key) const {
    const Json* const found = member(object, key);
    return found == nullptr ? null_ : *found;
  }

  std::string name_;
  rapidjson::Document document_;
  std::optional<Error> error_;
  const Json null_;
  Json no_values_{rapidjson::kArrayType};
};

}  // namespace shadowsim::results
