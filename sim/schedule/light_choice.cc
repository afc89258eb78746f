#include "sim/schedule/light_choice.h"

#include <utility>

namespace shadowsim::schedule {

LightChooser::LightChooser(const scenario::LightChoice& choice, std::uint32_t lights)
    : first_lights_{lights} {
  if (const auto* share = std::get_if<scenario::ShareOfLights>(&choice))
    first_lights_ = share->of(lights);
  if (const auto* skewed = std::get_if<scenario::SkewedLights>(&choice))
    skewed_.emplace(lights, skewed->skew);
  if (std::holds_alternative<scenario::LightsInTurn>(choice)) next_ = 0;
  if (const auto* named = std::get_if<scenario::NamedLights>(&choice)) named_ = &named->lights;
}

LightId LightChooser::draw(Random& random) {
  if (next_) return LightId{std::exchange(next_, (*next_ + 1) % first_lights_).value()};
  if (skewed_) return LightId{skewed_->draw(random)};
  if (named_ != nullptr) return (*named_)[random.below(named_->size())];
  return LightId{static_cast<std::uint32_t>(random.below(first_lights_))};
}

}  // namespace shadowsim::schedule
