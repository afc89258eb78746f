#include "sim/schedule/churn_stream.h"

namespace shadowsim::schedule {
namespace {

// The generators that a stream splits off.
constexpr std::uint64_t kArrivals = 1;
constexpr std::uint64_t kLights = 2;
constexpr std::uint64_t kValues = 3;

std::string initial_value(const scenario::Shadow& shadow, const std::string& property) {
  for (const auto& [name, value] : shadow.initial_state) {
    if (name == property) return value;
  }
  return {};
}

}  // namespace

ChurnStream::ChurnStream(const scenario::ChangeStream& stream, Duration start, Duration length,
                         const scenario::Fleet& fleet, const Random& random)
    : stream_{&stream},
      start_{start},
      arrivals_{stream.rate, stream.arrivals, length, random.split(kArrivals)},
      lights_{stream.lights, fleet.lights},
      light_random_{random.split(kLights)},
      value_random_{random.split(kValues)} {
  values_.reserve(stream.values.size());
  for (const auto& values : stream.values)
    values_.emplace_back(values.source, fleet.lights,
                         initial_value(fleet.shadow(stream.shadow), values.property));
  look_ahead();
}

std::vector<scenario::Property> ChurnStream::draw_properties() {
  Random random = value_random_.split(drawn_);
  std::vector<scenario::Property> properties;
  properties.reserve(values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i)
    properties.push_back({stream_->values[i].property, values_[i].draw(upcoming_->light, random)});
  return properties;
}

void ChurnStream::advance() {
  ++drawn_;
  look_ahead();
}

void ChurnStream::look_ahead() {
  upcoming_.reset();
  if (const auto at = arrivals_.next())
    upcoming_ = Upcoming{start_ + *at, lights_.draw(light_random_)};
}

}  // namespace shadowsim::schedule
