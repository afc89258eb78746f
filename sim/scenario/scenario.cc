#include "sim/scenario/scenario.h"

#include <algorithm>

#include "sim/scenario/file_name.h"

namespace shadowsim::scenario {
namespace {

// Tells each step's start to `told` in order, and returns when all of them have ended.
template <class Told>
Duration walk(const std::vector<Step>& timeline, Told told) {
  Duration ended{};
  for (const Step& step : timeline) {
    if (const auto* churn = std::get_if<Churn>(&step)) {
      told(ended);
      ended += churn->length;
    } else if (const auto* pause = std::get_if<Pause>(&step)) {
      told(ended);
      ended += pause->length;
    } else {
      const auto* const change = std::get_if<ScriptedChange>(&step);
      const Duration at =
          (change != nullptr ? change->at : std::get<Disconnect>(step).at).value_or(ended);
      told(at);
      ended = std::max(ended, at);
    }
  }
  return ended;
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
  const auto begin = starts();
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    if (const auto* const step = std::get_if<Disconnect>(&timeline[i]))
      found.emplace_back(begin[i], *step);
  }
  std::ranges::stable_sort(found, {}, &std::pair<Duration, Disconnect>::first);
  return found;
}

}  // namespace shadowsim::scenario
