#include "sim/conformance/case_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/shadow/json_reader.h"
#include "sim/shadow/json_text.h"
#include "sim/shadow/utf8.h"

namespace shadowsim::conformance {
namespace {

using rapidjson::Value;
using shadow::find_last;
using shadow::to_view;

constexpr std::string_view kReference = "$ref:";

// Deeper than any shadow may be, so that a case can ask for more than that.
constexpr std::size_t kDepthMax = 1000;

// A place in the file as editors count it: "LINE:COLUMN", both from 1, columns in bytes.
std::string position(std::string_view json, std::size_t offset) {
  const std::string_view before = json.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto line_start = before.rfind('\n');
  return fmt::format(
      "{}:{}", line,
      before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1);
}

// One past the end of the JSON string that begins at `start`. Requires: JSON.
std::size_t string_end(std::string_view json, std::size_t start) {
  std::size_t at = start + 1;
  while (json[at] != '"')
    at += json[at] == '\\' ? 2 : 1;
  return at + 1;
}

// Where the elements of a JSON array begin. Requires: JSON, an array.
std::vector<std::size_t> element_offsets(std::string_view json) {
  std::vector<std::size_t> offsets;
  int depth = 0;
  bool is_element_due = false;
  for (std::size_t at = json.find('['); at < json.size(); ++at) {
    const char character = json[at];
    if (std::string_view{" \t\r\n"}.find(character) != std::string_view::npos) continue;
    if (is_element_due && character != ']') offsets.push_back(at);
    is_element_due = depth == 1 && character == ',';
    if (character == '"') at = string_end(json, at) - 1;
    if (character == ']' || character == '}') --depth;
    if (character == '[' || character == '{') is_element_due = depth++ == 0;
  }
  return offsets;
}

std::optional<std::string> decode_hex(std::string_view hex) {
  const auto digit = [](char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
  };
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    const int high = digit(hex[at]);
    const int low = digit(hex[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

// Reads one case and gathers what is wrong with it.
class CaseParser {
 public:
  // `place` is FILE:LINE:COLUMN of the element, `number` counts elements from 1.
  CaseParser(std::string place, std::size_t number) : place_(std::move(place)), number_(number) {}

  Case parse(Value& value) {
    Case parsed;
    if (!value.IsObject()) {
      fail("is not an object");
      return parsed;
    }
    parsed.name = text(value, "name");
    name_ = parsed.name;
    if (find_last(value, "why") != nullptr) parsed.why = text(value, "why");
    for (const Value* const need : elements(value, "needs", false)) {
      if (need->IsString())
        parsed.needs.emplace_back(to_view(*need));
      else
        fail("'needs' must hold texts");
    }
    for (Value* const step : elements(value, "steps", true))
      parsed.steps.push_back(parse_step(*step));
    return parsed;
  }

  const std::string& problems() const { return problems_; }

 private:
  Step parse_step(Value& value) {
    Step step;
    if (const Value* const pause = find_last(value, "pause_ms")) {
      constexpr unsigned kPauseMax = 600'000;
      if (pause->IsUint() && pause->GetUint() <= kPauseMax)
        step.pause = std::chrono::milliseconds{pause->GetUint()};
      else
        fail("'pause_ms' must be an integer from 0 to 600000");
    }
    if (Value* const send = find_last(value, "send"))
      parse_send(*send, step);
    else
      fail("a step has no 'send'");
    for (Value* const expected : elements(value, "expect", false))
      step.expected.push_back({text(*expected, "topic"), object_text(*expected)});
    for (const Value* const topic : elements(value, "expect_none", false)) {
      if (topic->IsString())
        step.unexpected.emplace_back(to_view(*topic));
      else
        fail("'expect_none' must hold topics");
    }
    return step;
  }

  void parse_send(Value& send, Step& step) {
    step.topic = text(send, "topic");
    if (step.topic.find_first_of(std::string_view{"+#\0", 3}) != std::string::npos)
      fail("'topic' of 'send' must be one to publish to, without wildcards");
    const Value* const payload = find_last(send, "payload");
    const Value* const raw = find_last(send, "raw");
    const Value* const hex = find_last(send, "raw_hex");
    if ((payload != nullptr) + (raw != nullptr) + (hex != nullptr) != 1)
      return fail("'send' needs exactly one of payload, raw and raw_hex");
    if (payload != nullptr) {
      shadow::append_compact(step.payload, *payload);
      step.has_references = step.payload.find(kReference) != std::string::npos;
    } else if (raw != nullptr) {
      step.payload = text(send, "raw");
    } else if (auto bytes = decode_hex(text(send, "raw_hex"))) {
      step.payload = std::move(*bytes);
    } else {
      fail("'raw_hex' must be an even number of hexadecimal digits");
    }
  }

  std::string text(Value& object, std::string_view key) {
    const Value* const value = find_last(object, key);
    if (value != nullptr && value->IsString()) return std::string{to_view(*value)};
    fail("'" + std::string{key} + "' must be a text");
    return {};
  }

  std::string object_text(Value& expected) {
    std::string json;
    const Value* const payload = find_last(expected, "payload");
    if (payload != nullptr && payload->IsObject())
      shadow::append_compact(json, *payload);
    else
      fail("'payload' of 'expect' must be an object");
    return json;
  }

  std::vector<Value*> elements(Value& object, std::string_view key, bool is_required) {
    std::vector<Value*> found;
    Value* const value = find_last(object, key);
    if (value == nullptr && !is_required) return found;
    if (value == nullptr || !value->IsArray()) {
      fail("'" + std::string{key} + "' must be an array");
      return found;
    }
    for (auto& element : value->GetArray())
      found.push_back(&element);
    return found;
  }

  void fail(std::string_view what) {
    if (!problems_.empty()) problems_ += '\n';
    problems_ += fmt::format("{}: element {}{}: {}", place_, number_,
                             name_.empty() ? "" : " (" + name_ + ")", what);
  }

  std::string place_;
  std::size_t number_;
  std::string name_;
  std::string problems_;
};

}  // namespace

Result<std::vector<Case>> parse_cases(std::string_view json, std::string_view file) {
  if (!shadow::is_utf8(json)) return usage_error(fmt::format("{}: is not UTF-8", file));
  shadow::JsonReader reader;
  Value* const root = reader.read(json);
  if (root == nullptr)
    return usage_error(
        fmt::format("{}:{}: is not JSON from here on", file, position(json, reader.failed_at())));
  if (!root->IsArray()) return usage_error(fmt::format("{}:1:1: must be an array of cases", file));
  if (shadow::is_deeper_than(*root, kDepthMax))
    return usage_error(
        fmt::format("{}:1:1: is nested deeper than {} levels; use 'raw' for a payload "
                    "that deep",
                    file, kDepthMax));
  const auto offsets = element_offsets(json);
  std::vector<Case> cases;
  std::string problems;
  std::size_t number = 0;
  for (auto& element : root->GetArray()) {
    ++number;
    if (number == 1 && find_last(element, "comment") != nullptr) continue;
    CaseParser parser{fmt::format("{}:{}", file, position(json, offsets[number - 1])), number};
    cases.push_back(parser.parse(element));
    if (!parser.problems().empty()) problems += (problems.empty() ? "" : "\n") + parser.problems();
  }
  if (!problems.empty()) return usage_error(problems);
  return cases;
}

}  // namespace shadowsim::conformance
