#include <string>

#include <CLI/CLI.hpp>

#include "sim/shadow/topics.h"
#include "sim/shadow/utf8.h"
#include "sim/terminal/options_endpoint.h"
#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kExamples =
    "Example, beside shadowsim serve --port 1883:\n"
    "  shadowsim light --endpoint mqtt://127.0.0.1:1883 --thing-name lamp\n"
    "Type a value and Enter: it is reported, and set as desired. 42, true and {\"r\":9}\n"
    "are JSON, all else is a string; \"quit\" or the end of the input ends the light.";

constexpr std::size_t kClientIdBytesMax = 128;  // AWS's quota

void check_names(LightCommand& light) {
  if (!shadow::is_thing_name(light.thing))
    throw CLI::ValidationError("--thing-name", "must be 1 to 128 of a-z A-Z 0-9 : _ -");
  if (!light.shadow.empty() && !shadow::is_shadow_name(light.shadow))
    throw CLI::ValidationError("--shadow-name", "must be 1 to 64 of a-z A-Z 0-9 : _ - $");
  if (light.property.empty() || !shadow::is_utf8(light.property))
    throw CLI::ValidationError("--shadow-property", "must be a key in UTF-8");
  if (light.client_id.empty())
    light.client_id = ("test-" + light.thing).substr(0, kClientIdBytesMax);
  if (light.client_id.size() > kClientIdBytesMax || !shadow::is_utf8(light.client_id))
    throw CLI::ValidationError("--client-id", "must be 1 to 128 bytes of UTF-8");
}

}  // namespace

CLI::App& add_light(CLI::App& app, LightCommand& light) {
  CLI::App& command = *app.add_subcommand("light", "One light whose values you type");
  command.footer(kExamples);
  command.add_option("--thing-name", light.thing, "The light's thing (light-0000)")
      ->type_name("NAME");
  command.add_option("--client-id", light.client_id, "MQTT client ID (test-<thing name>)")
      ->type_name("ID");
  command.add_option("--shadow-name", light.shadow, "A named shadow, not the classic one")
      ->type_name("NAME");
  command.add_option("--shadow-property", light.property, "The key whose values you type (color)")
      ->type_name("PROP");
  command.add_flag("--reported-only", light.reported_only,
                   "Report what is typed, but leave desired alone");
  add_client(command, light.client);
  add_endpoint(command, light.endpoint, light.version);
  command.final_callback([&light] { check_names(light); });
  return command;
}

}  // namespace shadowsim::terminal
