#include "sim/terminal/explanation.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "sim/light/shadow_messages.h"
#include "sim/report/quantity_text.h"
#include "sim/terminal/explained_step.h"
#include "sim/terminal/paragraph.h"

namespace shadowsim::terminal {
namespace {

std::string seconds(Duration duration) {
  return report::number_text(std::chrono::duration<double>(duration).count()) + " s";
}

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", report::count_text(count), what, count == 1 ? "" : "s");
}

std::string heading(const scenario::Scenario& scenario) {
  std::string description = scenario.description;
  std::ranges::replace(description, '\n', ' ');
  return paragraph(
      "", description.empty() ? scenario.name : fmt::format("{}: {}", scenario.name, description));
}

std::string connecting(const scenario::Scenario& scenario) {
  const auto& fleet = scenario.fleet;
  const double sessions = static_cast<double>(fleet.lights) + scenario.apps.sessions;
  const bool is_one = fleet.shadows.size() == 1;
  std::vector<std::string> shadows;
  for (const auto& shadow : fleet.shadows)
    shadows.push_back(shadow.name.empty() ? "classic" : shadow.name);
  return paragraph(
             "", fmt::format("First {} and {} connect, {} a second at most, which takes {} s.",
                             counted(scenario.apps.sessions, "app"), counted(fleet.lights, "light"),
                             report::number_text(fleet.connect_rate.per_second),
                             report::number_text(sessions / fleet.connect_rate.per_second))) +
         paragraph("",
                   fmt::format("Each light subscribes to {} topics of its {}, reads {}, and "
                               "reports what it is where the service does not know.",
                               light::kHeard.size() * fleet.shadows.size(),
                               is_one ? fmt::format("{} shadow", shadows[0])
                                      : fmt::format("shadows {}", listed(shadows, shadows.size())),
                               is_one ? "it" : "them"));
}

// The steps in order of time; where that is the same, of the list.
std::string timeline(const scenario::Scenario& scenario) {
  const auto starts = scenario.starts();
  std::vector<std::size_t> order(starts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return starts[i]; });
  std::string text = "Then the timeline begins, and never waits for an answer:\n";
  for (const std::size_t i : order) {
    std::string lines = explain_step(scenario.timeline[i], scenario);
    std::string label = fmt::format("{:>10}  ", seconds(starts[i]));
    while (!lines.empty()) {
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      text += paragraph(label, lines.substr(0, end));
      lines.erase(0, end + 1);
      label.assign(label.size(), ' ');
    }
  }
  return text;
}

std::string beside(const std::optional<scenario::Background>& background) {
  if (!background) return {};
  std::vector<std::string_view> quotas;
  for (const quota::Limit limit : background->quotas)
    quotas.push_back(quota::row_of(limit).key);
  return '\n' +
         paragraph("", fmt::format("All the while other connections take {:g} % of what lights "
                                   "and apps leave alone: {}.",
                                   100 * background->share, fmt::join(quotas, ", ")));
}

std::string answering(const scenario::Fleet& fleet) {
  const std::string when = fleet.apply_delay.is_zero()
                               ? "at once"
                               : fmt::format("after a delay ({})", fleet.apply_delay.to_text());
  return paragraph("", fmt::format("A light that is asked for a change gets a delta from the "
                                   "service, applies it {} and reports. The change has converged "
                                   "when the service has accepted that.",
                                   when));
}

std::string ending(const scenario::Scenario& scenario) {
  const std::string drain =
      scenario.drain == Duration::zero()
          ? "what is open by then stays unconverged"
          : fmt::format("what is open by then has {} to converge", seconds(scenario.drain));
  return paragraph(
      "", fmt::format("At {} the timeline ends: {}. Last, the shadow of every light is read once "
                      "more, {} a second at most, and all disconnect.",
                      seconds(scenario.length()), drain,
                      report::number_text(scenario.fleet.check_rate.per_second)));
}

std::string judging(const scenario::Scenario& scenario) {
  if (scenario.thresholds.empty())
    return "There are no thresholds: the run passes if it comes to its end.\n";
  std::string text = scenario.search ? "A rate holds if all of these do:\n"
                                     : "The run passes if all of these hold:\n";
  for (const auto& threshold : scenario.thresholds)
    text += paragraph("  - ", threshold.expression);
  return text;
}

}  // namespace

std::string explanation(const scenario::Scenario& scenario) {
  return heading(scenario) + '\n' + connecting(scenario) + '\n' + timeline(scenario) +
         beside(scenario.background) + '\n' + answering(scenario.fleet) + '\n' + ending(scenario) +
         '\n' + judging(scenario);
}

}  // namespace shadowsim::terminal
