// The shadow service inside a stock mosquitto: the C ABI of the broker's plugins, and nothing else.
// The broker's one thread calls everything here.
// Source: mosquitto_plugin.h and mosquitto_broker.h of mosquitto 2.0, plugin API version 5.

#include <cstring>
#include <memory>
#include <signal.h>
#include <string_view>
#include <unistd.h>
#include <vector>

// Needs size_t, bool and the like from before it.
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>

#include "sim/plugin/plugin_options.h"
#include "sim/plugin/shadow_host.h"
#include "sim/shadow/turned_away.h"
#include "sim/time/system_clock.h"

namespace shadowsim::plugin {
namespace {

constexpr int kApiVersion = 5;
constexpr int kQos = 1;

// Source: AWS General Reference, "AWS IoT Core endpoints and quotas", message broker.
constexpr std::size_t kPayloadBytesMax = 128 * 1024;

void publish(const service::Publication& message) {
  // A message that the broker has no memory for is lost, as the network may lose any.
  mosquitto_broker_publish_copy(nullptr, message.topic.c_str(),
                                static_cast<int>(message.payload.size()), message.payload.data(),
                                kQos, false, nullptr);
}

// All that one load of the plugin owns.
struct Loaded {
  Moment now() const { return {clock.now(), clock.wall_now()}; }

  mosquitto_plugin_id_t* id = nullptr;
  SystemClock clock;
  std::unique_ptr<ShadowHost> host;
};

void complain(const Error& error) {
  mosquitto_log_printf(MOSQ_LOG_ERR, "shadowsim: %s", error.message.c_str());
}

// Ends the broker, as it ends when it is asked to, where the service cannot go on.
void obey(const Result<void>& result) {
  if (!result.has_error()) return;
  complain(result.error());
  kill(getpid(), SIGTERM);
}

std::string_view client_id(const mosquitto* client) {
  const char* const id = client == nullptr ? nullptr : mosquitto_client_id(client);
  return id == nullptr ? std::string_view{} : id;
}

// Who subscribes to requests is given those that were turned away, too, under their own topics.
void take_mark_off(mosquitto_evt_message& message) {
  const auto away = shadow::read_turned_away(message.topic);
  if (away) std::memmove(message.topic, away->topic.data(), away->topic.size() + 1);
}

// A client has published a message, which goes on to its subscribers whatever the service does. One
// that is larger than AWS takes ends its connection; the broker's own limit would only drop it, and
// tell an MQTT 3.1.1 client that all is well.
int on_message(int /*event*/, void* event_data, void* user_data) noexcept {
  auto& message = *static_cast<mosquitto_evt_message*>(event_data);
  if (message.payloadlen > kPayloadBytesMax) return MOSQ_ERR_PAYLOAD_SIZE;
  auto& loaded = *static_cast<Loaded*>(user_data);
  obey(loaded.host->handle({client_id(message.client),
                            message.topic,
                            {static_cast<const char*>(message.payload), message.payloadlen}},
                           loaded.now()));
  take_mark_off(message);
  return MOSQ_ERR_SUCCESS;
}

// The end of a pass of the broker's loop.
int on_tick(int /*event*/, void* /*event_data*/, void* user_data) noexcept {
  auto& loaded = *static_cast<Loaded*>(user_data);
  obey(loaded.host->tick(loaded.now()));
  return MOSQ_ERR_SUCCESS;
}

Result<PluginOptions> read_options(const mosquitto_opt* options, int count) {
  std::vector<OptionLine> lines;
  for (int index = 0; index < count; ++index)
    lines.push_back({options[index].key, options[index].value});
  return parse_plugin_options(lines);
}

int start(mosquitto_plugin_id_t* id, void** user_data, const mosquitto_opt* options,
          int count) noexcept {
  const auto parsed = read_options(options, count);
  if (!parsed) {
    complain(parsed.error());
    return MOSQ_ERR_INVAL;
  }
  auto loaded = std::make_unique<Loaded>();
  auto host = ShadowHost::open(*parsed, publish, loaded->clock.wall_now());
  if (!host) {
    complain(host.error());
    return MOSQ_ERR_UNKNOWN;
  }
  loaded->id = id;
  loaded->host = *std::move(host);
  const int failed =
      mosquitto_callback_register(id, MOSQ_EVT_MESSAGE, on_message, nullptr, loaded.get());
  if (failed != MOSQ_ERR_SUCCESS) return failed;
  const int tick_failed =
      mosquitto_callback_register(id, MOSQ_EVT_TICK, on_tick, nullptr, loaded.get());
  if (tick_failed != MOSQ_ERR_SUCCESS) {
    mosquitto_callback_unregister(id, MOSQ_EVT_MESSAGE, on_message, nullptr);
    return tick_failed;
  }
  *user_data = loaded.release();
  return MOSQ_ERR_SUCCESS;
}

int stop(Loaded* all) noexcept {
  const std::unique_ptr<Loaded> loaded{all};
  mosquitto_callback_unregister(loaded->id, MOSQ_EVT_MESSAGE, on_message, nullptr);
  mosquitto_callback_unregister(loaded->id, MOSQ_EVT_TICK, on_tick, nullptr);
  if (const auto finished = loaded->host->finish(); finished.has_error())
    complain(finished.error());
  return MOSQ_ERR_SUCCESS;
}

}  // namespace
}  // namespace shadowsim::plugin

// The broker's header declares these without noexcept; what they call has it.
extern "C" {

// Of the versions that the broker offers, the one that we speak; -1 for none of them.
int mosquitto_plugin_version(int count, const int* versions) {
  for (int index = 0; index < count; ++index) {
    if (versions[index] == shadowsim::plugin::kApiVersion) return shadowsim::plugin::kApiVersion;
  }
  return -1;
}

int mosquitto_plugin_init(mosquitto_plugin_id_t* id, void** user_data, mosquitto_opt* options,
                          int count) {
  return shadowsim::plugin::start(id, user_data, options, count);
}

int mosquitto_plugin_cleanup(void* user_data, mosquitto_opt* /*options*/, int /*count*/) {
  return shadowsim::plugin::stop(static_cast<shadowsim::plugin::Loaded*>(user_data));
}

}  // extern "C"
