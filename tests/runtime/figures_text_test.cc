#include "sim/runtime/figures_text.h"

#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

measure::LiveFigures sample() {
  measure::Measurements measurements;
  measurements.connections = {1, 2, 3, 4, 5, 6};
  measurements.changes = {7, 8, 9, 10, 11, 12};
  measurements.messages = {13, 14, 15, 16, 17, 18, {{409, 19}, {429, 20}}};
  measurements.refusals_seen.note_mqtt(measure::RefusalKind::kConnect, 0x97);
  measurements.refusals_seen.note(measure::RefusalKind::kConnect, "close", 22);
  measurements.refusals_seen.note_shadow(429);
  for (int i = 0; i < 21; ++i)
    measurements.latencies.convergence.record(3ms);
  measurements.latencies.round_trip.record(2h);
  return measure::live_figures(measurements);
}

TEST(FiguresText, WhatIsNoneIsRefused) {
  const std::string whole = to_text(sample());
  for (const std::string& text :
       {std::string{}, std::string{"1 2 3"}, whole + " 4", whole + " 4 429", whole + " 5 429 1",
        whole + " 4 429 x", whole + " x", "x" + whole})
    EXPECT_TRUE(parse_live_figures(text).has_error()) << text;
}

TEST(FiguresText, ReadsBackAsTheSame) {
  const auto read = parse_live_figures(to_text(sample()));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, sample());
  EXPECT_EQ(*parse_live_figures(to_text({})), measure::LiveFigures{});
}

}  // namespace
}  // namespace shadowsim::runtime
