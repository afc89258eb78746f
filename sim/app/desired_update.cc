#include "sim/app/desired_update.h"

#include "sim/app/change_token.h"
#include "sim/shadow/json_text.h"
#include "sim/shadow/request.h"

namespace shadowsim::app {
namespace {

std::string to_json(const std::vector<scenario::Property>& properties) {
  std::string json = "{";
  for (const auto& property : properties) {
    if (json.size() > 1) json += ',';
    shadow::append_quoted(json, property.name);
    json += ':';
    json += property.value;
  }
  json += '}';
  return json;
}

}  // namespace

shadow::Section to_section(const std::vector<scenario::Property>& properties) {
  auto section = shadow::Section::parse(to_json(properties));
  SHADOWSIM_CHECK(section.has_value(), "the scenario's values are JSON: {}", to_json(properties));
  return *std::move(section);
}

std::vector<measure::Leaf> leaves_of(const shadow::Section& section) {
  std::vector<measure::Leaf> leaves;
  section.for_each_leaf([&](std::string_view path, std::string_view value) {
    leaves.push_back({std::string{path}, std::string{value}});
  });
  return leaves;
}

DesiredUpdate make_desired_update(const schedule::PlannedChange& change) {
  SHADOWSIM_CHECK(change.section == scenario::Section::kDesired, "change {}", change.id.value);
  const shadow::Section desired = to_section(change.properties);
  std::string json;
  shadow::append_state(json, desired);
  const std::string token = to_token(change.id);
  return {shadow::make_update_request(
              {.desired = json, .reported = {}, .client_token = token, .version = {}}),
          leaves_of(desired)};
}

}  // namespace shadowsim::app
