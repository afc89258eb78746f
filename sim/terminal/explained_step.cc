#include "sim/terminal/explained_step.h"

#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "sim/report/quantity_text.h"
#include "sim/terminal/paragraph.h"

namespace shadowsim::terminal {
namespace {

using scenario::Section;

constexpr std::size_t kListedMost = 8;

std::string number(double value) {
  return report::number_text(value);
}

struct SourceText {
  std::string operator()(const scenario::OneOf& source) const {
    if (source.values.size() == 1) return source.values[0];
    return fmt::format("one of {} (not what it was given last)",
                       listed(source.values, kListedMost));
  }
  std::string operator()(const scenario::IntegerRange& range) const {
    return fmt::format("a whole number from {} to {}", range.min, range.max);
  }
  std::string operator()(const scenario::NumberRange& range) const {
    return fmt::format("a number from {} to {}", range.min, range.max);
  }
  std::string operator()(const scenario::Toggle& toggle) const {
    return fmt::format("{} and {} in turn", toggle.first, toggle.second);
  }
  std::string operator()(const scenario::Sequence& sequence) const {
    return fmt::format("{}, one after another", listed(sequence.values, kListedMost));
  }
};

std::string names_of(const std::vector<LightId>& lights, const scenario::Fleet& fleet) {
  std::vector<std::string> names;
  names.reserve(lights.size());
  for (const LightId light : lights)
    names.push_back(fleet.thing(light));
  return listed(names, kListedMost);
}

std::string first_lights(std::uint32_t count, const scenario::Fleet& fleet) {
  return count == 1 ? fleet.thing(LightId{})
                    : fmt::format("the {} lights {} to {}", report::count_text(count),
                                  fleet.thing(LightId{}), fleet.thing(LightId{count - 1}));
}

// Of whom each change is.
struct ChoiceText {
  const scenario::Fleet& fleet;

  std::string operator()(const scenario::AllLights&) const {
    return fleet.lights == 1
               ? fleet.thing(LightId{})
               : fmt::format("one of all {} lights", report::count_text(fleet.lights));
  }
  std::string operator()(const scenario::LightsInTurn&) const {
    return fmt::format("the next of all {} lights in turn", report::count_text(fleet.lights));
  }
  std::string operator()(const scenario::ShareOfLights& share) const {
    const std::uint32_t count = share.of(fleet.lights);
    return (count == 1 ? "" : "one of ") + first_lights(count, fleet);
  }
  std::string operator()(const scenario::SkewedLights& skewed) const {
    return fmt::format("one of all {} lights, the first ones most often (zipf {})",
                       report::count_text(fleet.lights), skewed.skew);
  }
  std::string operator()(const scenario::NamedLights& named) const {
    return (named.lights.size() == 1 ? "" : "one of ") + names_of(named.lights, fleet);
  }
};

// ", in the shadow cfg", or nothing where a light has one shadow.
std::string in_shadow(const scenario::Fleet& fleet, ShadowId shadow) {
  if (fleet.shadows.size() == 1) return {};
  const auto& which = fleet.shadow(shadow);
  return which.name.empty() ? ", in the classic shadow" : ", in the shadow " + which.name;
}

std::string pace(const scenario::ChangeStream& stream, const scenario::Scenario& scenario,
                 Duration length) {
  const auto& rate = stream.rate;
  const bool is_poisson = stream.arrivals == scenario::Arrivals::kPoisson;
  const std::string_view regularity = is_poisson ? "at random moments (Poisson)" : "evenly spaced";
  if (stream.is_searched)
    return fmt::format("a rate of changes that is looked for between {} and {} a second, {}",
                       number(scenario.search->from.per_second),
                       number(scenario.search->to.per_second), regularity);
  const std::string_view about = is_poisson ? "on average " : "";
  if (rate.steps == 1)
    return fmt::format("{}{} changes a second, {}", about, number(rate.from.per_second),
                       regularity);
  const double held = std::chrono::duration<double>(length).count() / rate.steps;
  return fmt::format("{}{} to {} changes a second in {} steps of {} s, {}", about,
                     number(rate.from.per_second), number(rate.to.per_second), rate.steps,
                     number(held), regularity);
}

// Whose doing it is, and what follows from it.
std::string_view doing(Section section, bool sets_desired) {
  if (section == Section::kDesired) return "Apps ask for";
  return sets_desired ? "Lights are switched by hand, and say that it is desired, too:"
                      : "Lights are switched by hand, without a word to desired:";
}

std::string explain_stream(const scenario::ChangeStream& stream, const scenario::Scenario& scenario,
                           Duration length) {
  std::vector<std::string> values;
  for (const auto& value : stream.values)
    values.push_back(fmt::format("{} {}", value.property, std::visit(SourceText{}, value.source)));
  return fmt::format("{} {}. Each is for {}{}, and sets {}.",
                     doing(stream.section, stream.sets_desired), pace(stream, scenario, length),
                     std::visit(ChoiceText{scenario.fleet}, stream.lights),
                     in_shadow(scenario.fleet, stream.shadow), listed(values, values.size()));
}

struct StepText {
  const scenario::Scenario& scenario;

  std::string operator()(const scenario::Churn& churn) const {
    std::string text = fmt::format("For {}{}.", to_text(churn.length),
                                   churn.measured ? "" : ", as a warm-up that is not measured");
    for (const auto& stream : churn.streams)
      text += '\n' + explain_stream(stream, scenario, churn.length);
    return text;
  }

  std::string operator()(const scenario::ScriptedChange& change) const {
    const auto& fleet = scenario.fleet;
    std::vector<std::string> values;
    for (const auto& property : change.properties)
      values.push_back(fmt::format("{} {}", property.name, property.value));
    const bool is_everybody = change.lights.size() == fleet.lights && fleet.lights > 1;
    const bool is_one = change.lights.size() == 1;
    const std::string who = is_everybody
                                ? fmt::format("all {} lights", report::count_text(fleet.lights))
                                : names_of(change.lights, fleet);
    const std::string what = listed(values, values.size()) + in_shadow(fleet, change.shadow);
    if (change.section == Section::kDesired)
      return fmt::format("{} for {} of {}.", is_one ? "An app asks" : "Apps ask", what, who);
    const std::string_view wish = change.sets_desired
                                      ? (is_one ? ", and says that this is desired, too"
                                                : ", and say that this is desired, too")
                                      : "";
    return fmt::format("By hand, {} becomes {}{}.", who, what, wish);
  }

  std::string operator()(const scenario::Pause& pause) const {
    return fmt::format("Nothing new for {}.", to_text(pause.length));
  }

  std::string operator()(const scenario::Disconnect& disconnect) const {
    const std::string whose = disconnect.share == 1 ? "every connection"
                                                    : fmt::format("{} % of the connections",
                                                                  number(disconnect.share * 100));
    return fmt::format(
        "The endpoint ends {} at one moment{}.", whose,
        disconnect.reason == scenario::Farewell::kNone ? ", without a word" : ", with its reason");
  }

  std::string operator()(const scenario::LinkFault& fault) const {
    const auto& fleet = scenario.fleet;
    const bool is_everybody = fault.lights.size() == fleet.lights;
    return fmt::format("For {}, beside what follows, the link of {} has a fault: {}.",
                       to_text(fault.length),
                       is_everybody ? "every light" : names_of(fault.lights, fleet), fault.what());
  }
};

}  // namespace

std::string explain_step(const scenario::Step& step, const scenario::Scenario& scenario) {
  return std::visit(StepText{scenario}, step);
}

}  // namespace shadowsim::terminal
