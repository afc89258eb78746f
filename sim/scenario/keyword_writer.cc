#include "sim/scenario/keyword_writer.h"

#include <cmath>

#include <fmt/format.h>

namespace shadowsim::scenario {

KeywordWriter::KeywordWriter() {
  json_.SetIndent(' ', 2);
}

void KeywordWriter::begin_object(std::string_view key) {
  name(key);
  begin_object();
}

void KeywordWriter::begin_array(std::string_view key) {
  name(key);
  begin_array();
}

void KeywordWriter::string(std::string_view value) {
  json_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void KeywordWriter::text(std::string_view key, std::string_view value) {
  name(key);
  string(value);
}

void KeywordWriter::count(std::string_view key, std::uint64_t value) {
  name(key);
  json_.Uint64(value);
}

void KeywordWriter::number(std::string_view key, double value) {
  name(key);
  constexpr double kWholeMost = 1e15;
  if (std::abs(value) < kWholeMost && value == std::floor(value))
    json_.Int64(static_cast<std::int64_t>(value));
  else
    json_.Double(value);
}

void KeywordWriter::truth(std::string_view key, bool value) {
  name(key);
  json_.Bool(value);
}

void KeywordWriter::strings(std::string_view key, std::span<const std::string_view> values) {
  begin_array(key);
  for (const auto value : values)
    string(value);
  end_array();
}

void KeywordWriter::raw(std::string_view key, std::string_view json) {
  name(key);
  json_.RawValue(json.data(), json.size(), rapidjson::kObjectType);
}

void KeywordWriter::types(std::initializer_list<std::string_view> names) {
  if (names.size() == 1)
    text("type", *names.begin());
  else
    strings("type", {names.begin(), names.size()});
}

void KeywordWriter::reference(std::string_view definition) {
  text("$ref", fmt::format("#/definitions/{}", definition));
}

void KeywordWriter::reference_among_others(std::string_view definition) {
  begin_array("allOf");
  begin_object();
  reference(definition);
  end_object();
  end_array();
}

std::string KeywordWriter::finished() const {
  return std::string{buffer_.GetString(), buffer_.GetSize()} + "\n";
}

void KeywordWriter::name(std::string_view key) {
  json_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
}

}  // namespace shadowsim::scenario
