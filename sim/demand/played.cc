#include "sim/demand/played.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/random.h"
#include "sim/demand/message_sizes.h"
#include "sim/demand/reconnects.h"
#include "sim/light/shadow_messages.h"
#include "sim/scenario/state_size.h"
#include "sim/schedule/plan.h"

namespace shadowsim::demand {
namespace {

// Keeps what is drawn here apart from the plan's and the lights' own draws.
constexpr std::uint64_t kAnswers = 0x64656d616e64;
constexpr std::uint64_t kReconnects = kAnswers + 1;

// Rounded up, so that no second has more than the rate says.
Duration gap_of(Rate rate) {
  return Duration{static_cast<Duration::rep>(std::ceil(1e9 / rate.per_second))};
}

// A light's answer to a change, on its way.
struct Report {
  Duration at{};
  LightId light;
  ShadowId shadow;
  std::uint64_t payload_bytes = 0;
  std::uint64_t delivered_bytes = 0;
  double weight = 1;

  bool operator>(const Report& other) const { return at > other.at; }
};

// The properties of each shadow that somebody desires at any time: where a light differs from that,
// it is asked to go back.
class DesiredProperties {
 public:
  explicit DesiredProperties(const scenario::Scenario& scenario) {
    for (const auto& step : scenario.timeline) {
      if (const auto* const churn = std::get_if<scenario::Churn>(&step)) {
        for (const auto& stream : churn->streams) {
          for (const auto& values : stream.values)
            add(stream.section, stream.sets_desired, stream.shadow, values.property);
        }
      } else if (const auto* const change = std::get_if<scenario::ScriptedChange>(&step)) {
        for (const auto& property : change->properties)
          add(change->section, change->sets_desired, change->shadow, property.name);
      }
    }
  }

  bool has_any_of(const schedule::PlannedChange& change) const {
    return std::ranges::any_of(change.properties, [&](const auto& property) {
      return desired_.contains({change.shadow, property.name});
    });
  }

 private:
  void add(scenario::Section section, bool sets_desired, ShadowId shadow,
           const std::string& property) {
    if (section == scenario::Section::kDesired || sets_desired) desired_.emplace(shadow, property);
  }

  std::set<std::pair<ShadowId, std::string>> desired_;
};

// How much of the timeline a change stands for, asked in order of time.
class Weights {
 public:
  explicit Weights(const Steady& steady) {
    const auto starts = steady.scenario.starts();
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const auto* const churn = std::get_if<scenario::Churn>(&steady.scenario.timeline[i]);
      if (churn != nullptr) churns_.push_back({starts[i] + churn->length, steady.weights[i]});
    }
  }

  double at(Duration moment) {
    while (next_ < churns_.size() && churns_[next_].end <= moment)
      ++next_;
    return next_ < churns_.size() ? churns_[next_].weight : 1;
  }

 private:
  struct Until {
    Duration end;
    double weight;
  };
  std::vector<Until> churns_;
  std::size_t next_ = 0;
};

class Player {
 public:
  Player(const Steady& steady, const Sessions& sessions, const Traffic::Counting& counting)
      : steady_{steady},
        scenario_{steady.scenario},
        sessions_{sessions},
        played_{.traffic = Traffic{counting}},
        reconnects_{scenario_, sessions.count(), Random{scenario_.seed}.split(kReconnects)},
        document_bytes_{
            document_bytes(scenario::largest_state(scenario_.fleet, scenario_.timeline).bytes())} {}

  Played play() {
    connect_all();
    play_plan();
    check_all();
    return std::move(played_);
  }

 private:
  // Each part at its share of the pace, all from the same moment on; the last one just before the
  // timeline begins.
  void connect_all() {
    std::uint64_t rounds = 0;
    for (std::uint32_t part = 0; part < sessions_.parts(); ++part)
      rounds = std::max(rounds, sessions_.sessions_of(part));
    const Duration gap = gap_of({scenario_.fleet.connect_rate.per_second / sessions_.parts()});
    played_.began = -gap * static_cast<Duration::rep>(rounds);
    for (std::uint64_t round = 0; round < rounds; ++round) {
      const Duration at = played_.began + gap * static_cast<Duration::rep>(round);
      for (std::uint32_t part = 0; part < sessions_.parts(); ++part) {
        if (round < sessions_.sessions_of(part)) connect_first(at, sessions_.nth(part, round));
      }
    }
  }

  // A light comes with its state, which the service does not know yet.
  void connect_first(Duration at, std::uint64_t session) {
    connect(at, session);
    reconnects_.connect(at, session);
    if (!sessions_.is_light(session)) return;
    const LightId light{static_cast<std::uint32_t>(session)};
    for (ShadowId shadow; shadow.value < scenario_.fleet.shadows.size(); ++shadow.value) {
      const auto& state = scenario_.fleet.shadow(shadow).initial_state;
      played_.traffic.request({.at = at,
                               .session = session,
                               .light = light,
                               .shadow = shadow,
                               .payload_bytes = update_bytes(state, false),
                               .deliveries = 1,
                               .delivered_bytes = answer_bytes(state, false)});
    }
  }

  // A light subscribes to its shadows, and reads them.
  void connect(Duration at, std::uint64_t session) {
    played_.traffic.connect(at);
    if (!sessions_.is_light(session)) return;
    const LightId light{static_cast<std::uint32_t>(session)};
    for (ShadowId shadow; shadow.value < scenario_.fleet.shadows.size(); ++shadow.value) {
      played_.traffic.subscribe(at, light::kHeard.size());
      get(at, light, shadow);
    }
  }

  void get(Duration at, LightId light, ShadowId shadow) {
    played_.traffic.request({.at = at,
                             .session = sessions_.of(light),
                             .light = light,
                             .shadow = shadow,
                             .is_update = false,
                             .payload_bytes = get_bytes(),
                             .deliveries = 1,
                             .delivered_bytes = document_bytes_});
  }

  void play_plan() {
    const DesiredProperties desired{scenario_};
    Weights weights{steady_};
    Random random = Random{scenario_.seed}.split(kAnswers);
    schedule::Plan plan{scenario_, {}};
    played_.ended = scenario_.length();
    while (const auto change = plan.next()) {
      go_on_until(change->at);
      const bool is_desired = change->section == scenario::Section::kDesired;
      const bool is_answered = is_desired || (!change->sets_desired && desired.has_any_of(*change));
      const bool in_both = !is_desired && change->sets_desired;
      const double weight = weights.at(change->at);
      played_.traffic.request(
          {.at = change->at,
           .session = is_desired ? sessions_.app_of(change->light) : sessions_.of(change->light),
           .light = change->light,
           .shadow = change->shadow,
           .payload_bytes = update_bytes(change->properties, in_both),
           .deliveries = is_answered ? 2U : 1U,
           .delivered_bytes = answer_bytes(change->properties, in_both),
           .weight = weight});
      if (!is_answered) continue;
      reports_.push({.at = change->at + scenario_.fleet.apply_delay.draw(random),
                     .light = change->light,
                     .shadow = change->shadow,
                     .payload_bytes = update_bytes(change->properties, false),
                     .delivered_bytes = answer_bytes(change->properties, false),
                     .weight = weight});
    }
    while (!reports_.empty())
      go_on_until(reports_.top().at);
  }

  // What follows from what was before: reports and reconnects, in order of time.
  void go_on_until(Duration moment) {
    for (; !reports_.empty() && reports_.top().at <= moment; reports_.pop()) {
      const Report& report = reports_.top();
      reconnect_until(report.at);
      played_.traffic.request({.at = report.at,
                               .session = sessions_.of(report.light),
                               .light = report.light,
                               .shadow = report.shadow,
                               .payload_bytes = report.payload_bytes,
                               .deliveries = 1,
                               .delivered_bytes = report.delivered_bytes,
                               .weight = report.weight});
      played_.ended = std::max(played_.ended, report.at);
      reported_ += report.weight;
    }
    reconnect_until(moment);
    played_.reports = static_cast<std::uint64_t>(reported_ + 0.5);
  }

  void reconnect_until(Duration moment) {
    while (const auto again = reconnects_.next(moment))
      connect(again->at, again->session);
  }

  // Each part at its share of the pace. Who has been dropped shortly before comes back meanwhile.
  void check_all() {
    const Duration gap = gap_of({scenario_.fleet.check_rate.per_second / sessions_.parts()});
    for (LightId light; light.value < scenario_.fleet.lights; ++light.value) {
      const std::uint32_t round = light.value / sessions_.parts();
      const Duration at = played_.ended + gap * static_cast<Duration::rep>(round);
      reconnect_until(at);
      for (ShadowId shadow; shadow.value < scenario_.fleet.shadows.size(); ++shadow.value)
        get(at, light, shadow);
    }
    reconnect_until(Duration::max());
  }

  const Steady& steady_;
  const scenario::Scenario& scenario_;
  const Sessions& sessions_;
  Played played_;
  Reconnects reconnects_;
  std::uint64_t document_bytes_;  // of a light's largest shadow
  std::priority_queue<Report, std::vector<Report>, std::greater<>> reports_;
  double reported_ = 0;
};

}  // namespace

Played play(const Steady& steady, const Sessions& sessions, const Traffic::Counting& counting) {
  return Player{steady, sessions, counting}.play();
}

}  // namespace shadowsim::demand
