#include "sim/fleet/crew.h"

#include <algorithm>

#include "sim/app/change_token.h"
#include "sim/shadow/topics.h"

namespace shadowsim::fleet {
namespace {

// Streams of chance, so that an app's draws never shift a light's.
constexpr std::uint64_t kAppStreams = std::uint64_t{1} << 32U;
constexpr std::uint64_t kLightStreams = std::uint64_t{2} << 32U;

template <class Driver>
Standing standing_of(const Driver& driver) {
  return {.is_connecting = driver.connection().is_connecting(),
          .is_ready = driver.is_ready(),
          .has_given_up = driver.has_given_up()};
}

mqtt::Qos qos_of(const scenario::Fleet& fleet) {
  return fleet.qos == 0 ? mqtt::Qos::kAtMostOnce : mqtt::Qos::kAtLeastOnce;
}

}  // namespace

mqtt::ProtocolVersion protocol_of(const scenario::Fleet& fleet) {
  return fleet.mqtt_version == scenario::MqttVersion::k311 ? mqtt::ProtocolVersion::kMqtt311
                                                           : mqtt::ProtocolVersion::kMqtt5;
}

Crew::Crew(const scenario::Scenario& scenario, schedule::Shard shard, mqtt::ProtocolVersion version,
           Scheduler& scheduler, mqtt::SessionFactory& sessions, mqtt::Mailbox& mailbox)
    : shard_{shard},
      ledger_{measurements_},
      workplace_{scheduler,
                 sessions,
                 mailbox,
                 measurements_,
                 qos_of(scenario.fleet),
                 [this](SessionId session) { count(session.value); },
                 scenario.fleet.careful ? connection::Manners{} : connection::Manners::careless()} {
  const Random run{scenario.seed};
  const auto session_options = [&](std::string client_id, CertificateFiles certificate) {
    return mqtt::SessionOptions{.id = SessionId{static_cast<std::uint32_t>(this->sessions())},
                                .client_id = std::move(client_id),
                                .version = version,
                                .subscription_qos = workplace_.qos,
                                .keep_alive = scenario.fleet.keep_alive,
                                .connect_timeout = std::chrono::ceil<std::chrono::milliseconds>(
                                    scenario.fleet.connect_timeout),
                                .tells_successful_publishes = false,
                                .certificate = std::move(certificate)};
  };
  for (const auto& app : schedule::apps_of(scenario.apps, shard)) {
    apps_.emplace_back(workplace_, ledger_,
                       session_options(app.client_id, scenario.certificate(app.id)),
                       run.split(kAppStreams + app.id.value));
  }
  for (LightId light{shard.index}; light.value < scenario.fleet.lights;
       light.value += shard.count) {
    lights_.emplace_back(workplace_, ledger_, scenario.fleet, light,
                         session_options(scenario.fleet.client(light), scenario.certificate(light)),
                         run.split(kLightStreams + light.value));
  }
  app_attendance_.expect(apps_.size());
  light_attendance_.expect(lights_.size());
  measurements_.presence.expect(this->sessions());
  for (measure::Presence* const of_lights : {&measurements_.subscribed, &measurements_.online})
    of_lights->expect(lights_.size() * scenario.fleet.shadows.size());
}

Crew::~Crew() = default;

void Crew::handle(const mqtt::Delivery& delivery) {
  const std::size_t place = delivery.session.value;
  SHADOWSIM_CHECK(place < sessions(), "session {} of {}", place, sessions());
  if (place < apps_.size()) {
    apps_[place].on(delivery);
  } else {
    lights_[place - apps_.size()].on(delivery);
    count(place);  // what was said over the connection may have made it ready
  }
}

void Crew::count(std::size_t place) {
  const std::size_t connecting_before = connecting();
  if (place < apps_.size()) {
    app_attendance_.note(place, standing_of(apps_[place]));
  } else {
    const std::size_t light = place - apps_.size();
    light_attendance_.note(light, standing_of(lights_[light]));
  }
  if (connecting() < connecting_before && connect_ended_) connect_ended_();
}

void Crew::start(std::size_t place) {
  SHADOWSIM_CHECK(place < sessions(), "session {} of {}", place, sessions());
  (place < apps_.size() ? apps_[place].connection() : lights_[place - apps_.size()].connection())
      .start();
}

std::string Crew::connect_failure() const {
  for (const auto& app : apps_)
    if (!app.connection().last_failure().empty()) return app.connection().last_failure();
  return light_failure();
}

std::string Crew::light_failure() const {
  if (std::ranges::any_of(lights_,
                          [](const LightDriver& light) { return light.connection().is_up(); }))
    return {};
  for (const auto& light : lights_)
    if (!light.connection().last_failure().empty()) return light.connection().last_failure();
  return {};
}

void Crew::perform(const schedule::PlannedChange& change, TimePoint planned) {
  SHADOWSIM_CHECK(shard_.holds(change.light), "light {} is not of shard {}", change.light.value,
                  shard_.index);
  LightDriver& light = lights_[shard_.place_of(change.light)];
  if (change.section == scenario::Section::kReported) {
    light.change_locally(change);
  } else {
    app_of(change.light).send(change, light.key(change.shadow), planned);
  }
}

bool Crew::is_at_work() const {
  return std::ranges::any_of(lights_, [](const LightDriver& light) { return light.is_at_work(); });
}

measure::Flights Crew::flights(TimePoint began) const {
  measure::Flights flights = measurements_.flights.flights(began);
  for (auto* const kind : {&flights.slowest, &flights.unconverged}) {
    for (measure::Flight& flight : *kind) {
      const auto key = lights_[shard_.place_of(flight.light.light)].key(flight.light.shadow);
      flight.topic = shadow::make_topic(key, shadow::TopicKind::kUpdate);
      flight.client_token = app::to_token(flight.change);
    }
  }
  return flights;
}

void Crew::stop_all() {
  for (auto& light : lights_)
    light.connection().stop();
  for (auto& app : apps_)
    app.connection().stop();
}

bool Crew::all_stopped() const {
  const auto is_stopped = [](const auto& driver) {
    return driver.connection().is_idle() || driver.connection().has_given_up();
  };
  return std::ranges::all_of(apps_, is_stopped) && std::ranges::all_of(lights_, is_stopped);
}

}  // namespace shadowsim::fleet
