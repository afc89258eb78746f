#pragma once

#include <optional>
#include <vector>

#include "sim/base/random.h"
#include "sim/base/units.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/arrival.h"
#include "sim/schedule/light_choice.h"
#include "sim/schedule/value_source.h"

namespace shadowsim::schedule {

// The changes of one scenario::ChangeStream. Moments, lights and values are drawn from generators
// of their own, the values of each change from another one again: so a shard that leaves changes
// out gives the others the same.
class ChurnStream {
 public:
  // Borrows the stream. `start` is when it begins and `length` how long it lasts.
  ChurnStream(const scenario::ChangeStream& stream, Duration start, Duration length,
              const scenario::Fleet& fleet, const Random& random);

  // When and for whom the next change is; none at the end.
  struct Upcoming {
    Duration at;  // since the timeline's start
    LightId light;
  };
  const std::optional<Upcoming>& upcoming() const { return upcoming_; }

  // The properties of the upcoming change. Requires: there is one. At most once for each.
  std::vector<scenario::Property> draw_properties();

  // Goes on to the next change. Requires: there is an upcoming one.
  void advance();

  const scenario::ChangeStream& stream() const { return *stream_; }

 private:
  void look_ahead();

  const scenario::ChangeStream* stream_;
  Duration start_;
  ArrivalStream arrivals_;
  LightChooser lights_;
  Random light_random_;
  Random value_random_;
  std::vector<ValueDrawer> values_;  // one for each of the stream's properties
  std::uint64_t drawn_ = 0;          // changes before the upcoming one
  std::optional<Upcoming> upcoming_;
};

}  // namespace shadowsim::schedule
