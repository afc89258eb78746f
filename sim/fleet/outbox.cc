#include "sim/fleet/outbox.h"

#include <algorithm>
#include <utility>

namespace shadowsim::fleet {
namespace {

// A PUBLISH without its topic and payload: fixed header, lengths, packet identifier, no properties.
constexpr std::size_t kBytesAround = 10;

std::uint64_t bytes_of(const mqtt::Publish& request) {
  return request.topic.size() + request.payload.size() + kBytesAround;
}

}  // namespace

Outbox::Outbox(Workplace& workplace, mqtt::Session& session, std::uint32_t shadows)
    : workplace_{workplace},
      session_{session},
      shadows_{shadows},
      publishes_{workplace.manners.publishes},
      bytes_{workplace.manners.bytes} {}

Outbox::~Outbox() {
  workplace_.scheduler.cancel(timer_);
}

void Outbox::publish(mqtt::Publish request) {
  if (waiting_.empty() && may_send(request)) return send(std::move(request));
  waiting_.push_back(std::move(request));
}

void Outbox::settle(mqtt::PublishTag tag) {
  if (std::erase(open_, tag) > 0 && !waiting_.empty()) send_waiting();
}

void Outbox::forget(ShadowId shadow) {
  const auto is_of_it = [&](mqtt::PublishTag tag) { return tag % shadows_ == shadow.value; };
  std::erase_if(waiting_, [&](const mqtt::Publish& request) { return is_of_it(request.tag); });
  std::erase_if(open_, is_of_it);
  send_waiting();
}

void Outbox::clear() {
  workplace_.scheduler.cancel(std::exchange(timer_, {}));
  waiting_.clear();
  open_.clear();
  subscribers_.clear();
}

// Whether it may go out now. If it is a matter of time, the timer is armed.
bool Outbox::may_send(const mqtt::Publish& request) {
  const std::size_t open_max = workplace_.manners.requests_open_max;
  if (open_max > 0 && open_.size() >= open_max) return false;
  const TimePoint now = workplace_.scheduler.now();
  const Duration wait = std::max(publishes_.wait(1, now), bytes_.wait(bytes_of(request), now));
  if (wait == Duration::zero()) return true;
  workplace_.scheduler.cancel(timer_);
  timer_ = workplace_.scheduler.at(now + wait, [this] {
    timer_ = {};
    send_waiting();
  });
  return false;
}

void Outbox::send(mqtt::Publish request) {
  const TimePoint now = workplace_.scheduler.now();
  publishes_.take(1, now);
  bytes_.take(bytes_of(request), now);
  if (workplace_.manners.requests_open_max > 0) open_.push_back(request.tag);
  ++workplace_.measurements.messages.published;
  session_.publish(std::move(request));
}

void Outbox::send_waiting() {
  while (!waiting_.empty() && may_send(waiting_.front())) {
    send(std::move(waiting_.front()));
    waiting_.erase(waiting_.begin());
  }
}

void Outbox::subscribe(ShadowId shadow, std::vector<std::string> filters) {
  subscribers_.push_back(shadow);
  session_.subscribe(std::move(filters));
}

std::optional<ShadowId> Outbox::take_subscriber() {
  if (subscribers_.empty()) return std::nullopt;
  const ShadowId shadow = subscribers_.front();
  subscribers_.erase(subscribers_.begin());
  return shadow;
}

}  // namespace shadowsim::fleet
