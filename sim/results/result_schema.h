#pragma once

#include <array>
#include <string_view>

#include "sim/measure/run_result.h"

// What the writer and the reader of results agree on.
namespace shadowsim::results {

inline constexpr std::string_view kSummarySchema = "shadowsim.summary/1";
inline constexpr std::string_view kHistogramsSchema = "shadowsim.histograms/1";

using Run = measure::RunResult;
using Bins = measure::Histogram;

// A histogram of a result under its name in histograms.json.
struct NamedHistogram {
  std::string_view name;
  Bins& (*place)(Run&);

  Bins& in(Run& result) const { return place(result); }
  const Bins& in(const Run& result) const {
    return place(const_cast<Run&>(result));  // it only leads to the place
  }
};

// All of them, in the order of the file.
inline constexpr std::array<NamedHistogram, 7> kHistograms{{
    {"convergence", [](Run& run) -> Bins& { return run.latencies.convergence; }},
    {"convergence_service", [](Run& run) -> Bins& { return run.latencies.convergence_service; }},
    {"delta", [](Run& run) -> Bins& { return run.latencies.delta; }},
    {"round_trip", [](Run& run) -> Bins& { return run.latencies.round_trip; }},
    {"connect", [](Run& run) -> Bins& { return run.latencies.connect; }},
    {"scheduling_lag", [](Run& run) -> Bins& { return run.instrument.scheduling_lag; }},
    {"floor_round_trip", [](Run& run) -> Bins& { return run.instrument.floor_round_trip; }},
}};

}  // namespace shadowsim::results
