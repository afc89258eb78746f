#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/runtime/run.h"

namespace shadowsim::terminal {

// Shows where a run stands on stderr: on a terminal a few lines that are drawn anew each second,
// elsewhere a plain line every ten seconds and at each new phase.
// Threads: one.
class ProgressView {
 public:
  ProgressView();
  ProgressView(const ProgressView&) = delete;
  ProgressView& operator=(const ProgressView&) = delete;
  ~ProgressView();  // takes the live lines away

  // To be called once a second.
  void show(const runtime::Progress& progress);

 private:
  void draw(const runtime::Progress& progress);

  bool is_live_;
  bool knows_unicode_;
  bool wants_colour_;
  std::size_t drawn_ = 0;  // lines
  int calls_ = 0;
  fleet::Phase phase_ = fleet::Phase::kIdle;   // shown last
  Duration second_{-1};                        // the last one that is in p99s_
  std::vector<std::optional<Duration>> p99s_;  // of the last seconds
};

}  // namespace shadowsim::terminal
