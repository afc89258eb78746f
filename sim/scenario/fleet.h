#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/certificate_files.h"
#include "sim/base/delay_distribution.h"
#include "sim/base/ids.h"
#include "sim/base/units.h"
#include "sim/scenario/name_pattern.h"
#include "sim/scenario/property.h"

// Who takes part in a scenario: the lights and the apps that drive them.
namespace shadowsim::scenario {

// One of the shadows that every light has.
struct Shadow {
  std::string name;                     // empty: the classic shadow, which has none
  std::vector<Property> initial_state;  // what a light is before anybody changes it; not empty

  // What scenarios call it: its name, or "classic".
  std::string_view title() const { return name.empty() ? "classic" : std::string_view{name}; }

  friend bool operator==(const Shadow&, const Shadow&) = default;
};

// Files in PEM by which sessions show who they are, a pair for each session. Relative names count from
// the folder of the scenario's file, see Scenario::path().
struct Certificates {
  NamePattern certificate;
  NamePattern key;

  // The pair of the session of that number; `thing` as in NamePattern::name(). As written.
  CertificateFiles files(std::uint32_t index, const std::string& thing = {}) const;
};

enum class MqttVersion : std::uint8_t { k311, k5 };

struct Fleet {
  std::uint32_t lights = 1;               // at least 1
  NamePattern thing_name;                 // gives every light another legal thing name
  NamePattern client_id;                  // gives every light another client ID of 1 to 128 bytes
  std::vector<Shadow> shadows{Shadow{}};  // of each light, at least one; all names differ
  Rate connect_rate;                      // connects begun per second, above 0
  std::uint32_t connects_in_flight = 50;  // connects waiting for their answer at a time, at least 1
  Rate check_rate{2000};                  // gets of the final check per second, above 0
  Duration connect_timeout{};             // for one connect, TCP to CONNACK; above 0
  Duration answer_timeout{};  // for an answer of the service, before a light asks again; above 0
  DelayDistribution apply_delay;      // from a delta's arrival to its being applied and reported
  std::chrono::seconds keep_alive{};  // 0 to 65535 s
  MqttVersion mqtt_version = MqttVersion::k5;  // of all sessions, the apps' included
  std::uint8_t qos = 1;                        // 0 or 1, of all publishes and subscriptions
  bool careful = true;  // whether lights and apps keep to connection::Manners

  std::optional<Certificates>
      certificates;            // one for each light; none: they have none of their own
  std::string ca_certificate;  // with those: whom all sessions trust, a file named as they are

  std::string thing(LightId light) const { return thing_name.name(light.value); }
  std::string client(LightId light) const { return client_id.name(light.value, thing(light)); }

  // The light of that thing name.
  std::optional<LightId> find(const std::string& thing) const;

  const Shadow& shadow(ShadowId shadow) const { return shadows[shadow.value]; }
};

// Sessions that set desired values, as a phone app would. Light L is driven by app L mod sessions,
// unless the fleet is played in shards that these cannot be divided among (schedule/shard.h).
struct Apps {
  std::uint32_t sessions = 1;  // at least 1
  NamePattern client_id;
  std::optional<Certificates>
      certificates{};  // one for each session; only where the fleet has some

  std::string client(AppId app) const { return client_id.name(app.value); }
};

}  // namespace shadowsim::scenario
