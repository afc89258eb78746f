#include "sim/scenario/state_size.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "sim/scenario/json_text.h"

namespace shadowsim::scenario {
namespace {

// Bytes of a property's largest value, by the property's name.
using Sizes = std::map<std::string, std::size_t>;

struct Sections {
  Sizes desired;
  Sizes reported;
};

void raise(Sizes& sizes, const std::string& property, std::size_t bytes) {
  std::size_t& most = sizes[property];
  most = std::max(most, bytes);
}

void raise(Sizes& sizes, const Sizes& others) {
  for (const auto& [property, bytes] : others)
    raise(sizes, property, bytes);
}

// {"name":value,"name":value}
std::size_t object_bytes(const Sizes& sizes) {
  std::size_t bytes = 0;
  for (const auto& [property, value_bytes] : sizes)
    bytes += json_string(property).size() + 1 + value_bytes + 1;
  return bytes == 0 ? 0 : bytes + 1;
}

std::size_t longest(const std::vector<std::string>& values) {
  std::size_t most = 0;
  for (const auto& value : values)
    most = std::max(most, value.size());
  return most;
}

std::size_t largest_value(const ValueSource& source) {
  if (const auto* one_of = std::get_if<OneOf>(&source)) return longest(one_of->values);
  if (const auto* sequence = std::get_if<Sequence>(&source)) return longest(sequence->values);
  if (const auto* toggle = std::get_if<Toggle>(&source))
    return std::max(toggle->first.size(), toggle->second.size());
  if (const auto* range = std::get_if<IntegerRange>(&source))
    return std::max(fmt::formatted_size("{}", range->min), fmt::formatted_size("{}", range->max));
  constexpr std::size_t kLongestDouble = 24;  // -1.2345678901234567e-308
  return kLongestDouble;
}

// Gathers what every light may be given in one of its shadows, and what single ones are.
class States {
 public:
  States(const Fleet& fleet, ShadowId shadow) : fleet_{fleet}, shadow_{shadow} {
    for (const auto& [name, value] : fleet.shadow(shadow).initial_state) {
      note_largest(value.size(), 0, true);
      raise(everyone_.reported, name, value.size());
    }
  }

  void add(const Churn& churn, std::size_t step) {
    for (const auto& stream : churn.streams) {
      if (stream.shadow != shadow_) continue;
      for (const auto& [property, source] : stream.values)
        add(everyone_, stream.section, stream.sets_desired, property, largest_value(source), step);
    }
  }

  void add(const ScriptedChange& change, std::size_t step) {
    if (change.shadow != shadow_) return;
    // With very many lights it is not worth telling them apart.
    constexpr std::size_t kToldApart = 10'000;
    const bool is_everyone =
        change.lights.size() == fleet_.lights || change.lights.size() > kToldApart;
    for (const Property& property : change.properties) {
      const auto to = [&](Sections& sections) {
        add(sections, change.section, change.sets_desired, property.name, property.value.size(),
            step);
      };
      if (is_everyone) to(everyone_);
      for (std::size_t i = 0; !is_everyone && i < change.lights.size(); ++i)
        to(some_[change.lights[i].value]);
    }
  }

  StateSize largest() const {
    StateSize largest = size_of(everyone_);
    for (const auto& [light, given] : some_) {
      Sections all = everyone_;
      raise(all.desired, given.desired);
      raise(all.reported, given.reported);
      const StateSize size = size_of(all);
      if (size.bytes() > largest.bytes()) largest = size;
    }
    return largest;
  }

 private:
  // What is desired is reported as well, in the end.
  void add(Sections& sections, Section section, bool sets_desired, const std::string& property,
           std::size_t bytes, std::size_t step) {
    note_largest(bytes, step, false);
    raise(sections.reported, property, bytes);
    if (section == Section::kDesired || sets_desired) raise(sections.desired, property, bytes);
  }

  void note_largest(std::size_t bytes, std::size_t step, bool is_initial) {
    if (bytes <= largest_bytes_) return;
    largest_bytes_ = bytes;
    step_ = step;
    is_initial_ = is_initial;
  }

  StateSize size_of(const Sections& sections) const {
    return {object_bytes(sections.desired), object_bytes(sections.reported), step_, is_initial_,
            shadow_};
  }

  const Fleet& fleet_;
  ShadowId shadow_;
  Sections everyone_;
  std::unordered_map<std::uint32_t, Sections> some_;
  std::size_t largest_bytes_ = 0;
  std::size_t step_ = 0;
  bool is_initial_ = false;
};

}  // namespace

StateSize largest_state(const Fleet& fleet, const std::vector<Step>& timeline) {
  StateSize largest;
  for (ShadowId shadow; shadow.value < fleet.shadows.size(); ++shadow.value) {
    States states{fleet, shadow};
    for (std::size_t i = 0; i < timeline.size(); ++i) {
      if (const auto* churn = std::get_if<Churn>(&timeline[i])) states.add(*churn, i);
      if (const auto* change = std::get_if<ScriptedChange>(&timeline[i])) states.add(*change, i);
    }
    const StateSize size = states.largest();
    if (size.bytes() > largest.bytes()) largest = size;
  }
  return largest;
}

}  // namespace shadowsim::scenario
