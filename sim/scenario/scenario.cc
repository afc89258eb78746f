#include "sim/scenario/scenario.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "sim/scenario/name_pattern.h"

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

std::string NamePattern::name(std::uint32_t index, const std::string& thing) const {
  if (text_.find("{thing}") == std::string::npos) return expand_name(text_, index);
  return expand_name(with_thing(text_, thing), index);
}

CertificateFiles Certificates::files(std::uint32_t index, const std::string& thing) const {
  return {certificate.name(index, thing), key.name(index, thing)};
}

std::optional<LightId> Fleet::find(const std::string& thing) const {
  const auto index = index_of_name(thing_name.text(), thing, lights);
  if (!index) return std::nullopt;
  return LightId{*index};
}

std::uint32_t ShareOfLights::of(std::uint32_t lights) const {
  // 0.1 of 10 lights is one light, although the product may come out a hair above 1.
  constexpr double kRoundingError = 1e-9;
  const double exact = share * lights;
  const auto rounded = static_cast<std::uint32_t>(std::ceil(exact - exact * kRoundingError));
  return std::clamp(rounded, std::min(1U, lights), lights);
}

bool Disconnect::takes(std::size_t place) const {
  // Half of 4 is 2, although a product may come out a hair above.
  constexpr double kRoundingError = 1e-9;
  const auto of = [&](std::size_t count) {
    const double exact = share * static_cast<double>(count);
    return std::ceil(exact - exact * kRoundingError);
  };
  return of(place + 1) > of(place);
}

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
  // An absolute name replaces the folder.
  return (std::filesystem::path{file}.parent_path() / written).string();
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
