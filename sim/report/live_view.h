#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/report/progress_line.h"

namespace shadowsim::report {

// What the terminal can show.
struct LiveStyle {
  std::size_t width = 80;  // columns that may be used
  bool unicode = true;     // block characters; otherwise ASCII
  bool colour = false;     // ANSI's bold and red
};

// How many of the last seconds the curve shows at most.
inline constexpr std::size_t kCurveSeconds = 40;

// The live view of a terminal, one text for each line, none wider than `width`:
//
//   running  ███████████████████▌░░░░░░░░░░░░░░░░░░░░  48 %  15 s left
//   204/204 connected  101 changes/s  3 in flight  0 refused
//   p50 12.0 ms  p99 31.0 ms  ▁▂▂▃▂▁▂▇▂▂▁▂▃▂▁▂  p99 of 16 s
//
// What matters least is left out where there is too little room. `p99s` are those of the last seconds,
// the last one last, none where nothing converged; the curve is logarithmic between the lowest and the
// highest of them.
std::vector<std::string> to_live_view(const Progress& progress,
                                      std::span<const std::optional<Duration>> p99s,
                                      const LiveStyle& style);

}  // namespace shadowsim::report
