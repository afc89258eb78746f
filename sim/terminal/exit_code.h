#pragma once

#include "sim/base/error.h"

namespace shadowsim::terminal {

// What the process tells its caller. docs and contract say the same.
enum class ExitCode : int {
  kPassed = 0,        // all thresholds held
  kFailed = 1,        // a threshold failed, or the result cannot be trusted
  kUsage = 2,         // usage or scenario error
  kUnreachable = 3,   // endpoint unreachable, or it refused us
  kInternal = 4,      // the machine or the program failed
  kInterrupted = 130  // by SIGINT, SIGTERM or SIGHUP; what was measured is still written
};

constexpr ExitCode exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return ExitCode::kUsage;
    case ErrorKind::kUnreachable:
      return ExitCode::kUnreachable;
    case ErrorKind::kSystem:
      break;
  }
  return ExitCode::kInternal;
}

}  // namespace shadowsim::terminal
