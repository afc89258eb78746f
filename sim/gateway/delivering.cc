#include <utility>

#include "sim/gateway/screening.h"
#include "sim/packet/packet_writing.h"

// What goes to the client by itself: messages, live ones and those of its backlog.
namespace shadowsim::gateway {

using namespace packet;

void Screening::connack(const Frame& frame, Passed& passed) {
  if (!handshake_.connack(frame, passed.to_client)) return visit_->hold().session().clear();
  if (!backlog_pace_) return;
  backlog_ = Backlog{visit_->hold().session(), *backlog_pace_};
  ask_for_end_of_backlog(passed);
}

void Screening::ask_for_end_of_backlog(Passed& passed) {
  awaited_.pinged({AwaitedAnswers::Asker::kBacklog});
  append_pingreq(passed.to_broker);
}

void Screening::pingresp(const Frame& frame, Passed& passed) {
  const auto ping = awaited_.ping_answered();
  switch (ping.asker) {
    case AwaitedAnswers::Asker::kClient:
      passed.to_client += frame.bytes;
      return;
    case AwaitedAnswers::Asker::kRequest:
      return visit_->answered(ping.place);
    case AwaitedAnswers::Asker::kBacklog:
      if (backlog_.answered()) ask_for_end_of_backlog(passed);
      return;
  }
}

void Screening::deliver(const Frame& frame, TimePoint now, Passed& passed) {
  const auto publish = read_publish(frame, handshake_.version());
  if (!publish || !visit_) {
    passed.to_client += frame.bytes;
    return;
  }
  const bool is_acknowledged = publish->qos == 1;
  if (is_acknowledged && (backlog_.is_catching_up() || backlog_.has_sent(publish->packet_id))) {
    backlog_.add(frame.bytes);
  } else if (const auto refusal = visit_->deliver(publish->topic, now)) {
    say(visit_->client_id(), *refusal);
  } else if (is_acknowledged) {
    return deliveries_.deliver(publish->packet_id, frame.bytes, passed.to_client);
  } else {
    passed.to_client += frame.bytes;
  }
  // The broker waits for an acknowledgement of what the client sees later, or never.
  if (is_acknowledged)
    append_puback(passed.to_broker, handshake_.version(), publish->packet_id, 0, {});
}

std::optional<Duration> Screening::until_backlog(TimePoint now) {
  return backlog_.wait(now);
}

void Screening::send_backlog(TimePoint now, Passed& passed) {
  while (deliveries_.awaits(backlog_id_))
    --backlog_id_;
  const Publish publish = backlog_.send(backlog_id_, handshake_.version(), now);
  if (const auto refusal = visit_->deliver(publish.topic, now)) {
    say(visit_->client_id(), *refusal);
    backlog_.finish(backlog_id_);
    return;
  }
  std::string packet;
  append_publish(packet, handshake_.version(), publish);
  deliveries_.deliver(backlog_id_, packet, passed.to_client);
  constexpr std::uint16_t kHighest = 0xFFFF;
  backlog_id_ = backlog_id_ == 1 ? kHighest : static_cast<std::uint16_t>(backlog_id_ - 1);
}

// By the client, of a delivery.
void Screening::acknowledged(const Frame& frame, Passed& passed) {
  const auto answer = read_publish_answer(frame, handshake_.version());
  if (!answer) return malformed(passed);
  if (!backlog_.finish(answer->packet_id)) passed.to_broker += frame.bytes;
  deliveries_.acknowledged(answer->packet_id, passed.to_client);
}

}  // namespace shadowsim::gateway
