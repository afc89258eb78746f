#include "sim/scenario/fleet_reading.h"

#include <fmt/format.h>

#include "sim/scenario/certificate_reading.h"
#include "sim/scenario/delay_reading.h"
#include "sim/scenario/shadow_reading.h"
#include "sim/scenario/typed_value.h"

namespace shadowsim::scenario {
namespace {

std::chrono::seconds read_keep_alive(const Node* node, Problems& problems) {
  const Duration keep_alive = duration_of(node);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(keep_alive);
  if (seconds != keep_alive)
    problems.add(node->place, fmt::format("fleet.keep_alive must be whole seconds, not {}",
                                          to_text(keep_alive)));
  return seconds;
}

}  // namespace

Fleet read_fleet(const Node& scenario, Problems& problems) {
  Fleet fleet;
  const Node* const node = scenario.find("fleet");
  fleet.lights = 0;
  if (!is_readable(node)) return fleet;
  fleet.lights = count_of(node->find("lights"));
  fleet.thing_name = NamePattern{text_of(node->find("thing_name"))};
  fleet.client_id = NamePattern{text_of(node->find("client_id"))};
  fleet.shadows = read_shadows(*node, problems);
  fleet.connect_rate = rate_of(node->find("connect_rate"));
  fleet.connects_in_flight = count_of(node->find("connects_in_flight"));
  fleet.check_rate = rate_of(node->find("check_rate"));
  fleet.connect_timeout = duration_of(node->find("connect_timeout"));
  fleet.answer_timeout = duration_of(node->find("answer_timeout"));
  fleet.apply_delay = read_delay(node->find("apply_delay"), "fleet.apply_delay", problems);
  fleet.keep_alive = read_keep_alive(node->find("keep_alive"), problems);
  fleet.qos = static_cast<std::uint8_t>(count_of(node->find("qos")));
  fleet.careful = boolean_of(node->find("careful"));
  fleet.mqtt_version =
      text_of(node->find("mqtt_version")) == "3.1.1" ? MqttVersion::k311 : MqttVersion::k5;
  read_certificates(*node, fleet, problems);
  return fleet;
}

Apps read_apps(const Node& scenario, Problems& problems) {
  Apps apps;
  const Node* const node = scenario.find("apps");
  if (!is_readable(node)) return apps;
  apps.sessions = count_of(node->find("sessions"));
  apps.client_id = NamePattern{text_of(node->find("client_id"))};
  read_certificates(scenario, apps, problems);
  return apps;
}

bool are_names_known(const Fleet& fleet) {
  return fleet.lights > 0 && !fleet.thing_name.text().empty();
}

}  // namespace shadowsim::scenario
