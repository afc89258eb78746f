#include "sim/light/entered_value.h"

#include <optional>
#include <string>

#include "sim/shadow/json_text.h"
#include "sim/shadow/utf8.h"

namespace shadowsim::light {

Result<shadow::Section> read_entered_value(std::string_view property, std::string_view text) {
  if (!shadow::is_utf8(text)) return usage_error("a value must be UTF-8");
  const std::optional<std::string> compact = shadow::to_compact(text);
  std::string json{'{'};
  shadow::append_quoted(json, property);
  json += ':';
  if (compact)
    json += *compact;
  else
    shadow::append_quoted(json, text);
  json += '}';
  auto section = shadow::Section::parse(json);
  if (!section) return usage_error("the value is nested too deep");
  std::string without_nulls;
  shadow::append_state(without_nulls, *section);
  if (without_nulls != json)
    return usage_error("null is no value of a light: in an update it removes a property");
  return *std::move(section);
}

}  // namespace shadowsim::light
