#include "sim/scenario/timeline_reading.h"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "sim/scenario/delay_reading.h"
#include "sim/scenario/light_reading.h"
#include "sim/scenario/shadow_reading.h"
#include "sim/scenario/typed_value.h"
#include "sim/scenario/value_reading.h"

namespace shadowsim::scenario {
namespace {

class TimelineReading {
 public:
  TimelineReading(const Fleet& fleet, Problems& problems) : fleet_{fleet}, problems_{problems} {}

  std::optional<Step> step(const Node& node, const std::string& path) {
    if (!is_readable(&node)) return std::nullopt;
    for (const Node& item : node.items) {
      if (!item.sound) continue;
      const std::string item_path = fmt::format("{}.{}", path, item.key);
      if (item.key == "churn" || item.key == "warm_up") return churn(item, item_path);
      if (item.key == "change") return change(item, item_path);
      if (item.key == "pause") return Pause{duration_of(&item)};
      if (item.key == "disconnect") return disconnect(item);
      if (item.key == "link_fault") return link_fault(item, item_path);
    }
    return std::nullopt;
  }

 private:
  Churn churn(const Node& node, const std::string& path) {
    Churn churn;
    churn.length = duration_of(node.find("for"));
    churn.measured = node.key == "churn";
    read_streams(node.find("desired"), Section::kDesired, path + ".desired", churn.streams);
    read_streams(node.find("reported"), Section::kReported, path + ".reported", churn.streams);
    return churn;
  }

  // One stream, or a list of them.
  void read_streams(const Node* node, Section section, const std::string& path,
                    std::vector<ChangeStream>& streams) {
    if (!is_readable(node)) return;
    if (node->kind != Node::Kind::kList) {
      streams.push_back(stream(*node, section, path));
      return;
    }
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      if (node->items[i].sound)
        streams.push_back(stream(node->items[i], section, fmt::format("{}[{}]", path, i)));
    }
  }

  ChangeStream stream(const Node& node, Section section, const std::string& path) {
    ChangeStream stream;
    stream.section = section;
    stream.rate = rate(node.find("rate"), path + ".rate");
    stream.is_searched = is_searched(node.find("rate"), path + ".rate");
    stream.arrivals =
        text_of(node.find("arrivals")) == "uniform" ? Arrivals::kUniform : Arrivals::kPoisson;
    stream.lights = read_light_choice(node.find("lights"), fleet_, path + ".lights", problems_);
    stream.shadow = read_shadow(node.find("shadow"), fleet_, path + ".shadow", problems_);
    stream.values = read_values(node.find("values"), path + ".values", problems_);
    stream.sets_desired = boolean_of(node.find("sets_desired"));
    return stream;
  }

  // Whether the rate is to be found, which can be said of one only.
  bool is_searched(const Node* node, const std::string& path) {
    if (text_of(node) != "find") return false;
    if (searched_.empty()) {
      searched_ = path;
    } else {
      problems_.add(node->place,
                    fmt::format("{}: only one rate can be found, and that is {}", path, searched_));
    }
    return true;
  }

  RateProfile rate(const Node* node, const std::string& path) {
    if (!is_readable(node)) return {};
    if (node->kind == Node::Kind::kScalar) return {rate_of(node), rate_of(node), 1};
    const Node* const steps = node->find("steps");
    const RateProfile profile{rate_of(node->find("from")), rate_of(node->find("to")),
                              count_of(steps)};
    if (profile.steps == 1 && profile.from != profile.to)
      problems_.add(steps->place, fmt::format("{}.steps must be at least 2 to come from {} to {}",
                                              path, to_text(profile.from), to_text(profile.to)));
    return profile;
  }

  ScriptedChange change(const Node& node, const std::string& path) {
    ScriptedChange change;
    if (const Node* at = node.find("at"); is_readable(at)) change.at = duration_of(at);
    if (const Node* light = node.find("light")) {
      change.lights = read_light(*light, fleet_, path + ".light", problems_);
    } else {
      change.lights = read_light_set(node.find("lights"), fleet_, path + ".lights", problems_);
    }
    change.shadow = read_shadow(node.find("shadow"), fleet_, path + ".shadow", problems_);
    const Node* const desired = node.find("desired");
    change.section = desired != nullptr ? Section::kDesired : Section::kReported;
    change.properties = properties_of(desired != nullptr ? desired : node.find("reported"));
    const Node* const sets_desired = node.find("sets_desired");
    change.sets_desired = boolean_of(sets_desired);
    if (sets_desired != nullptr && desired != nullptr)
      problems_.add(sets_desired->key_place,
                    path + ".sets_desired goes with reported only: this change sets desired");
    return change;
  }

  static Disconnect disconnect(const Node& node) {
    Disconnect disconnect;
    if (const Node* at = node.find("at"); is_readable(at)) disconnect.at = duration_of(at);
    const Node* const sessions = node.find("sessions");
    if (is_readable(sessions) && sessions->kind == Node::Kind::kMapping)
      disconnect.share = number_of(sessions->find("share"));
    const std::string reason = text_of(node.find("reason"));
    if (reason == "server-busy") disconnect.reason = Farewell::kServerBusy;
    if (reason == "shutting-down") disconnect.reason = Farewell::kShuttingDown;
    return disconnect;
  }

  LinkFault link_fault(const Node& node, const std::string& path) {
    LinkFault fault;
    const std::size_t problems_before = problems_.count();
    if (const Node* at = node.find("at"); is_readable(at)) fault.at = duration_of(at);
    fault.length = duration_of(node.find("for"));
    fault.lights = read_light_set(node.find("lights"), fleet_, path + ".lights", problems_);
    fault.delay = read_delay(node.find("delay"), path + ".delay", problems_);
    if (const Node* bandwidth = node.find("bandwidth"); is_readable(bandwidth))
      fault.bandwidth = count_of(bandwidth);
    fault.is_silent = boolean_of(node.find("silence"));
    const bool is_fault = !fault.delay.is_zero() || fault.bandwidth || fault.is_silent;
    if (!is_fault && problems_.count() == problems_before)
      problems_.add(node.place, path + " is no fault: nothing is delayed, narrow or silent");
    return fault;
  }

  const Fleet& fleet_;
  Problems& problems_;
  std::string searched_;  // the path of the rate that is to be found
};

}  // namespace

std::vector<Step> read_timeline(const Node& scenario, const Fleet& fleet, Problems& problems) {
  std::vector<Step> timeline;
  const Node* const list = scenario.find("timeline");
  if (!is_readable(list)) return timeline;
  TimelineReading reading{fleet, problems};
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    if (auto step = reading.step(list->items[i], fmt::format("timeline[{}]", i)))
      timeline.push_back(std::move(*step));
  }
  return timeline;
}

}  // namespace shadowsim::scenario
