#include "sim/fleet/light_driver.h"

#include <algorithm>

namespace shadowsim::fleet {
namespace {

// Streams of chance of one light: its connection's stands between its first shadow's and the
// others'.
constexpr std::uint64_t kFirstShadowStream = 1;
constexpr std::uint64_t kConnectionStream = 2;

std::uint64_t stream_of(ShadowId shadow) {
  return shadow == ShadowId{} ? kFirstShadowStream : kConnectionStream + shadow.value;
}

}  // namespace

LightDriver::LightDriver(Workplace& workplace, measure::Ledger& ledger,
                         const scenario::Fleet& fleet, LightId light,
                         const mqtt::SessionOptions& options, Random random)
    : workplace_{workplace},
      thing_{fleet.thing(light)},
      connection_{workplace,
                  options,
                  random.split(kConnectionStream),
                  {[this](TimePoint at) { on_up(at); },
                   [this](TimePoint at, bool perhaps_refused) { on_down(at, perhaps_refused); }}},
      outbox_{workplace, connection_.session(), static_cast<std::uint32_t>(fleet.shadows.size())} {
  shadows_.reserve(fleet.shadows.size());
  for (ShadowId shadow; shadow.value < fleet.shadows.size(); ++shadow.value) {
    shadows_.push_back(std::make_unique<ShadowDriver>(workplace, ledger, outbox_, fleet,
                                                      measure::ShadowOfLight{light, shadow}, thing_,
                                                      random.split(stream_of(shadow))));
  }
}

LightDriver::~LightDriver() = default;

bool LightDriver::is_ready() const {
  return std::ranges::all_of(shadows_, [](const auto& shadow) { return shadow->is_ready(); });
}

bool LightDriver::has_given_up() const {
  return connection_.has_given_up() ||
         std::ranges::any_of(shadows_, [](const auto& shadow) { return shadow->has_given_up(); });
}

// --- what happens -----------------------------------------------------------------------------

void LightDriver::on(const mqtt::Delivery& delivery) {
  if (const auto* message = std::get_if<mqtt::MessageArrived>(&delivery.event)) {
    on_message(*message, delivery.at);
  } else if (const auto* completed = std::get_if<mqtt::PublishCompleted>(&delivery.event)) {
    shadows_[completed->tag % shadows_.size()]->on_publish_completed(*completed, delivery.at);
  } else if (const auto* subscribed = std::get_if<mqtt::Subscribed>(&delivery.event)) {
    on_subscribed(*subscribed, delivery.at);
  } else {
    connection_.on(delivery);
  }
}

void LightDriver::on_up(TimePoint at) {
  for (const auto& shadow : shadows_)
    shadow->on_up(at);
}

void LightDriver::on_down(TimePoint at, bool perhaps_refused) {
  outbox_.clear();
  for (const auto& shadow : shadows_)
    shadow->on_down(at, perhaps_refused);
}

void LightDriver::on_message(const mqtt::MessageArrived& message, TimePoint at) {
  ++workplace_.measurements.messages.received;
  const auto topic = shadow::parse_topic(message.topic);
  if (!topic) return;
  const auto addressee = std::ranges::find_if(
      shadows_, [&](const auto& shadow) { return shadow->key() == topic->shadow; });
  if (addressee != shadows_.end()) (*addressee)->on_message(topic->kind, message.payload, at);
}

// Each shadow's subscribe is a packet of its own.
void LightDriver::on_subscribed(const mqtt::Subscribed& subscribed, TimePoint at) {
  if (const auto asked = outbox_.take_subscriber())
    shadows_[asked->value]->on_subscribed(subscribed, at);
}

// --- what is to be done -----------------------------------------------------------------------

void LightDriver::change_locally(const schedule::PlannedChange& change) {
  shadows_[change.shadow.value]->change_locally(change);
}

bool LightDriver::is_at_work() const {
  return std::ranges::any_of(shadows_, [](const auto& shadow) { return shadow->is_at_work(); });
}

void LightDriver::check() {
  for (const auto& shadow : shadows_)
    shadow->check();
}

LightDriver::Check LightDriver::check_result() const {
  const auto is_any = [this](Check result) {
    return std::ranges::any_of(
        shadows_, [result](const auto& shadow) { return shadow->check_result() == result; });
  };
  for (const Check undecided : {Check::kAsked, Check::kNone, Check::kWorking, Check::kDivergent})
    if (is_any(undecided)) return undecided;
  return Check::kInSync;
}

}  // namespace shadowsim::fleet
