#include "sim/shadow/json_reader.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

#include <rapidjson/reader.h>

namespace shadowsim::shadow {
namespace {

using rapidjson::SizeType;
using rapidjson::Value;

// Hands the parser's events to the document under construction, but converts numbers itself: the
// parser's own conversion can overflow in the exponent and is not exact everywhere.
class ExactNumbers {
 public:
  explicit ExactNumbers(rapidjson::Document& document) : document_(document) {}

  // The names are those that RapidJSON calls.
  // NOLINTBEGIN(readability-identifier-naming)
  bool Null() { return document_.Null(); }
  bool Bool(bool value) { return document_.Bool(value); }
  bool Int(int value) { return document_.Int(value); }
  bool Uint(unsigned value) { return document_.Uint(value); }
  bool Int64(std::int64_t value) { return document_.Int64(value); }
  bool Uint64(std::uint64_t value) { return document_.Uint64(value); }
  bool Double(double value) { return document_.Double(value); }
  bool String(const char* text, SizeType length, bool copy) {
    return !has_surrogate({text, length}) && document_.String(text, length, copy);
  }
  bool StartObject() { return document_.StartObject(); }
  bool Key(const char* text, SizeType length, bool copy) {
    return !has_surrogate({text, length}) && document_.Key(text, length, copy);
  }
  bool EndObject(SizeType members) { return document_.EndObject(members); }
  bool StartArray() { return document_.StartArray(); }
  bool EndArray(SizeType elements) { return document_.EndArray(elements); }

  bool RawNumber(const char* text, SizeType length, bool /*copy*/) {
    const std::string_view number{text, length};
    if (number.find_first_of(".eE") == std::string_view::npos && integer(number)) return true;
    return real(number);
  }
  // NOLINTEND(readability-identifier-naming)

 private:
  // The parser below lets a lone low surrogate pass, "\udc00", which would go out as bytes that are
  // no UTF-8. In a text that came in as UTF-8 nothing else decodes to such bytes.
  static bool has_surrogate(std::string_view text) {
    for (auto at = text.find('\xED'); at != std::string_view::npos;
         at = text.find('\xED', at + 1)) {
      if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
    }
    return false;
  }

  bool integer(std::string_view number) {
    const char* const end = number.data() + number.size();
    if (number.front() == '-') {
      std::int64_t value = 0;
      return std::from_chars(number.data(), end, value).ec == std::errc{} && document_.Int64(value);
    }
    std::uint64_t value = 0;
    return std::from_chars(number.data(), end, value).ec == std::errc{} && document_.Uint64(value);
  }

  bool real(std::string_view number) {
    double value = 0;
    const auto result = std::from_chars(number.data(), number.data() + number.size(), value);
    if (result.ec == std::errc{}) return document_.Double(value);
    return is_tiny(number) && document_.Double(0);
  }

  // Whether a number out of double's range is so for being too near to zero.
  static bool is_tiny(std::string_view number) {
    const auto exponent = number.find_first_of("eE");
    if (exponent != std::string_view::npos) return number[exponent + 1] == '-';
    return number.starts_with("0.") || number.starts_with("-0.");
  }

  rapidjson::Document& document_;
};

// One pass of the parser over a text that it may write into.
class Parse {
 public:
  explicit Parse(char* text) : text_(text) {}

  bool operator()(rapidjson::Document& document) {
    constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                                rapidjson::kParseNumbersAsStringsFlag;
    rapidjson::Reader reader;
    rapidjson::InsituStringStream stream{text_};
    ExactNumbers handler{document};
    const auto result = reader.Parse<kFlags>(stream, handler);
    succeeded_ = !result.IsError();
    failed_at_ = result.Offset();
    return succeeded_;
  }

  bool succeeded() const { return succeeded_; }
  std::size_t failed_at() const { return failed_at_; }

 private:
  char* text_;
  bool succeeded_ = false;
  std::size_t failed_at_ = 0;
};

void sort_members(Value& object) {
  const auto members = members_of(object);
  Value::Member* const first = members.data();
  Value::Member* const last = first + members.size();
  const auto key = [](const Value::Member& member) { return to_view(member.name); };
  const auto out_of_order = [&](const auto& one, const auto& next) {
    return key(one) >= key(next);
  };
  if (std::adjacent_find(first, last, out_of_order) == last) return;

  std::stable_sort(first, last,
                   [&](const auto& one, const auto& other) { return key(one) < key(other); });
  Value::Member* kept = first;
  for (Value::Member* member = first + 1; member != last; ++member) {
    if (key(*kept) != key(*member)) ++kept;
    if (kept != member) *kept = std::move(*member);
  }
  object.EraseMember(object.MemberBegin() + (kept + 1 - first), object.MemberEnd());
}

}  // namespace

JsonReader::JsonReader() : pool_(arena_.data(), arena_.size()) {}

Value* JsonReader::read(std::string_view text) {
  root_.SetNull();
  pool_.Clear();
  // The parser takes a zero byte for the end of the text, and JSON has no use for one.
  failed_at_ = text.find('\0');
  if (failed_at_ != std::string_view::npos) return nullptr;
  text_.assign(text);
  rapidjson::Document document{&pool_};
  Parse parse{text_.data()};
  document.Populate(parse);
  failed_at_ = parse.failed_at();
  if (!parse.succeeded()) return nullptr;
  root_.Swap(static_cast<Value&>(document));
  return &root_;
}

std::span<Value::Member> members_of(Value& object) {
  if (object.ObjectEmpty()) return {};
  return {&*object.MemberBegin(), object.MemberCount()};
}

Value* find_last(Value& object, std::string_view name) {
  if (!object.IsObject()) return nullptr;
  Value* found = nullptr;
  for (auto& member : members_of(object)) {
    if (to_view(member.name) == name) found = &member.value;
  }
  return found;
}

std::string_view to_view(const Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

bool is_deeper_than(const Value& value, std::size_t levels) {
  if (value.IsObject()) {
    if (value.ObjectEmpty()) return false;
    if (levels == 0) return true;
    for (const auto& member : value.GetObject()) {
      if (is_deeper_than(member.value, levels - 1)) return true;
    }
  } else if (value.IsArray()) {
    if (value.Empty()) return false;
    if (levels == 0) return true;
    for (const auto& element : value.GetArray()) {
      if (is_deeper_than(element, levels - 1)) return true;
    }
  }
  return false;
}

void sort_keys(Value& value) {
  if (value.IsObject()) {
    if (value.ObjectEmpty()) return;
    sort_members(value);
    for (auto& member : members_of(value))
      sort_keys(member.value);
  } else if (value.IsArray()) {
    for (auto& element : value.GetArray())
      sort_keys(element);
  }
}

namespace {

bool has_null(const Value& value) {
  if (value.IsNull()) return true;
  if (value.IsObject()) {
    for (const auto& member : value.GetObject()) {
      if (has_null(member.value)) return true;
    }
  } else if (value.IsArray()) {
    for (const auto& element : value.GetArray()) {
      if (has_null(element)) return true;
    }
  }
  return false;
}

}  // namespace

bool has_null_in_array(const Value& value) {
  if (value.IsArray()) return has_null(value);
  if (value.IsObject()) {
    for (const auto& member : value.GetObject()) {
      if (has_null_in_array(member.value)) return true;
    }
  }
  return false;
}

}  // namespace shadowsim::shadow
