#include "sim/runtime/background_load.h"

#include <string>
#include <string_view>
#include <utility>

#include "sim/packet/packet.h"

namespace shadowsim::runtime {
namespace {

using measure::RefusalKind;
using probe::Sight;

bool is_publish(const packet::Frame& frame) {
  return frame.type() == packet::PacketType::kPublish;
}

// How many PUBLISH packets there are among these.
std::uint64_t publishes_in(std::string_view packets) {
  std::uint64_t count = 0;
  while (!packets.empty()) {
    const packet::Framing framing = packet::next_frame(packets);
    if (framing.state != packet::Framing::State::kComplete) break;
    if (is_publish(framing.frame)) ++count;
    packets.remove_prefix(framing.frame.bytes.size());
  }
  return count;
}

void note(measure::RefusalsSeen& seen, Sight sight, std::uint64_t times) {
  const auto code = static_cast<std::uint8_t>(sight.code);
  const auto note_mqtt = [&](RefusalKind kind) {
    for (std::uint64_t i = 0; i < times; ++i)
      seen.note_mqtt(kind, code);
  };
  switch (sight.kind) {
    case Sight::Kind::kConnack:
      return note_mqtt(RefusalKind::kConnect);
    case Sight::Kind::kPuback:
      return note_mqtt(RefusalKind::kPublish);
    case Sight::Kind::kSuback:
    case Sight::Kind::kUnsuback:
      return note_mqtt(RefusalKind::kSubscribe);
    case Sight::Kind::kDisconnect:
      return note_mqtt(RefusalKind::kDisconnect);
    case Sight::Kind::kRejected:
      return seen.note(RefusalKind::kShadow, std::to_string(sight.code), times);
    case Sight::Kind::kClose:
      return seen.note(RefusalKind::kDisconnect, "close", times);
    default:
      return seen.note(RefusalKind::kPublish, "silence", times);
  }
}

std::uint64_t refused(const probe::Finding& finding) {
  std::uint64_t all = 0;
  for (const auto& [sight, times] : finding.saw)
    all += times;
  return all;
}

}  // namespace

Result<std::unique_ptr<BackgroundLoad>> BackgroundLoad::make(
    boost::asio::io_context& context, Scheduler& scheduler, const mqtt::Endpoint& endpoint,
    const std::vector<background::Hold>& holds, const quota::QuotaProfile& quotas) {
  auto wires = PacketWires::make(context, endpoint);
  if (wires.has_error()) return wires.error();
  return std::unique_ptr<BackgroundLoad>{
      new BackgroundLoad{scheduler, *std::move(wires), background::programme_of(holds, quotas)}};
}

BackgroundLoad::BackgroundLoad(Scheduler& scheduler, std::unique_ptr<PacketWires> wires,
                               probe::Programme programme)
    : scheduler_{scheduler},
      wires_{std::move(wires)},
      player_{scheduler,
              *this,
              std::move(programme),
              std::string{background::kName},
              {.found = nullptr, .ended = [this] { end(); }}} {
  wires_->set_listener({.packet =
                            [this](probe::Wire wire, std::string packet) {
                              if (is_publish(packet::next_frame(packet).frame)) ++received_;
                              player_.on_packet(wire, std::move(packet));
                            },
                        .end = [this](probe::Wire wire) { player_.on_end(wire); }});
}

void BackgroundLoad::start() {
  is_under_way_ = true;
  player_.start();
}

void BackgroundLoad::when_ended(Duration patience, std::function<void()> ended) {
  if (!is_under_way_) return ended();
  ended_ = std::move(ended);
  patience_ = scheduler_.at(scheduler_.now() + patience, [this] {
    patience_ = {};
    player_.stop("it was broken off");
  });
}

void BackgroundLoad::end() {
  is_under_way_ = false;
  scheduler_.cancel(patience_);
  if (ended_) std::exchange(ended_, nullptr)();
}

measure::BackgroundTally BackgroundLoad::tally() const {
  measure::BackgroundTally tally{.published = published_, .received = received_};
  for (std::size_t i = 0; i < player_.entries().size(); ++i) {
    const probe::Finding& finding = player_.findings()[i];
    tally.quotas[player_.entries()[i].subject.quota] = {.taken = finding.found.value_or(0),
                                                        .wanted = finding.tried_up_to,
                                                        .refused = refused(finding),
                                                        .trouble = finding.remark};
  }
  return tally;
}

measure::RefusalsSeen BackgroundLoad::refusals_seen() const {
  measure::RefusalsSeen seen;
  for (const probe::Finding& finding : player_.findings()) {
    for (const auto& [sight, times] : finding.saw)
      note(seen, sight, times);
  }
  return seen;
}

void BackgroundLoad::open(probe::Wire wire, std::string packet) {
  wires_->open(wire, std::move(packet));
}

void BackgroundLoad::send(probe::Wire wire, std::string packets) {
  published_ += publishes_in(packets);
  wires_->send(wire, std::move(packets));
}

void BackgroundLoad::close(probe::Wire wire) {
  wires_->close(wire);
}

}  // namespace shadowsim::runtime
