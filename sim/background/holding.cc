#include "sim/background/holding.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/probe/kept_client.h"
#include "sim/probe/packets.h"
#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::background {
namespace {

using namespace std::chrono_literals;
using probe::Desk;
using probe::Finding;
using probe::kPatience;
using probe::Line;
using probe::next_reply;
using probe::Reply;
using probe::rest;
using probe::Sequence;
using probe::Sight;
using probe::span_of;
using probe::Verdict;

constexpr const char* kNotReady = "could not connect and subscribe";

void judge(Finding& finding, double taken, double wanted) {
  finding.found = taken;
  finding.tried_up_to = wanted;
  if (!finding.remark.empty()) return;
  finding.verdict = finding.saw.empty() ? Verdict::kHolds : Verdict::kDiffers;
}

// One absence of a client, in which messages are published to it.
class Absence {
 public:
  static constexpr Duration kLength = 2200ms;  // two whole seconds of the clock, or nearly so

  Absence(Desk& desk, const StoringHold& hold, std::vector<Line> senders)
      : desk_{desk},
        senders_{std::move(senders)},
        gap_{span_of(1 / hold.per_second)},
        count_{std::max<std::uint64_t>(
            1, static_cast<std::uint64_t>(hold.per_second * probe::seconds(kLength)))} {}

  std::uint64_t count() const { return count_; }

  // Publishes as many to that topic; what is refused is noted.
  Sequence<bool> publish(std::string topic, Finding& finding) {
    TimePoint next = desk_.now();
    for (std::uint64_t i = 0; i < count_; ++i) {
      const Line line = senders_[number_ % senders_.size()];
      const auto packet_id = static_cast<std::uint16_t>(number_ / senders_.size() % 60'000 + 1);
      const probe::Message message{
          .topic = topic, .payload = fmt::to_string(++number_), .packet_id = packet_id};
      desk_.send(line, publish_packet(desk_.version(line), message));
      next = std::max(next + gap_, desk_.now());
      co_await note_refusals(next, finding);
    }
    co_return true;
  }

  // Whether all are there to publish.
  bool stands() const {
    return std::ranges::all_of(senders_, [&](Line line) { return desk_.is_open(line); });
  }

 private:
  Sequence<bool> note_refusals(TimePoint deadline, Finding& finding) {
    for (;;) {
      const std::optional<Reply> reply = co_await next_reply(desk_, deadline);
      if (!reply) co_return true;
      if (!reply->is_good && reply->kind != Reply::Kind::kDelivery) ++finding.saw[reply->sight];
    }
  }

  Desk& desk_;
  std::vector<Line> senders_;
  Duration gap_;
  std::uint64_t count_;
  std::uint64_t number_ = 0;
};

}  // namespace

Sequence<Finding> hold_rate(Desk& desk, RateHold hold) {
  Finding finding;
  const TimePoint began = desk.now();
  const TimePoint end = began + hold.length;
  bool stands = co_await hold.load->prepare(desk);
  const TimePoint first = desk.now();
  TimePoint next = first;
  std::uint32_t number = 0;
  std::uint64_t open = 0;
  std::uint64_t accepted = 0;
  while (stands && (desk.now() < end || (open > 0 && desk.now() < end + kPatience))) {
    const bool is_over = desk.now() >= end;
    if (!is_over && desk.now() >= next) {
      for (std::uint32_t i = 0; i < hold.at_once; ++i)
        hold.load->send(desk, ++number);
      open += hold.at_once;
      next = desk.now() + span_of(hold.at_once / hold.per_second);
    }
    const TimePoint deadline = is_over ? end + kPatience : std::min(next, end);
    const std::optional<Reply> reply = co_await next_reply(desk, deadline);
    if (!reply) continue;
    if (hold.load->take(desk, *reply)) {
      if (open > 0) --open;
      if (reply->is_good)
        ++accepted;
      else
        ++finding.saw[reply->sight];
    } else if (reply->kind == Reply::Kind::kEnd) {
      ++finding.saw[reply->sight];
      open = 0;
      stands = co_await hold.load->prepare(desk);
    }
  }
  if (open > 0) finding.saw[Sight{}] += open;
  if (!stands) finding.remark = kNotReady;
  const Duration lasted = std::max<Duration>(end - first, 1ms);
  judge(finding, static_cast<double>(accepted) / probe::seconds(lasted), hold.per_second);
  co_return finding;
}

Sequence<Finding> hold_room(Desk& desk, RoomHold hold) {
  Finding finding;
  probe::TopicPlaces& places = *hold.places;
  const TimePoint end = desk.now() + hold.length - hold.clearing;
  std::uint64_t given = 0;
  for (std::uint64_t number = 0; desk.now() < end; ++number) {
    const TimePoint next = desk.now() + hold.gap;
    const bool is_new = number < hold.count;
    std::optional<Reply> reply;
    if (is_new)
      reply = co_await places.take(desk, number);
    else
      reply = co_await places.renew(desk, number % hold.count);
    if (!reply) {
      finding.remark = kNotReady;
      break;
    }
    if (!reply->is_good) ++finding.saw[reply->sight];
    if (is_new && reply->is_good) ++given;
    co_await rest(desk, std::min(next, end) - desk.now());
  }
  if (const std::uint64_t lost = places.lost(desk); lost > 0)
    finding.remark = fmt::format("{} of those that were given were taken away", lost);
  co_await places.clear(desk);
  judge(finding, static_cast<double>(given), static_cast<double>(hold.count));
  co_return finding;
}

Sequence<Finding> hold_storing(Desk& desk, StoringHold hold) {
  Finding finding;
  const TimePoint end = desk.now() + hold.length;
  probe::KeptClient client{desk, hold.version, 1h};
  const std::vector<packet::Version> versions(1, hold.version);
  const std::vector<Line> senders = co_await probe::enter_all(desk, versions, "sender", hold.lines);
  const bool is_subscribed = co_await client.subscribed();
  if (senders.size() < hold.lines || !is_subscribed) {
    finding.remark = kNotReady;
    co_return finding;
  }
  Absence absence{desk, hold, senders};
  const Duration draining = span_of(static_cast<double>(absence.count()) / hold.drain);
  const Duration pause = span_of(2 / hold.drain) + kPatience;
  std::uint64_t stored = 0;
  Duration away{};
  while (desk.now() + Absence::kLength + draining + 2 * kPatience < end) {
    client.go();
    co_await rest(desk, 300ms);  // until the endpoint has seen it go
    co_await absence.publish(client.topic(), finding);
    away += Absence::kLength;
    const std::optional<bool> was_kept = co_await client.come();
    if (!was_kept || !*was_kept || !absence.stands()) {
      finding.remark = "its session, or who publishes to it, was ended";
      break;
    }
    for (std::uint64_t i = 0; i < absence.count(); ++i) {
      const auto number = co_await client.read(desk.now() + pause);
      if (!number) {
        finding.saw[Sight{}] += absence.count() - i;
        break;
      }
      ++stored;
    }
  }
  co_await client.forget();
  judge(finding, away > Duration::zero() ? static_cast<double>(stored) / probe::seconds(away) : 0,
        hold.per_second);
  co_return finding;
}

}  // namespace shadowsim::background
