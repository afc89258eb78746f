#include "sim/terminal/rate_finding.h"

#include <cstdio>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/measure/saturation.h"
#include "sim/schedule/rate_search.h"

namespace shadowsim::terminal {
namespace {

// The same command at this rate: a searched stream has the lowest rate of the search.
RunCommand at_rate(const RunCommand& command, Rate rate) {
  RunCommand at = command;
  at.overrides.sets.push_back("search.from=" + to_text(rate));
  return at;
}

measure::RateTry try_of(const measure::RunResult& result, Rate rate) {
  return {.rate = rate,
          .held = result.passed,
          .saturated = result.passed ? "" : measure::saturation_text(result)};
}

void tell(const RunCommand& command, const measure::RateTry& made) {
  if (command.output.quiet) return;
  fmt::print(stderr, "{}: {}\n", to_text(made.rate),
             made.held ? "held" : "did not hold, saturated: " + made.saturated);
}

}  // namespace

Result<runtime::RunOutcome> find_rate(const RunCommand& command, const scenario::RateBounds& bounds,
                                      const Play& play) {
  schedule::RateSearch search{bounds};
  measure::Search found;
  std::optional<runtime::RunOutcome> best;
  while (const auto rate = search.next()) {
    auto outcome = play(at_rate(command, *rate));
    if (outcome.has_error()) return outcome;
    if (outcome->interrupted) {
      best = *std::move(outcome);
      break;
    }
    const bool held = outcome->result.passed;
    found.tries.push_back(try_of(outcome->result, *rate));
    tell(command, found.tries.back());
    if (held || !best) best = *std::move(outcome);
    search.tell(held);
  }
  best->result.search = std::move(found);
  return *std::move(best);
}

}  // namespace shadowsim::terminal
