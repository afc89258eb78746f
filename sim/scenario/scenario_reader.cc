#include "sim/scenario/scenario_reader.h"

#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/effective_text.h"
#include "sim/scenario/endpoint_reading.h"
#include "sim/scenario/file_name.h"
#include "sim/scenario/fleet_reading.h"
#include "sim/scenario/name_check.h"
#include "sim/scenario/schema.h"
#include "sim/scenario/searched_rate.h"
#include "sim/scenario/state_size.h"
#include "sim/scenario/threshold.h"
#include "sim/scenario/timeline_length.h"
#include "sim/scenario/timeline_reading.h"
#include "sim/scenario/typed_value.h"
#include "sim/scenario/validation.h"
#include "sim/text/scalar_text.h"
#include "sim/text/text_file.h"
#include "sim/text/yaml_tree.h"

namespace shadowsim::scenario {
namespace {

// Whether the tree is a scenario of the format's version that this program reads.
bool check_outline(const Node& root, Problems& problems) {
  if (root.kind == Node::Kind::kNull) {
    problems.add({0, 1, 1},
                 "the scenario is empty, it needs at least the keys shadowsim, fleet "
                 "and timeline");
    return false;
  }
  if (root.kind != Node::Kind::kMapping) {
    problems.add(root.place,
                 fmt::format("a scenario is a mapping that begins with 'shadowsim: {}', "
                             "not {}",
                             kFormatVersion, what_is(root)));
    return false;
  }
  const Node* const version = root.find("shadowsim");
  if (version == nullptr || version->quoted) return true;
  const auto number = parse_integer(version->text);
  if (!number || *number == kFormatVersion) return true;
  // Whatever else there is to say about it would be a guess.
  problems.add(version->place,
               fmt::format("the format's version {} is not known here, this program "
                           "reads version {}",
                           *number, kFormatVersion));
  return false;
}

std::vector<Threshold> read_thresholds(const Node& root, std::span<const std::string> metric_names,
                                       Problems& problems) {
  std::vector<Threshold> thresholds;
  const Node* const list = root.find("thresholds");
  if (!is_readable(list)) return thresholds;
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const Node& item = list->items[i];
    const auto threshold =
        is_readable(&item) ? parse_threshold(item.text) : Result<Threshold>{usage_error("")};
    if (!threshold) continue;
    for (const auto& metric : {threshold->metric, threshold->over.value_or(threshold->metric)}) {
      if (!is_metric(metric, metric_names))
        problems.add(item.place,
                     fmt::format("thresholds[{}]: {}", i, unknown_metric(metric, metric_names)));
    }
    thresholds.push_back(*threshold);
  }
  return thresholds;
}

// What can only be told of the whole scenario, and only if all of its parts are good.
void check_whole(const Scenario& scenario, const Node& root, Problems& problems) {
  const Node& timeline = *root.find("timeline");
  constexpr double kChangesMost = 4e9;  // their numbers have 32 bits
  if (const double changes = expected_changes(scenario); changes > kChangesMost)
    problems.add(timeline.introduced_at(),
                 fmt::format("the timeline plans {:.0f} changes, at most {:.0f} are possible",
                             changes, kChangesMost));
  const StateSize size = largest_state(scenario.fleet, scenario.timeline);
  if (size.bytes() <= kStateBytesMost) return;
  const Node& fleet = *root.find("fleet");
  const Node* const shadows = fleet.find("shadows");
  const Node* const initial_state =
      shadows != nullptr ? &shadows->items[size.shadow.value] : fleet.find("initial_state");
  const Node& largest =
      size.is_from_initial_state ? *initial_state : timeline.items[size.step].items.front();
  problems.add(largest.introduced_at(),
               fmt::format("a shadow can grow to {} bytes of state (desired {}, reported {}), the "
                           "service takes at most {}",
                           size.bytes(), size.desired_bytes, size.reported_bytes, kStateBytesMost));
}

bool check_total_length(const Node& root, const std::vector<Step>& timeline, Problems& problems) {
  constexpr double kHoursMost = 8784;
  double hours = 0;
  for (const Step& step : timeline) {
    const auto* churn = std::get_if<Churn>(&step);
    const auto* pause = std::get_if<Pause>(&step);
    const Duration length = churn != nullptr   ? churn->length
                            : pause != nullptr ? pause->length
                                               : Duration::zero();
    hours += std::chrono::duration<double, std::ratio<3600>>(length).count();
  }
  if (hours <= kHoursMost) return true;
  problems.add(root.find("timeline")->introduced_at(),
               fmt::format("the timeline takes {:.0f} hours, at most {:.0f} are possible", hours,
                           kHoursMost));
  return false;
}

void apply_duration(Scenario& scenario, const std::string& written, Problems& problems) {
  const Place place{problems.add_source("--duration " + written), 1, 1};
  const auto length = parse_duration(written);
  if (!length) return problems.add(place, length.error().message);
  if (*length > std::chrono::hours{8784})
    return problems.add(place, "a timeline takes at most 8784h");
  if (const auto set = set_length(scenario, *length); !set)
    problems.add(place, set.error().message);
}

Scenario read_typed(const Node& root, const std::string& file,
                    std::span<const std::string> metric_names, Problems& problems) {
  Scenario scenario;
  scenario.name = root.find("name") != nullptr ? text_of(root.find("name")) : name_of_file(file);
  scenario.description = text_of(root.find("description"));
  scenario.file = file;
  scenario.seed = seed_of(root.find("seed"));
  scenario.fleet = read_fleet(root, problems);
  scenario.apps = read_apps(root, problems);
  scenario.endpoint = read_endpoint(root, scenario.file, problems);
  scenario.background = read_background(root, problems);
  check_names(root, scenario.fleet, scenario.apps, problems);
  scenario.timeline = read_timeline(root, scenario.fleet, problems);
  scenario.drain = duration_of(root.find("drain"));
  scenario.thresholds = read_thresholds(root, metric_names, problems);
  read_search(root, scenario, problems);
  return scenario;
}

}  // namespace

Result<Scenario> read_scenario_text(std::string_view text, const std::string& file,
                                    const Overrides& overrides,
                                    std::span<const std::string> metric_names) {
  Problems problems{file};
  auto root = read_yaml(text, 0, problems);
  if (!root) return problems.to_error();
  if (root->kind == Node::Kind::kMapping) apply_overrides(*root, overrides, problems);
  if (!check_outline(*root, problems)) return problems.to_error();
  validate(*root, scenario_schema(), problems);
  Scenario scenario = read_typed(*root, file, metric_names, problems);
  const bool is_sane = problems.empty() && check_total_length(*root, scenario.timeline, problems);
  if (overrides.duration && (is_sane || !parse_duration(*overrides.duration)))
    apply_duration(scenario, *overrides.duration, problems);
  if (problems.empty()) check_whole(scenario, *root, problems);
  if (!problems.empty()) return problems.to_error();
  scenario.text = effective_text(text, *root, overrides, scenario);
  return scenario;
}

Result<Scenario> read_scenario(const std::string& file, const Overrides& overrides,
                               std::span<const std::string> metric_names) {
  const auto text = read_text_file(file);
  if (!text) return text.error();
  return read_scenario_text(*text, file, overrides, metric_names);
}

}  // namespace shadowsim::scenario
