#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <rapidjson/document.h>

namespace shadowsim::shadow {

// Parses JSON texts into trees, one after another, on buffers that it keeps. Never recurses, so no
// text can exhaust the stack, and takes time in proportion to the text.
// Owns:    the tree of the last read and the bytes of its strings.
// Threads: one at a time.
class JsonReader {
 public:
  JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  // The value that the text holds, until the next read; null where it is not JSON. Integers of up
  // to 64 bits are exact, other numbers the nearest double; one beyond double's range is not read.
  // Requires: UTF-8.
  // Source: RFC 8259.
  rapidjson::Value* read(std::string_view text);

  // Where in the text the last read that gave null found that it is not JSON, in bytes.
  std::size_t failed_at() const { return failed_at_; }

 private:
  static constexpr std::size_t kArenaBytes = 8192;

  std::string text_;  // parsed in place: strings of the tree are parts of it
  alignas(std::max_align_t) std::array<char, kArenaBytes> arena_;
  rapidjson::MemoryPoolAllocator<> pool_;
  rapidjson::Value root_;
  std::size_t failed_at_ = 0;
};

// An object's members, in their order. Requires: value.IsObject().
std::span<rapidjson::Value::Member> members_of(rapidjson::Value& object);

// The last member of that name, as the last one wins where a name stands twice. Null where there is
// none, or where `object` is not an object.
rapidjson::Value* find_last(rapidjson::Value& object, std::string_view name);

// A string's text. Requires: value.IsString().
std::string_view to_view(const rapidjson::Value& value);

// Whether a way from the top of `value` to a leaf takes more than `levels` keys and indices. An
// empty object or array is a leaf. Looks at most that far down.
bool is_deeper_than(const rapidjson::Value& value, std::size_t levels);

// Sorts the members of all objects by the bytes of their keys and keeps the last of equal ones.
// Requires: a depth of at most kDepthMax.
void sort_keys(rapidjson::Value& value);

// Whether null stands anywhere inside an array. Requires: a depth of at most kDepthMax.
bool has_null_in_array(const rapidjson::Value& value);

}  // namespace shadowsim::shadow
