#include "sim/measure/search.h"

namespace shadowsim::measure {

std::optional<Rate> Search::held() const {
  std::optional<Rate> highest;
  for (const RateTry& made : tries) {
    if (made.held && (!highest || made.rate > *highest)) highest = made.rate;
  }
  return highest;
}

std::optional<RateTry> Search::failed() const {
  std::optional<RateTry> lowest;
  for (const RateTry& made : tries) {
    if (!made.held && (!lowest || made.rate < lowest->rate)) lowest = made;
  }
  return lowest;
}

}  // namespace shadowsim::measure
