#include "sim/probe/player.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "sim/probe/span.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;

// No round that finds limits takes longer, whatever an endpoint does.
constexpr Duration kRoundMost = 10min;

// After which all buckets are full again: they hold what comes in within a second.
constexpr Duration kPause = 1200ms;

}  // namespace

Programme programme_to_find(std::vector<Entry> entries, const quota::QuotaProfile& quotas) {
  const double rate = quotas.rate(quota::Limit::kConnectRequestsPerSecondPerAccount).per_second;
  auto in_rounds = rounds(entries, quotas);
  return {.entries = std::move(entries),
          .rounds = std::move(in_rounds),
          .connect_gap = span_of(2 / rate),
          .round_most = kRoundMost};
}

Player::Player(Scheduler& scheduler, Wires& wires, Programme programme, std::string name,
               Listener listener)
    : scheduler_{scheduler},
      wires_{wires},
      programme_{std::move(programme)},
      name_{std::move(name)},
      listener_{std::move(listener)},
      findings_(programme_.entries.size()) {
  for (std::size_t i = 0; i < findings_.size(); ++i) {
    const std::string& why = programme_.entries[i].hidden_by;
    if (why.empty()) continue;
    findings_[i] = {.verdict = Verdict::kHidden, .remark = why};
    ++found_;
  }
}

Player::~Player() {
  scheduler_.cancel(patience_);
  for (auto& [place, playing] : playing_)
    scheduler_.cancel(playing.timer);
  *is_alive_ = false;
}

void Player::start() {
  next_connect_ = scheduler_.now();
  scheduler_.at(scheduler_.now(), [this, is_alive = is_alive_] {
    if (*is_alive) start_round();
  });
}

void Player::start_round() {
  if (round_ == programme_.rounds.size()) return listener_.ended();
  const std::vector<std::size_t> places = programme_.rounds[round_++];
  patience_ =
      scheduler_.at(scheduler_.now() + programme_.round_most, [this] { stop("it took too long"); });
  for (const std::size_t place : places) {
    auto probe = std::make_unique<Probe>(fmt::format("{}-{}", name_, place),
                                         programme_.entries[place].steps, scheduler_.now());
    playing_.emplace(place, Playing{place, std::move(probe)});
  }
  for (const std::size_t place : places) {
    Playing* const playing = find(place);
    playing->probe->start();
    go_on(*playing);
  }
}

void Player::on_packet(Wire wire, std::string packet) {
  tell(wire, [&](Line line) { return Arrived{line, std::move(packet)}; });
}

void Player::on_end(Wire wire) {
  tell(wire, [](Line line) { return Ended{line}; });
  ways_.erase(wire);
}

void Player::tell(Wire wire, const std::function<Event(Line)>& event) {
  const auto way = ways_.find(wire);
  if (way == ways_.end()) return;
  Playing* const playing = find(way->second.place);
  if (playing == nullptr) return;
  playing->probe->desk().tell(event(way->second.line), scheduler_.now());
  go_on(*playing);
}

void Player::stop(const std::string& why) {
  programme_.rounds.resize(round_);
  std::vector<std::size_t> places;
  for (const auto& [place, playing] : playing_)
    places.push_back(place);
  for (std::size_t place = 0; place < findings_.size(); ++place) {
    if (findings_[place].remark.empty() && !findings_[place].found) findings_[place].remark = why;
  }
  for (const std::size_t place : places)
    end(*find(place), Finding{.remark = why});
  if (places.empty()) listener_.ended();
}

void Player::go_on(Playing& playing) {
  carry_out(playing);
  if (playing.probe->finding()) {
    end(playing, *playing.probe->finding());
  } else {
    arm(playing);
  }
}

void Player::carry_out(Playing& playing) {
  for (Order& order : playing.probe->desk().take_orders()) {
    if (auto* const open = std::get_if<Open>(&order)) {
      carry_out(playing, std::move(*open));
    } else if (auto* const send = std::get_if<Send>(&order)) {
      wires_.send(playing.wires.at(send->line), std::move(send->packets));
    } else {
      const auto wire = playing.wires.find(std::get<Close>(order).line);
      wires_.close(wire->second);
      ways_.erase(wire->second);
      playing.wires.erase(wire);
    }
  }
}

void Player::carry_out(Playing& playing, Open order) {
  const Wire wire = ++last_wire_;
  playing.wires.emplace(order.line, wire);
  ways_.emplace(wire, Way{playing.place, order.line});
  if (!order.is_paced) return wires_.open(wire, std::move(order.packet));
  next_connect_ = std::max(next_connect_ + programme_.connect_gap, scheduler_.now());
  scheduler_.at(next_connect_,
                [this, wire, packet = std::move(order.packet), is_alive = is_alive_] {
                  // It may have been closed again before its turn came.
                  if (*is_alive && ways_.contains(wire)) wires_.open(wire, packet);
                });
}

void Player::arm(Playing& playing) {
  scheduler_.cancel(playing.timer);
  const auto when = playing.probe->desk().wakes_at();
  if (!when) return;
  playing.timer = scheduler_.at(std::max(*when, scheduler_.now()), [this, place = playing.place] {
    Playing* const woken = find(place);
    woken->timer = {};
    woken->probe->desk().ring(scheduler_.now());
    go_on(*woken);
  });
}

void Player::end(Playing& playing, Finding finding) {
  const std::size_t place = playing.place;
  scheduler_.cancel(playing.timer);
  for (const auto& [line, wire] : playing.wires) {
    wires_.close(wire);
    ways_.erase(wire);
  }
  playing_.erase(place);
  findings_[place] = std::move(finding);
  ++found_;
  if (listener_.found) listener_.found(place);
  if (!playing_.empty()) return;
  scheduler_.cancel(patience_);
  scheduler_.at(scheduler_.now() + kPause, [this, is_alive = is_alive_] {
    if (*is_alive) start_round();
  });
}

Player::Playing* Player::find(std::size_t place) {
  const auto found = playing_.find(place);
  return found == playing_.end() ? nullptr : &found->second;
}

}  // namespace shadowsim::probe
