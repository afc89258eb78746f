#include "sim/fleet/app_driver.h"

#include <utility>

#include "sim/app/desired_update.h"

namespace shadowsim::fleet {

AppDriver::AppDriver(Workplace& workplace, measure::Ledger& ledger,
                     const mqtt::SessionOptions& options, Random random)
    : workplace_{workplace},
      ledger_{ledger},
      connection_{workplace, options, random, {[](TimePoint) {}, [](TimePoint, bool) {}}} {}

void AppDriver::send(const schedule::PlannedChange& change, shadow::ShadowKey key,
                     TimePoint planned) {
  if (!connection_.is_up()) {
    ledger_.unsent(change.id);
    return;
  }
  app::DesiredUpdate update = app::make_desired_update(change);
  mqtt::Publish message{.tag = change.id.value,
                        .topic = shadow::make_topic(key, shadow::TopicKind::kUpdate),
                        .payload = std::move(update.payload),
                        .qos = workplace_.qos};
  ledger_.sent({.id = change.id,
                .light = {change.light, change.shadow},
                .planned = planned,
                .sent = workplace_.scheduler.now(),
                .wanted = std::move(update.wanted),
                .measured = change.measured});
  ++workplace_.measurements.messages.published;
  connection_.session().publish(std::move(message));
}

void AppDriver::on(const mqtt::Delivery& delivery) {
  if (const auto* completed = std::get_if<mqtt::PublishCompleted>(&delivery.event)) {
    on_publish_completed(*completed, delivery.at);
  } else {
    connection_.on(delivery);
  }
}

void AppDriver::on_publish_completed(const mqtt::PublishCompleted& completed, TimePoint at) {
  const ChangeId change{completed.tag};
  if (!completed.sent) {
    --workplace_.measurements.messages.published;
    ledger_.not_sent_after_all(change, at);
  } else if (completed.code == mqtt::kUnspecifiedError) {
    // The connection ended before the server's answer: nobody knows whether the service has the
    // update. The light will hear of it, or the change stays open.
  } else if (mqtt::is_failure(completed.code)) {
    ++workplace_.measurements.messages.rejected[completed.code];
    workplace_.measurements.refusals_seen.note_mqtt(measure::RefusalKind::kPublish, completed.code);
    ledger_.desired_rejected(change, at);
  }
}

}  // namespace shadowsim::fleet
