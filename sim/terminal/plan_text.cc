#include "sim/terminal/plan_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "sim/schedule/plan.h"

namespace shadowsim::terminal {
namespace {

using scenario::Section;

// FNV-1a: two plans with the same digest are the same plan, but for chance of 1 in 2^64.
// Source: Fowler, Noll, Vo.
class Digest {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) {
      value_ ^= static_cast<unsigned char>(byte);
      value_ *= 0x100000001b3U;
    }
  }

  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325U;
};

struct PlanCounts {
  std::uint64_t desired = 0;
  std::uint64_t reported = 0;
  std::uint64_t busiest_second = 0;  // changes of both in it
  Digest digest;
};

PlanCounts count_plan(const scenario::Scenario& scenario) {
  PlanCounts counts;
  schedule::Plan plan{scenario, {}};
  std::uint64_t in_second = 0;
  std::int64_t second = -1;
  while (const auto change = plan.next()) {
    ++(change->section == Section::kDesired ? counts.desired : counts.reported);
    const std::int64_t now = std::chrono::floor<std::chrono::seconds>(change->at).count();
    in_second = now == second ? in_second + 1 : 1;
    second = now;
    counts.busiest_second = std::max(counts.busiest_second, in_second);
    counts.digest.add(schedule::to_text(*change, scenario.fleet));
  }
  return counts;
}

std::string to_text(const scenario::RateProfile& rate) {
  if (rate.steps == 1) return shadowsim::to_text(rate.from);
  return fmt::format("{} to {} in {} steps", shadowsim::to_text(rate.from),
                     shadowsim::to_text(rate.to), rate.steps);
}

struct ChoiceText {
  const scenario::Fleet& fleet;

  std::string operator()(const scenario::AllLights&) const { return "all lights"; }
  std::string operator()(const scenario::LightsInTurn&) const { return "all lights in turn"; }
  std::string operator()(const scenario::ShareOfLights& share) const {
    return fmt::format("{} lights", share.of(fleet.lights));
  }
  std::string operator()(const scenario::SkewedLights& skewed) const {
    return fmt::format("all lights, skew {}", skewed.skew);
  }
  std::string operator()(const scenario::NamedLights& named) const {
    return named.lights.size() == 1 ? fleet.thing(named.lights[0])
                                    : fmt::format("{} named lights", named.lights.size());
  }
};

std::string_view to_text(Section section) {
  return section == Section::kDesired ? "desired" : "reported";
}

// "cfg: ", or nothing where it goes without saying.
std::string shadow_text(const scenario::Fleet& fleet, ShadowId shadow) {
  return fleet.shadows.size() == 1 ? std::string{}
                                   : fmt::format("{}: ", fleet.shadow(shadow).title());
}

struct StepText {
  const scenario::Fleet& fleet;

  std::string operator()(const scenario::Churn& churn) const {
    std::string text = fmt::format("{} for {}", churn.measured ? "churn" : "warm-up",
                                   shadowsim::to_text(churn.length));
    for (const auto& stream : churn.streams) {
      std::string properties = shadow_text(fleet, stream.shadow);
      const std::size_t before = properties.size();
      for (const auto& values : stream.values)
        properties += (properties.size() == before ? "" : ", ") + values.property;
      text += fmt::format("\n             {} {}, {}, {}, of {}", to_text(stream.section),
                          to_text(stream.rate),
                          stream.arrivals == scenario::Arrivals::kPoisson ? "Poisson" : "uniform",
                          std::visit(ChoiceText{fleet}, stream.lights), properties);
    }
    return text;
  }

  std::string operator()(const scenario::ScriptedChange& change) const {
    std::string values;
    for (const auto& property : change.properties)
      values += fmt::format("{}{}: {}", values.empty() ? "" : ", ", property.name, property.value);
    const std::string who = change.lights.size() == 1
                                ? fleet.thing(change.lights[0])
                                : fmt::format("{} lights", change.lights.size());
    return fmt::format("change {} of {}: {}{}", to_text(change.section), who,
                       shadow_text(fleet, change.shadow), values);
  }

  std::string operator()(const scenario::Pause& pause) const {
    return "pause for " + shadowsim::to_text(pause.length);
  }

  std::string operator()(const scenario::Disconnect& disconnect) const {
    return endpoint_step_text(disconnect);
  }

  std::string operator()(const scenario::LinkFault& fault) const {
    return endpoint_step_text(fault);
  }
};

double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::string fleet_text(const scenario::Scenario& scenario) {
  const auto& fleet = scenario.fleet;
  const LightId last{fleet.lights - 1};
  const auto sessions = std::uint64_t{fleet.lights} + scenario.apps.sessions;
  std::string shadows;
  for (const auto& shadow : fleet.shadows)
    shadows += fmt::format("{}{}", shadows.empty() ? "" : ", ", shadow.title());
  return fmt::format(
      "  lights     {}, {} to {}\n"
      "  shadows    {}\n"
      "  client IDs {} to {}\n"
      "  sessions   {}, {} of them {}; connecting takes {:.1f} s at {}\n"
      "  apply      {}\n",
      fleet.lights, fleet.thing(LightId{0}), fleet.thing(last), shadows, fleet.client(LightId{0}),
      fleet.client(last), sessions, scenario.apps.sessions,
      scenario.apps.sessions == 1 ? "an app" : "apps",
      static_cast<double>(sessions) / fleet.connect_rate.per_second,
      shadowsim::to_text(fleet.connect_rate), fleet.apply_delay.to_text());
}

// What the embedded endpoint refuses; nothing where it refuses nothing.
std::string endpoint_text(const scenario::EndpointRules& rules) {
  std::string text;
  for (const scenario::PolicyChoice& policy : rules.policies)
    text += fmt::format("  policy     {}\n", policy.to_text());
  if (!rules.quotas) return text;
  const scenario::QuotaChoice& quotas = *rules.quotas;
  text += fmt::format("  quotas     {}", quotas.file.empty() ? "AWS's defaults" : quotas.file);
  if (quotas.scale)
    text += fmt::format(", scaled by {} (connection {}, time {})", quotas.scale->account,
                        quotas.scale->connection, quotas.scale->time);
  for (const auto& [limit, number] : quotas.set)
    text += fmt::format("\n             {} {}", quota::row_of(limit).key, number);
  return text + '\n';
}

// What takes its part of quotas beside the lights; nothing where nothing does.
std::string background_text(const std::optional<scenario::Background>& background) {
  if (!background) return {};
  const std::size_t count = background->quotas.size();
  return fmt::format("  background {:g} % of {} {}\n", 100 * background->share, count,
                     count == 1 ? "quota" : "quotas");
}

}  // namespace

std::string endpoint_step_text(const scenario::EndpointStep& step) {
  if (const auto* const fault = std::get_if<scenario::LinkFault>(&step))
    return fmt::format("link fault for {}, {} {}: {}", shadowsim::to_text(fault->length),
                       fault->lights.size(), fault->lights.size() == 1 ? "light" : "lights",
                       fault->what());
  const auto& disconnect = std::get<scenario::Disconnect>(step);
  static constexpr std::array<std::string_view, 3> kReasons{"", ", server busy", ", shutting down"};
  return fmt::format("disconnect {} % of the sessions{}", 100 * disconnect.share,
                     kReasons.at(static_cast<std::size_t>(disconnect.reason)));
}

std::string plan_text(const scenario::Scenario& scenario) {
  const PlanCounts counts = count_plan(scenario);
  const double length = std::max(seconds(scenario.length()), 1e-9);
  std::string text = fmt::format("{}: valid, seed {}, {}\n", scenario.name, scenario.seed,
                                 shadowsim::to_text(scenario.length()));
  if (!scenario.description.empty()) text += "  " + scenario.description + '\n';
  text += fleet_text(scenario);
  text += endpoint_text(scenario.endpoint) + background_text(scenario.background);
  text += "  timeline\n";
  const auto starts = scenario.starts();
  for (std::size_t i = 0; i < scenario.timeline.size(); ++i)
    text += fmt::format("  {:>8.3f} s {}\n", seconds(starts[i]),
                        std::visit(StepText{scenario.fleet}, scenario.timeline[i]));
  // A change of desired makes an update, its accepted, documents and delta, and the same again but
  // for the delta when the light reports; a local change makes the latter.
  const double published = static_cast<double>(2 * counts.desired + counts.reported) / length;
  text += fmt::format(
      "  changes    {} of desired, {} of reported; {} in the busiest second\n"
      "  messages   about {:.0f} updates a second, {} gets before and after\n"
      "  thresholds {}\n"
      "  plan       {:016x} (the same digest is the same plan)\n",
      counts.desired, counts.reported, counts.busiest_second, published,
      2 * std::uint64_t{scenario.fleet.lights} * scenario.fleet.shadows.size(),
      scenario.thresholds.size(), counts.digest.value());
  return text;
}

}  // namespace shadowsim::terminal
