#include "sim/schedule/plan.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/base/random.h"
#include "sim/scenario/json_text.h"
#include "sim/schedule/churn_stream.h"

namespace shadowsim::schedule {
namespace {

// Keeps the plan's generators apart from those that lights split off the same seed.
constexpr std::uint64_t kPlan = 0x706c616e;

constexpr std::size_t kSections = 2;

// A scripted change's place in the timeline.
struct Scripted {
  Duration at;
  std::size_t step;
};

}  // namespace

class Plan::Sources {
 public:
  Sources(const scenario::Scenario& scenario, Shard shard)
      : scenario_{scenario},
        shard_{shard},
        random_{Random{scenario.seed}.split(kPlan)},
        starts_{scenario.starts()} {
    SHADOWSIM_CHECK(shard.index < shard.count, "index={} count={}", shard.index, shard.count);
    for (std::size_t step = 0; step < starts_.size(); ++step) {
      if (std::holds_alternative<scenario::ScriptedChange>(scenario_.timeline[step]))
        scripted_.push_back({starts_[step], step});
    }
    std::stable_sort(scripted_.begin(), scripted_.end(),
                     [](const Scripted& a, const Scripted& b) { return a.at < b.at; });
  }

  std::optional<PlannedChange> next() {
    for (;;) {
      ChurnStream* const stream = earliest_stream();
      const bool has_scripted = next_scripted_ < scripted_.size();
      if (stream == nullptr && !has_scripted) return std::nullopt;
      auto change = has_scripted && (stream == nullptr || is_scripted_first(*stream))
                        ? take_scripted()
                        : take(*stream);
      if (change) return change;
    }
  }

 private:
  // Opens the next churn when the last one has ended. Null when there is none any more.
  ChurnStream* earliest_stream() {
    for (;;) {
      ChurnStream* earliest = nullptr;
      for (ChurnStream& stream : streams_) {
        if (!stream.upcoming()) continue;
        if (earliest == nullptr || stream.upcoming()->at < earliest->upcoming()->at)
          earliest = &stream;
      }
      if (earliest != nullptr || !open_next_churn()) return earliest;
    }
  }

  bool open_next_churn() {
    streams_.clear();
    for (; next_step_ < scenario_.timeline.size(); ++next_step_) {
      const auto* churn = std::get_if<scenario::Churn>(&scenario_.timeline[next_step_]);
      if (churn == nullptr) continue;
      open_step_ = next_step_++;
      is_measured_ = churn->measured;
      const Random of_step = random_.split(open_step_);
      std::array<std::uint64_t, kSections> of_section{};  // streams so far
      for (const auto& stream : churn->streams) {
        const auto section = static_cast<std::uint64_t>(stream.section);
        const std::uint64_t generator = section + kSections * of_section.at(section)++;
        streams_.emplace_back(stream, starts_[open_step_], churn->length, scenario_.fleet,
                              of_step.split(generator));
      }
      return true;
    }
    return false;
  }

  // At the same moment the step that stands first in the timeline comes first.
  bool is_scripted_first(const ChurnStream& stream) const {
    const auto& [at, step] = scripted_[next_scripted_];
    const Duration stream_at = stream.upcoming()->at;
    return at < stream_at || (at == stream_at && step < open_step_);
  }

  // The next change of the scripted step; none where another shard has that light.
  std::optional<PlannedChange> take_scripted() {
    const auto& [at, step] = scripted_[next_scripted_];
    const auto& script = std::get<scenario::ScriptedChange>(scenario_.timeline[step]);
    const ChangeId id{next_id_++};
    const LightId light = script.lights[next_light_++];
    if (next_light_ == script.lights.size()) {
      next_light_ = 0;
      ++next_scripted_;
    }
    if (!shard_.holds(light)) return std::nullopt;
    return PlannedChange{
        id, at, light, script.shadow, script.section, script.properties, script.sets_desired};
  }

  // The stream's upcoming change; none where another shard has that light.
  std::optional<PlannedChange> take(ChurnStream& churn_stream) {
    const auto [at, light] = *churn_stream.upcoming();
    const ChangeId id{next_id_++};
    std::optional<PlannedChange> change;
    if (shard_.holds(light)) {
      const auto& stream = churn_stream.stream();
      change.emplace(PlannedChange{id, at, light, stream.shadow, stream.section,
                                   churn_stream.draw_properties(), stream.sets_desired,
                                   is_measured_});
    }
    churn_stream.advance();
    return change;
  }

  const scenario::Scenario& scenario_;
  Shard shard_;
  Random random_;
  std::vector<Duration> starts_;  // of the timeline's steps

  std::vector<Scripted> scripted_;  // in order of time, then of the timeline
  std::size_t next_scripted_ = 0;
  std::size_t next_light_ = 0;  // of the next scripted step

  std::size_t next_step_ = 0;  // where to look for the next churn
  std::size_t open_step_ = 0;  // the churn that the streams belong to
  bool is_measured_ = true;    // that churn
  std::vector<ChurnStream> streams_;

  std::uint32_t next_id_ = 0;
};

Plan::Plan(const scenario::Scenario& scenario, Shard shard)
    : sources_{std::make_unique<Sources>(scenario, shard)} {}

Plan::~Plan() = default;

std::optional<PlannedChange> Plan::next() {
  return sources_->next();
}

std::string seconds_text(Duration at) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  return fmt::format("{:>7}.{:09}", at.count() / kSecond, at.count() % kSecond);
}

std::string to_text(const PlannedChange& change, const scenario::Fleet& fleet) {
  const bool is_desired = change.section == scenario::Section::kDesired;
  const std::string shadow = change.shadow == ShadowId{}
                                 ? std::string{}
                                 : fmt::format(" {}", fleet.shadow(change.shadow).title());
  return fmt::format("{} s  change {}  {}{}  {} {}{}{}", seconds_text(change.at), change.id.value,
                     fleet.thing(change.light), shadow, is_desired ? "desired" : "reported",
                     scenario::json_object(change.properties),
                     change.sets_desired ? "  sets desired" : "",
                     change.measured ? "" : "  warm-up");
}

}  // namespace shadowsim::schedule
