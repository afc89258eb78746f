#include "sim/fleet/shadow_driver.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/app/change_token.h"
#include "sim/app/desired_update.h"
#include "sim/light/shadow_messages.h"

namespace shadowsim::fleet {
namespace {

using measure::RefusalKind;
using shadow::TopicKind;

// Whoever is not in sync by then comes back to the same difference again and again.
constexpr int kChecksMost = 3;

// Whatever the number of shadows, a thing's requests in flight are counted together.
light::LightOptions light_options(const scenario::Fleet& fleet, ShadowId shadow,
                                  std::string token_prefix, Random random,
                                  const connection::Manners& manners) {
  return {.initial_state = app::to_section(fleet.shadow(shadow).initial_state),
          .apply_delay = fleet.apply_delay,
          .answer_timeout = fleet.answer_timeout,
          .token_prefix = std::move(token_prefix),
          .random = random,
          .reports_in_flight_max =
              std::max<std::size_t>(1, manners.reports_open_max / fleet.shadows.size()),
          .manners = manners};
}

using State = light::LightMachine::State;

bool is_online(State state) {
  return state == State::kOnline;
}

bool is_subscribed(State state) {
  return state == State::kSyncing || is_online(state);
}

void note_presence(measure::Presence& presence, bool was_there, bool is_there, TimePoint at) {
  if (is_there && !was_there) presence.up(at);
  if (was_there && !is_there) presence.down(at);
}

// Several machines speak over one session, and each must know its own tokens.
std::string token_prefix(measure::ShadowOfLight light) {
  if (light.shadow == ShadowId{}) return fmt::format("light-{}-", light.light.value);
  return fmt::format("light-{}.{}-", light.light.value, light.shadow.value);
}

}  // namespace

ShadowDriver::ShadowDriver(Workplace& workplace, measure::Ledger& ledger, Outbox& outbox,
                           const scenario::Fleet& fleet, measure::ShadowOfLight light,
                           std::string_view thing, Random random)
    : workplace_{workplace},
      ledger_{ledger},
      outbox_{outbox},
      light_{light},
      key_{thing, fleet.shadow(light.shadow).name},
      tags_{static_cast<std::uint32_t>(fleet.shadows.size())},
      token_prefix_{token_prefix(light)},
      subscriptions_{light::answer_filters(key_)},
      machine_{light_options(fleet, light.shadow, token_prefix_, random, workplace.manners)},
      timers_{workplace.scheduler, [this](light::Timer timer) {
                step(light::TimerRang{timer}, workplace_.scheduler.now());
              }} {}

// --- what happens -----------------------------------------------------------------------------

void ShadowDriver::on_up(TimePoint at) {
  subscriptions_.begin();
  step(light::Connected{}, at);
}

void ShadowDriver::on_down(TimePoint at, bool perhaps_refused) {
  if (check_ == Check::kAsked) check_ = Check::kNone;
  ledger_.answers_lost(light_);
  step(light::Disconnected{perhaps_refused}, at);
}

void ShadowDriver::on_subscribed(const mqtt::Subscribed& subscribed, TimePoint at) {
  for (const mqtt::ReasonCode code : subscribed.codes) {
    if (mqtt::is_failure(code))
      workplace_.measurements.refusals_seen.note_mqtt(RefusalKind::kSubscribe, code);
  }
  if (const auto answered = subscriptions_.answer(subscribed.codes)) step(*answered, at);
}

void ShadowDriver::on_message(TopicKind kind, const std::string& payload, TimePoint at) {
  const auto event = light::read_event(kind, payload);
  if (!event) return;
  settle(*event);
  if (const auto* const delta = std::get_if<shadow::Delta>(&*event)) {
    note(*delta, at);
  } else if (const auto* const accepted = std::get_if<shadow::UpdateAccepted>(&*event)) {
    if (const auto change = app::change_of(accepted->client_token))
      ledger_.desired_accepted(*change, at, accepted->version);
  } else if (const auto* const refused = std::get_if<light::UpdateRejected>(&*event)) {
    if (is_of_a_change(refused->rejected, at)) return;
  }
  step(*event, at);
}

// An answer to a request of its own makes room for the next one, of whichever shadow.
void ShadowDriver::settle(const light::Event& answer) {
  const std::string_view client_token = light::client_token_of(answer);
  if (client_token.starts_with(token_prefix_)) outbox_.settle(tag_of(client_token));
}

mqtt::PublishTag ShadowDriver::tag_of(std::string_view client_token) const {
  return light::number_of(client_token, token_prefix_) * tags_ + light_.shadow.value;
}

void ShadowDriver::note(const shadow::Delta& delta, TimePoint at) {
  ++workplace_.measurements.messages.deltas;
  if (const auto change = app::change_of(delta.client_token))
    ledger_.delta_arrived(*change, at, delta.version);
}

bool ShadowDriver::is_of_a_change(const shadow::Rejected& rejected, TimePoint at) {
  const auto change = app::change_of(rejected.client_token);
  if (!change) return false;
  ++workplace_.measurements.messages.rejected[rejected.code];
  workplace_.measurements.refusals_seen.note_shadow(rejected.code);
  ledger_.desired_rejected(*change, at);
  return true;
}

void ShadowDriver::on_publish_completed(const mqtt::PublishCompleted& completed, TimePoint at) {
  if (completed.sent && !mqtt::is_failure(completed.code)) return;
  if (!completed.sent) {
    --workplace_.measurements.messages.published;
    return;  // the connection is gone, which is told in its own event
  }
  outbox_.settle(completed.tag);
  // An unspecified error is what a broken connection leaves behind, which is counted as that.
  if (completed.code != mqtt::kUnspecifiedError)
    workplace_.measurements.refusals_seen.note_mqtt(RefusalKind::kPublish, completed.code);
  step(light::PublishRefused{.client_token = token_prefix_ + std::to_string(completed.tag / tags_),
                             .code = completed.code,
                             .worth_retrying = mqtt::is_worth_retrying(completed.code)},
       at);
}

void ShadowDriver::change_locally(const schedule::PlannedChange& change) {
  step(light::LocalChange{app::to_section(change.properties), change.sets_desired},
       workplace_.scheduler.now());
}

void ShadowDriver::check() {
  const bool is_due =
      check_ == Check::kNone || (check_ == Check::kWorking && !machine_.is_at_work());
  if (!is_due || machine_.state() != light::LightMachine::State::kOnline) return;
  check_ = Check::kAsked;
  step(light::CheckRequested{}, workplace_.scheduler.now());
}

// --- what is to be done -----------------------------------------------------------------------

void ShadowDriver::step(const light::Event& event, TimePoint at) {
  std::vector<light::Action> actions;
  const auto before = machine_.state();
  machine_.step(event, at, actions);
  note_change(before, at);
  for (const auto& action : actions)
    std::visit([&](const auto& wanted) { carry_out(wanted, at); }, action);
}

void ShadowDriver::note_change(State before, TimePoint at) {
  const State now = machine_.state();
  measure::Measurements& measurements = workplace_.measurements;
  note_presence(measurements.subscribed, is_subscribed(before), is_subscribed(now), at);
  note_presence(measurements.online, is_online(before), is_online(now), at);
}

void ShadowDriver::carry_out(const light::Subscribe& /*order*/, TimePoint /*at*/) {
  for (auto& packet : subscriptions_.ask())
    outbox_.subscribe(light_.shadow, std::move(packet));
}

void ShadowDriver::carry_out(const light::Get& order, TimePoint /*at*/) {
  publish(TopicKind::kGet, order.client_token, light::make_payload(order));
}

void ShadowDriver::carry_out(const light::Report& order, TimePoint at) {
  ledger_.report_sent(light_, {.number = light::number_of(order.client_token, token_prefix_),
                               .at = at,
                               .reported = app::leaves_of(order.reported),
                               .desired = app::leaves_of(order.desired)});
  publish(TopicKind::kUpdate, order.client_token, light::make_payload(order));
}

void ShadowDriver::publish(TopicKind kind, const std::string& client_token, std::string payload) {
  outbox_.publish({.tag = tag_of(client_token),
                   .topic = shadow::make_topic(key_, kind),
                   .payload = std::move(payload),
                   .qos = workplace_.qos});
}

void ShadowDriver::carry_out(const light::Arm& order, TimePoint /*at*/) {
  timers_.carry_out(order);
}

void ShadowDriver::carry_out(const light::Disarm& order, TimePoint /*at*/) {
  timers_.carry_out(order);
}

// --- what was noticed -------------------------------------------------------------------------

void ShadowDriver::carry_out(const light::BecameReady& /*seen*/, TimePoint /*at*/) {
  ready_ = true;
}

void ShadowDriver::carry_out(const light::Intends& seen, TimePoint /*at*/) {
  ledger_.light_intends(light_, app::leaves_of(seen.state));
}

void ShadowDriver::carry_out(const light::ReportAccepted& seen, TimePoint at) {
  workplace_.measurements.latencies.round_trip.record(seen.round_trip);
  ledger_.report_accepted(light_, light::number_of(seen.client_token, token_prefix_), seen.version,
                          at);
}

void ShadowDriver::carry_out(const light::ShadowRead& seen, TimePoint at) {
  if (!seen.is_overtaken) ledger_.light_intends(light_, app::leaves_of(machine_.own_state()));
  ledger_.shadow_read(light_, app::leaves_of(seen.desired), app::leaves_of(seen.reported),
                      seen.version, at, !seen.is_overtaken);
}

void ShadowDriver::carry_out(const light::DeltaDropped& seen, TimePoint /*at*/) {
  auto& messages = workplace_.measurements.messages;
  ++(seen.reason == light::DropReason::kDuplicate ? messages.duplicates : messages.stale_deltas);
}

void ShadowDriver::carry_out(const light::VersionGap& /*seen*/, TimePoint /*at*/) {
  ++workplace_.measurements.messages.version_gaps;
}

void ShadowDriver::carry_out(const light::RequestRefused& seen, TimePoint /*at*/) {
  ++workplace_.measurements.messages.rejected[seen.code];
  // Those of MQTT are below, and counted where they come in.
  constexpr int kLowestOfService = 400;
  if (seen.code >= kLowestOfService) workplace_.measurements.refusals_seen.note_shadow(seen.code);
  if (!seen.client_token.empty())
    ledger_.report_refused(light_, light::number_of(seen.client_token, token_prefix_));
}

void ShadowDriver::carry_out(const light::AnswerMissed& seen, TimePoint /*at*/) {
  workplace_.measurements.refusals_seen.note(RefusalKind::kShadow, "silence", seen.requests);
  outbox_.forget(light_.shadow);
  ledger_.answers_lost(light_);
}

void ShadowDriver::carry_out(const light::Checked& seen, TimePoint /*at*/) {
  const bool may_change = machine_.is_at_work() && ++checks_answered_ < kChecksMost;
  check_ = seen.in_sync ? Check::kInSync : may_change ? Check::kWorking : Check::kDivergent;
}

void ShadowDriver::carry_out(const light::GaveUp& /*seen*/, TimePoint /*at*/) {}

}  // namespace shadowsim::fleet
