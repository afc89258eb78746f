#include "sim/results/json_file.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <rapidjson/error/en.h>

namespace shadowsim::results {

JsonFile::JsonFile(std::string name, std::string_view text) : name_{std::move(name)} {
  document_.Parse<rapidjson::kParseFullPrecisionFlag>(text.data(), text.size());
  if (document_.HasParseError())
    fail(fmt::format("at byte {}: {}", document_.GetErrorOffset(),
                     rapidjson::GetParseError_En(document_.GetParseError())));
}

void JsonFile::fail(const std::string& what) {
  if (!error_) error_ = usage_error(fmt::format("{}: {}", name_, what));
}

const Json* JsonFile::find(std::string_view path) const {
  const Json* value = &document_;
  for (std::string_view rest = path; value != nullptr && !rest.empty();) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    value = member(*value, rest.substr(0, dot));
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  return value;
}

const Json& JsonFile::at(std::string_view path) {
  const Json* const value = find(path);
  if (value != nullptr) return *value;
  return fail(fmt::format("{} is missing", path)), null_;
}

std::uint64_t JsonFile::count(const Json& value, std::string_view path) {
  if (value.IsUint64()) return value.GetUint64();
  return fail(fmt::format("{} is not a whole number", path)), 0;
}

std::uint32_t JsonFile::small_count(std::string_view path) {
  const std::uint64_t value = count(path);
  if (value <= std::numeric_limits<std::uint32_t>::max()) return static_cast<std::uint32_t>(value);
  return fail(fmt::format("{} is too large", path)), 0;
}

std::string JsonFile::text(const Json& value, std::string_view path) {
  if (value.IsString()) return {value.GetString(), value.GetStringLength()};
  return fail(fmt::format("{} is not a text", path)), std::string{};
}

bool JsonFile::truth(const Json& value, std::string_view path) {
  if (value.IsBool()) return value.GetBool();
  return fail(fmt::format("{} is neither true nor false", path)), false;
}

Duration JsonFile::seconds(const Json& value, std::string_view path) {
  constexpr double kLongest = 9e9;
  if (value.IsNumber() && value.GetDouble() >= 0 && value.GetDouble() <= kLongest)
    return std::chrono::milliseconds{std::llround(value.GetDouble() * 1e3)};
  return fail(fmt::format("{} is not a number of seconds", path)), Duration{};
}

std::optional<Duration> JsonFile::optional_seconds(const Json& group, std::string_view key) {
  const Json* const value = member(group, key);
  if (value == nullptr || value->IsNull()) return std::nullopt;
  return seconds(*value, key);
}

std::vector<double> JsonFile::numbers_in(const Json& object, std::string_view key) {
  std::vector<double> numbers;
  const Json& list = member_or_null(object, key);
  if (!list.IsArray()) return fail(fmt::format("{} is not an array", key)), numbers;
  for (const Json& value : list.GetArray()) {
    if (!value.IsNumber()) return fail(fmt::format("{} holds no number", key)), numbers;
    numbers.push_back(value.GetDouble());
  }
  return numbers;
}

std::optional<double> JsonFile::share(std::string_view path) {
  const Json& value = at(path);
  if (value.IsNumber()) return value.GetDouble();
  if (!value.IsNull()) fail(fmt::format("{} is not a number", path));
  return std::nullopt;
}

std::optional<Duration> JsonFile::microseconds(const Json* value, std::string_view path) {
  constexpr double kLongest = 9e15;
  if (value == nullptr || value->IsNull()) return std::nullopt;
  if (value->IsNumber() && std::abs(value->GetDouble()) <= kLongest)
    return Duration{std::llround(value->GetDouble() * 1e3)};
  return fail(fmt::format("{} is not a number of microseconds", path)), std::nullopt;
}

Duration JsonFile::nanoseconds(std::string_view path) {
  const Json& value = at(path);
  if (value.IsInt64()) return Duration{value.GetInt64()};
  return fail(fmt::format("{} is not a number of nanoseconds", path)), Duration{};
}

rapidjson::Value::ConstArray JsonFile::array(std::string_view path) {
  const Json& value = at(path);
  if (value.IsArray()) return value.GetArray();
  fail(fmt::format("{} is not an array", path));
  return std::as_const(no_values_).GetArray();
}

void JsonFile::expect_text(std::string_view path, std::string_view expected) {
  const std::string found = text(path);
  if (found != expected) fail(fmt::format("{} is '{}', not '{}'", path, found, expected));
}

const Json* JsonFile::member(const Json& object, std::string_view name) {
  if (!object.IsObject()) return nullptr;
  const Json key{rapidjson::StringRef(name.data(), name.size())};
  const auto found = object.FindMember(key);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

const Json& JsonFile::member_or_null(const Json& object, std::string_view key) const {
  const Json* const found = member(object, key);
  return found == nullptr ? null_ : *found;
}

}  // namespace shadowsim::results
