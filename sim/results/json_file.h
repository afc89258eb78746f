#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rapidjson/document.h>

#include "sim/base/result.h"
#include "sim/base/units.h"

namespace shadowsim::results {

using Json = rapidjson::Value;

// Reads values by their path and remembers the first thing that was wrong. After that everything
// reads as zero, so that callers need not ask each time.
class JsonFile {
 public:
  // `name` is what the file is called in complaints.
  JsonFile(std::string name, std::string_view text);

  const std::optional<Error>& error() const { return error_; }

  void fail(const std::string& what);

  // The value at a path like "changes.converged"; null where there is none.
  const Json* find(std::string_view path) const;

  // The same; null, and an error, where there is none.
  const Json& at(std::string_view path);

  std::uint64_t count(const Json& value, std::string_view path);
  std::uint64_t count(std::string_view path) { return count(at(path), path); }
  std::uint32_t small_count(std::string_view path);

  std::string text(const Json& value, std::string_view path);
  std::string text(std::string_view path) { return text(at(path), path); }

  bool truth(const Json& value, std::string_view path);
  bool truth(std::string_view path) { return truth(at(path), path); }

  // A number of seconds.
  Duration seconds(const Json& value, std::string_view path);
  Duration seconds(std::string_view path) { return seconds(at(path), path); }

  // The same; none where it is null, or the file is older than the key.
  std::optional<Duration> optional_seconds(const Json& group, std::string_view key);

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
  Duration seconds_in(const Json& object, std::string_view key) {
    return seconds(member_or_null(object, key), key);
  }
  std::vector<double> numbers_in(const Json& object, std::string_view key);

  // A part of one, or another number that may not be known; none where it is null.
  std::optional<double> share(std::string_view path);

  // Of a number of microseconds; none where it is null, or there is none.
  std::optional<Duration> microseconds(const Json* value, std::string_view path);

  Duration nanoseconds(std::string_view path);

  // Empty, and an error, where it is no array.
  rapidjson::Value::ConstArray array(std::string_view path);

  void expect_text(std::string_view path, std::string_view expected);

  // Null where it is no object, or has no such member.
  static const Json* member(const Json& object, std::string_view name);

 private:
  const Json& member_or_null(const Json& object, std::string_view key) const;

  std::string name_;
  rapidjson::Document document_;
  std::optional<Error> error_;
  const Json null_;
  Json no_values_{rapidjson::kArrayType};
};

}  // namespace shadowsim::results
