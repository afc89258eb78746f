#pragma once

#include <cstddef>

#include "sim/runtime/run.h"

namespace shadowsim::terminal {

// Shows where a run stands on stderr: on a terminal one line that is drawn anew each second,
// elsewhere a plain line every ten seconds and at each new phase.
// Threads: one.
class ProgressView {
 public:
  ProgressView();
  ProgressView(const ProgressView&) = delete;
  ProgressView& operator=(const ProgressView&) = delete;
  ~ProgressView();  // takes the live line away

  // To be called once a second.
  void show(const runtime::Progress& progress);

 private:
  bool is_terminal_;
  bool drawn_ = false;
  int calls_ = 0;
  fleet::Phase phase_ = fleet::Phase::kIdle;  // shown last
};

}  // namespace shadowsim::terminal
