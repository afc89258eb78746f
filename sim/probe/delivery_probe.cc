#include "sim/probe/delivery_probe.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/packet/packet_writing.h"
#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

// One that publishes, and one that is subscribed with QoS 1 and acknowledges nothing unasked.
class SlowReader {
 public:
  SlowReader(Desk& desk, packet::Version version) : desk_{desk}, version_{version} {}

  Sequence<bool> prepare() {
    sender_ = co_await enter(desk_, version_, "sender");
    if (sender_ == 0) co_return false;
    reader_ = co_await enter(desk_, version_, "reader");
    if (reader_ == 0) co_return false;
    const std::vector<std::string> filters(1, topic());
    const bool is_granted = co_await subscribe(desk_, reader_, filters, 1);
    co_return is_granted;
  }

  // Publishes so many, in that pace, and waits a while for the last; false where the reader is ended.
  Sequence<bool> publish(std::uint64_t count, double per_second) {
    const TimePoint start = desk_.now();
    for (std::uint64_t i = 1; i <= count; ++i) {
      const Message message{.topic = topic(),
                            .payload = fmt::to_string(i),
                            .packet_id = static_cast<std::uint16_t>(i)};
      desk_.send(sender_, publish_packet(version_, message));
      const TimePoint next_due = start + span_of(static_cast<double>(i) / per_second);
      const bool stands = co_await read_until(next_due);
      if (!stands) co_return false;
    }
    const bool stands = co_await read_until(desk_.now() + kPatience);
    co_return stands;
  }

  // The next delivery; none at the deadline, or where the reader is ended.
  Sequence<bool> read_one(TimePoint deadline) {
    const std::size_t before = deliveries_.size();
    for (;;) {
      const std::optional<Reply> reply = co_await next_reply(desk_, deadline);
      if (!reply) co_return false;
      const bool stands = note(*reply);
      if (!stands) co_return false;
      if (deliveries_.size() > before) co_return true;
    }
  }

  void acknowledge_first() {
    std::string bytes;
    packet::append_puback(bytes, version_, deliveries_.front().packet_id, 0, {});
    desk_.send(reader_, bytes);
  }

  std::uint64_t delivered() const { return deliveries_.size(); }
  TimePoint first_at() const { return deliveries_.front().at; }

  void end() {
    desk_.close(sender_);
    desk_.close(reader_);
  }

 private:
  struct Delivery {
    std::uint16_t packet_id;
    TimePoint at;
  };

  std::string topic() const { return desk_.name() + "/slow"; }

  // False where it is the reader's end.
  bool note(const Reply& reply) {
    if (reply.line != reader_) return true;
    if (reply.kind == Reply::Kind::kDelivery) deliveries_.push_back({reply.packet_id, desk_.now()});
    return reply.kind != Reply::Kind::kEnd;
  }

  Sequence<bool> read_until(TimePoint deadline) {
    for (;;) {
      const std::optional<Reply> reply = co_await next_reply(desk_, deadline);
      if (!reply) co_return true;
      const bool stands = note(*reply);
      if (!stands) co_return false;
    }
  }

  Desk& desk_;
  packet::Version version_;
  Line sender_ = 0;
  Line reader_ = 0;
  std::vector<Delivery> deliveries_;
};

constexpr const char* kNotReady = "could not connect and subscribe";
constexpr const char* kEnded = "the connection of who does not acknowledge was ended";

}  // namespace

Sequence<Finding> find_hold(Desk& desk, HoldTask task) {
  Finding finding{.tried_up_to = static_cast<double>(task.up_to)};
  SlowReader reader{desk, task.version};
  const bool is_prepared = co_await reader.prepare();
  if (!is_prepared) {
    finding.remark = kNotReady;
    co_return finding;
  }
  const bool stands = co_await reader.publish(task.up_to, task.per_second);
  const std::uint64_t delivered = reader.delivered();
  if (!stands || delivered == 0) {
    finding.remark = stands ? "nothing was delivered" : kEnded;
  } else if (delivered >= task.up_to) {
    finding.verdict = Verdict::kAbsent;
  } else {
    finding.found = static_cast<double>(delivered);
    finding.saw[{Sight::Kind::kHold, 0}] = task.up_to - delivered;
    finding.verdict = delivered == task.configured ? Verdict::kHolds : Verdict::kDiffers;
    const TimePoint acknowledged_at = desk.now();
    reader.acknowledge_first();
    const bool came = co_await reader.read_one(acknowledged_at + kPatience);
    if (came) finding.recovered_after = desk.now() - acknowledged_at;
  }
  reader.end();
  co_return finding;
}

Sequence<Finding> find_give_up(Desk& desk, GiveUpTask task) {
  const Duration longest = task.configured + task.configured / 5 + std::chrono::seconds{1};
  Finding finding{.tried_up_to = seconds(longest)};
  SlowReader reader{desk, task.hold.version};
  const bool is_prepared = co_await reader.prepare();
  if (!is_prepared) {
    finding.remark = kNotReady;
    co_return finding;
  }
  // All of them within a part of the time that they hold their places.
  const auto count = static_cast<double>(task.hold.configured + 1);
  const double pace = std::max(task.hold.per_second, 2 * count / seconds(task.configured));
  const bool goes_on = co_await reader.publish(task.hold.configured + 1, pace);
  if (reader.delivered() > task.hold.configured) {
    finding.remark = "nothing is held back that could come then";
    finding.verdict = Verdict::kAbsent;
  } else if (reader.delivered() == task.hold.configured && goes_on) {
    const bool came = co_await reader.read_one(reader.first_at() + longest);
    if (!came) {
      finding.verdict = Verdict::kAbsent;
    } else {
      const Duration held = desk.now() - reader.first_at();
      const bool is_same = is_same_time(held, task.configured);
      finding.found = is_same ? seconds(task.configured) : seconds(held);
      finding.saw[{Sight::Kind::kHold, 0}] = 1;
      finding.verdict = is_same ? Verdict::kHolds : Verdict::kDiffers;
    }
  } else {
    finding.remark = goes_on ? "less came than may be unacknowledged" : kEnded;
  }
  reader.end();
  co_return finding;
}

}  // namespace shadowsim::probe
