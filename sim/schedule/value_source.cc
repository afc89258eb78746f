#include "sim/schedule/value_source.h"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "sim/scenario/json_text.h"

namespace shadowsim::schedule {
namespace {

using scenario::IntegerRange;
using scenario::NumberRange;
using scenario::OneOf;
using scenario::Sequence;
using scenario::Toggle;

std::string draw_integer(const IntegerRange& range, Random& random) {
  // In unsigned numbers, where the whole range of 64 bits has a width, if one that ends up as 0.
  const std::uint64_t low = static_cast<std::uint64_t>(range.min);
  const std::uint64_t width = static_cast<std::uint64_t>(range.max) - low + 1;
  const std::uint64_t drawn = width == 0 ? random.next() : random.below(width);
  return fmt::format("{}", static_cast<std::int64_t>(low + drawn));
}

}  // namespace

ValueDrawer::ValueDrawer(const scenario::ValueSource& source, std::uint32_t lights,
                         const std::string& initial)
    : source_{&source} {
  const bool is_range =
      std::holds_alternative<IntegerRange>(source) || std::holds_alternative<NumberRange>(source);
  if (is_range) return;
  std::uint32_t place = 0;
  if (const auto* one_of = std::get_if<OneOf>(&source)) {
    const auto& values = one_of->values;
    const auto found = std::find(values.begin(), values.end(), initial);
    if (found != values.end()) place = static_cast<std::uint32_t>(found - values.begin()) + 1;
  }
  places_.assign(lights, place);
}

const std::string& ValueDrawer::draw_one_of(const OneOf& source, LightId light, Random& random) {
  const auto count = source.values.size();
  std::uint32_t& last = places_[light.value];
  std::uint64_t drawn = 0;
  if (last == 0) {
    drawn = random.below(count);
  } else if (count > 1) {
    drawn = random.below(count - 1);
    if (drawn >= last - 1) ++drawn;  // the last one is left out
  }
  last = static_cast<std::uint32_t>(drawn + 1);
  return source.values[drawn];
}

std::string ValueDrawer::draw(LightId light, Random& random) {
  if (const auto* one_of = std::get_if<OneOf>(source_)) return draw_one_of(*one_of, light, random);
  if (const auto* range = std::get_if<IntegerRange>(source_)) return draw_integer(*range, random);
  if (const auto* range = std::get_if<NumberRange>(source_))
    return scenario::json_number(random.uniform(range->min, range->max));
  std::uint32_t& place = places_[light.value];
  if (const auto* toggle = std::get_if<Toggle>(source_)) {
    place ^= 1U;
    return place == 1 ? toggle->first : toggle->second;
  }
  const auto& values = std::get<Sequence>(*source_).values;
  const std::string& value = values[place];
  place = place + 1 == values.size() ? 0 : place + 1;
  return value;
}

}  // namespace shadowsim::schedule
