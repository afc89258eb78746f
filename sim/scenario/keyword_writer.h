#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

namespace shadowsim::scenario {

// Writes a JSON Schema, keyword by keyword and indented for people; what the keywords are to say is its
// caller's. Objects and arrays are begun and ended in pairs.
// Source: JSON Schema, draft 7.
class KeywordWriter {
 public:
  KeywordWriter();

  void begin_object() { json_.StartObject(); }
  void begin_object(std::string_view key);
  void end_object() { json_.EndObject(); }
  void begin_array() { json_.StartArray(); }
  void begin_array(std::string_view key);
  void end_array() { json_.EndArray(); }

  // A value of an array.
  void string(std::string_view value);
  void integer(std::int64_t value) { json_.Int64(value); }

  // A keyword and its value. A number that is whole is written so.
  void text(std::string_view key, std::string_view value);
  void count(std::string_view key, std::uint64_t value);
  void number(std::string_view key, double value);
  void truth(std::string_view key, bool value);
  void strings(std::string_view key, std::span<const std::string_view> values);

  // Requires: `json` is JSON text.
  void raw(std::string_view key, std::string_view json);

  // "type": one name, or several, any of which will do.
  void types(std::initializer_list<std::string_view> names);

  // "$ref": to a definition.
  void reference(std::string_view definition);

  // A reference that other keywords may stand beside: in draft 7 what stands beside a bare one is void.
  void reference_among_others(std::string_view definition);

  // What was written, with a line's end. Requires: all that was begun was ended.
  std::string finished() const;

 private:
  void name(std::string_view key);

  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json_{buffer_};
};

}  // namespace shadowsim::scenario
