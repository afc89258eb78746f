#include "sim/scenario/scenario.h"

#include <algorithm>

#include "sim/scenario/file_name.h"

namespace shadowsim::scenario {
namespace {

// When a step that takes no time is to come, if that is said.
std::optional<Duration> moment_of(const Step& step) {
  if (const auto* const change = std::get_if<ScriptedChange>(&step)) return change->at;
  if (const auto* const fault = std::get_if<LinkFault>(&step)) return fault->at;
  return std::get<Disconnect>(step).at;
}

// Tells each step's start to `told` in order, and returns when all of them have ended.
template <class Told>
Duration walk(const std::vector<Step>& timeline, Told told) {
  Duration ended{};
  Duration faults_ended{};
  for (const Step& step : timeline) {
    if (const auto* churn = std::get_if<Churn>(&step)) {
      told(ended);
      ended += churn->length;
    } else if (const auto* pause = std::get_if<Pause>(&step)) {
      told(ended);
      ended += pause->length;
    } else {
      const Duration at = moment_of(step).value_or(ended);
      told(at);
      ended = std::max(ended, at);
      if (const auto* const fault = std::get_if<LinkFault>(&step))
        faults_ended = std::max(faults_ended, at + fault->length);
    }
  }
  return std::max(ended, faults_ended);
}

}  // namespace

Duration Scenario::length() const {
  return walk(timeline, [](Duration) {});
}

std::vector<Duration> Scenario::starts() const {
  std::vector<Duration> starts;
  starts.reserve(timeline.size());
  walk(timeline, [&](Duration start) { starts.push_back(start); });
  return starts;
}

std::string Scenario::path(const std::string& written) const {
  return path_beside(file, written);
}

CertificateFiles Scenario::certificate(LightId light) const {
  if (!fleet.certificates) return {};
  const auto [certificate, key] = fleet.certificates->files(light.value, fleet.thing(light));
  return {path(certificate), path(key)};
}

CertificateFiles Scenario::certificate(AppId app) const {
  if (!apps.certificates) return {};
  const auto [certificate, key] = apps.certificates->files(app.value % apps.sessions);
  return {path(certificate), path(key)};
}

std::vector<std::pair<Duration, Disconnect>> Scenario::disconnects() const {
  std::vector<std::pair<Duration, Disconnect>> found;
  for (const auto& [moment, step] : endpoint_steps()) {
    if (const auto* const disconnect = std::get_if<Disconnect>(&step))
      found.emplace_back(moment, *disconnect);
  }
  return found;
}

std::vector<std::pair<Duration, EndpointStep>> Scenario::endpoint_steps() const {
  std::vector<std::pair<Duration, EndpointStep>> found;
  const auto begin = starts();
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    if (const auto* const disconnect = std::get_if<Disconnect>(&timeline[i]))
      found.emplace_back(begin[i], *disconnect);
    if (const auto* const fault = std::get_if<LinkFault>(&timeline[i]))
      found.emplace_back(begin[i], *fault);
  }
  std::ranges::stable_sort(found, {}, &std::pair<Duration, EndpointStep>::first);
  return found;
}

bool Scenario::has_link_faults() const {
  return std::ranges::any_of(
      timeline, [](const Step& step) { return std::holds_alternative<LinkFault>(step); });
}

}  // namespace shadowsim::scenario
