#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sim/gateway/packet_request.h"
#include "sim/gateway/screening.h"
#include "sim/packet/packet_writing.h"

// SUBSCRIBE, UNSUBSCRIBE and their answers.
namespace shadowsim::gateway {

using namespace packet;

namespace {

using quota::Reaction;

// What the service does not tell: it says success. Source: iot-policy.md, section 8.
constexpr char kNoSubscriptionExisted = 0x11;

}  // namespace

void Screening::subscribe(const Frame& frame, TimePoint now, Passed& passed) {
  const auto subscribe = read_subscribe(frame, handshake_.version());
  if (!subscribe) return malformed(passed);
  const auto verdict = visit_->subscribe(to_request(*subscribe), now);
  if (verdict.whole) {
    say(visit_->client_id(), *verdict.whole);
    return obey(*verdict.whole, 0, passed);
  }
  JudgedFilters judged;
  std::vector<Filter> granted;
  for (std::size_t i = 0; i < subscribe->filters.size(); ++i) {
    const Filter& filter = subscribe->filters[i];
    if (const auto& refusal = verdict.filters[i]) {
      say(visit_->client_id(), *refusal);
      judged.refuse(filter.text, static_cast<std::uint8_t>(refusal->reaction.code),
                    handshake_.if_wanted(refusal->cause));
    } else {
      judged.leave_to_broker(filter.text);
      granted.push_back(filter);
    }
  }
  if (granted.empty()) {
    const auto told = judged.answer({});
    append_suback(passed.to_client, handshake_.version(), subscribe->packet_id, told.codes,
                  told.reason);
    return;
  }
  subscribes_.add(subscribe->packet_id, std::move(judged));
  append_subscribe(passed.to_broker, handshake_.version(), *subscribe, granted);
}

void Screening::unsubscribe(const Frame& frame, TimePoint now, Passed& passed) {
  const auto unsubscribe = read_unsubscribe(frame, handshake_.version());
  if (!unsubscribe) return malformed(passed);
  const auto refusal = visit_->unsubscribe(unsubscribe->filters, now);
  if (!refusal) {
    passed.to_broker += frame.bytes;
    return;
  }
  say(visit_->client_id(), *refusal);
  if (refusal->reaction.kind != Reaction::Kind::kSuback) return obey(*refusal, 0, passed);
  append_unsuback(
      passed.to_client, handshake_.version(), unsubscribe->packet_id,
      std::string(unsubscribe->filters.size(), static_cast<char>(refusal->reaction.code)));
}

void Screening::suback(const Frame& frame, Passed& passed) {
  const auto answer = read_subscribe_answer(frame, handshake_.version());
  const auto told = answer ? subscribes_.answer(answer->packet_id, answer->codes) : std::nullopt;
  if (!told) {
    passed.to_client += frame.bytes;
    return;
  }
  for (const std::string& filter : told->refused)
    visit_->forget_subscription(filter);
  append_suback(passed.to_client, handshake_.version(), answer->packet_id, told->codes,
                told->reason);
}

void Screening::unsuback(const Frame& frame, Passed& passed) const {
  const auto answer = read_subscribe_answer(frame, handshake_.version());
  if (!answer || answer->codes.find(kNoSubscriptionExisted) == std::string_view::npos) {
    passed.to_client += frame.bytes;
    return;
  }
  std::string codes{answer->codes};
  std::ranges::replace(codes, kNoSubscriptionExisted, '\0');
  append_unsuback(passed.to_client, handshake_.version(), answer->packet_id, codes);
}

}  // namespace shadowsim::gateway
