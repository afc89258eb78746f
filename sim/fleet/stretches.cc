#include "sim/fleet/stretches.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace shadowsim::fleet {
namespace {

std::string_view section_text(scenario::Section section) {
  return section == scenario::Section::kDesired ? "" : " reported";
}

// "100/s and 5/s reported", "10/s to 100/s".
std::string streams_text(const std::vector<scenario::ChangeStream>& streams) {
  std::string text;
  for (const auto& stream : streams) {
    if (!text.empty()) text += " and ";
    text += to_text(stream.rate.from);
    if (stream.rate.steps > 1) text += " to " + to_text(stream.rate.to);
    text += section_text(stream.section);
  }
  return text;
}

// A step without its place in time, which ends `length` after its begin.
struct Shown {
  const scenario::Fleet& fleet;

  measure::Stretch operator()(const scenario::Churn& churn) const {
    return {.kind = churn.measured ? "churn" : "warm-up",
            .about = streams_text(churn.streams),
            .begin = {},
            .end = churn.length};
  }
  measure::Stretch operator()(const scenario::ScriptedChange& change) const {
    std::string values;
    for (const auto& property : change.properties)
      values += fmt::format(", {}: {}", property.name, property.value);
    return {.kind = "change",
            .about = change.lights.size() == 1
                         ? fleet.thing(change.lights.front()) + values
                         : fmt::format("{} lights{}", change.lights.size(), values),
            .begin = {},
            .end = {}};
  }
  measure::Stretch operator()(const scenario::Pause& pause) const {
    return {.kind = "pause", .about = "", .begin = {}, .end = pause.length};
  }
  measure::Stretch operator()(const scenario::Disconnect& step) const {
    return {.kind = "disconnect",
            .about = fmt::format("{} % of the sessions", 100 * step.share),
            .begin = {},
            .end = {}};
  }
  measure::Stretch operator()(const scenario::LinkFault& fault) const {
    const std::string whose = fault.lights.size() == fleet.lights
                                  ? "all lights"
                                  : fmt::format("{} lights", fault.lights.size());
    return {.kind = "link fault",
            .about = fmt::format("{}, {}", fault.what(), whose),
            .begin = {},
            .end = fault.length};
  }
};

}  // namespace

std::vector<Duration> ends(const scenario::Scenario& scenario) {
  std::vector<Duration> all = scenario.starts();
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] += std::visit(Shown{scenario.fleet}, scenario.timeline[i]).end;
  return all;
}

std::vector<measure::Stretch> stretches(const scenario::Scenario& scenario, Duration measured,
                                        const std::vector<std::optional<Duration>>& settled_after) {
  std::vector<measure::Stretch> shown;
  const std::vector<Duration> starts = scenario.starts();
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (starts[i] >= measured) continue;
    measure::Stretch stretch = std::visit(Shown{scenario.fleet}, scenario.timeline[i]);
    stretch.begin = starts[i];
    stretch.end = std::min(stretch.end + starts[i], measured);
    if (i < settled_after.size()) stretch.settled_after = settled_after[i];
    shown.push_back(std::move(stretch));
  }
  const Duration length = scenario.length();
  if (measured > length)
    shown.push_back(
        {.kind = std::string{measure::kDrain}, .about = "", .begin = length, .end = measured});
  std::ranges::stable_sort(shown, {}, &measure::Stretch::begin);
  return shown;
}

}  // namespace shadowsim::fleet
