#include "sim/scenario/json_text.h"

#include <fmt/format.h>

namespace shadowsim::scenario {

std::string json_number(double number) {
  std::string json = fmt::format("{}", number);
  if (json.find_first_of(".e") == std::string::npos) json += ".0";
  return json;
}

std::string json_object(const std::vector<Property>& properties) {
  std::string json = "{";
  for (const auto& [name, value] : properties) {
    if (json.size() > 1) json += ',';
    json += json_string(name);
    json += ':';
    json += value;
  }
  return json += '}';
}

}  // namespace shadowsim::scenario
