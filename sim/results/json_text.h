#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "sim/measure/histogram.h"

namespace shadowsim::results {

// Writes JSON as this room likes it: keys and values in one call.
class JsonText {
 public:
  JsonText() { writer_.SetIndent(' ', 2); }

  void key(std::string_view name) { writer_.Key(name.data(), length(name)); }
  void begin_object() { writer_.StartObject(); }
  void begin_object(std::string_view name) { key(name), writer_.StartObject(); }
  void end_object() { writer_.EndObject(); }
  void begin_array(std::string_view name) { key(name), writer_.StartArray(); }
  void end_array() { writer_.EndArray(); }

  void text(std::string_view name, std::string_view value) {
    key(name);
    writer_.String(value.data(), length(value));
  }
  void texts(std::string_view name, const std::vector<std::string>& values) {
    begin_array(name);
    for (const std::string& value : values)
      writer_.String(value.data(), length(value));
    end_array();
  }
  void null(std::string_view name) { key(name), writer_.Null(); }
  void truth(std::string_view name, bool value) { key(name), writer_.Bool(value); }
  void count(std::string_view name, std::uint64_t value) { key(name), writer_.Uint64(value); }
  void nanoseconds(std::string_view name, Duration value) {
    key(name), writer_.Int64(value.count());
  }

  // With at most three decimals; null for what is not a number.
  void number(std::string_view name, double value) {
    key(name);
    if (!std::isfinite(value)) return void(writer_.Null());
    writer_.Double(std::round(value * 1e3) / 1e3);
  }

  void numbers(std::string_view name, const std::vector<double>& values) {
    begin_array(name);
    for (const double value : values)
      writer_.Double(std::round(value * 1e3) / 1e3);
    end_array();
  }

  // As it is, with all its digits. Requires: it is a number.
  void exactly(std::string_view name, double value) { key(name), writer_.Double(value); }

  // In microseconds with three decimals, which is exact; null for none.
  void microseconds(std::string_view name, std::optional<Duration> value) {
    if (!value) return null(name);
    number(name, static_cast<double>(value->count()) / 1e3);
  }

  // [index, count] on one line.
  void bin(const measure::Histogram::Bin& bin) {
    const std::string text = fmt::format("[{}, {}]", bin.index, bin.count);
    writer_.RawValue(text.data(), text.size(), rapidjson::kArrayType);
  }

  // All that was written, with a final new line.
  std::string take() { return std::string{buffer_.GetString(), buffer_.GetSize()} + '\n'; }

 private:
  static rapidjson::SizeType length(std::string_view text) {
    return static_cast<rapidjson::SizeType>(text.size());
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace shadowsim::results
