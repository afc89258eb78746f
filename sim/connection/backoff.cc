#include "sim/connection/backoff.h"

#include <algorithm>

namespace shadowsim::connection {

Duration Backoff::next() {
  Duration bound = limits_.initial;
  for (std::uint32_t i = 0; i < tries_ && bound < limits_.longest; ++i)
    bound *= 2;
  bound = std::min(bound, limits_.longest);
  if (bound < limits_.longest) ++tries_;
  return Duration{
      static_cast<Duration::rep>(random_.below(static_cast<std::uint64_t>(bound.count()) + 1))};
}

}  // namespace shadowsim::connection
