#include "sim/measure/instrument_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/measure/metric.h"

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Ten milliseconds of convergence beside a floor and a lag.
RunResult measured(Duration floor, Duration lag) {
  RunResult result;
  result.client = "paho";
  result.latencies.convergence.record(10ms);
  result.instrument.floor_round_trip.record(floor);
  result.instrument.scheduling_lag.record(lag);
  return result;
}

TEST(InstrumentCheck, HasNothingToSayWhereNothingWasMeasured) {
  EXPECT_THAT(instrument_warnings(RunResult{}), IsEmpty());
  RunResult without_convergence = measured(1s, 1s);
  without_convergence.latencies.convergence = {};
  EXPECT_THAT(instrument_warnings(without_convergence), IsEmpty());
}

TEST(InstrumentCheck, AcceptsUpToATenthOfTheConvergence) {
  EXPECT_THAT(instrument_warnings(measured(980us, 980us)), IsEmpty());
}

TEST(InstrumentCheck, DoubtsALatencyThatIsLargelyTheFloor) {
  EXPECT_THAT(instrument_warnings(measured(2ms, 10us)),
              ElementsAre(HasSubstr("the floor of a round trip is 20 % of the convergence's p50")));
}

TEST(InstrumentCheck, DoubtsALatencyThatIsLargelyLateness) {
  EXPECT_THAT(instrument_warnings(measured(10us, 5ms)),
              ElementsAre(HasSubstr("the scheduling lag is 50 % of the convergence's p50")));
}

TEST(InstrumentCheck, SaysFirstThatTheHarnessItselfWasFull) {
  RunResult result = measured(2ms, 5ms);
  result.instrument.busiest_thread = 0.9;
  EXPECT_EQ(instrument_warnings(result).size(), 2U) << "90 % is not more than 90 %";
  result.instrument.busiest_thread = 0.97;
  EXPECT_THAT(instrument_warnings(result),
              ElementsAre(AllOf(HasSubstr("measured the harness, not the service"),
                                HasSubstr("97 %"), HasSubstr("--client mosquitto or more workers")),
                          HasSubstr("floor"), HasSubstr("lag")));
}

TEST(InstrumentCheck, DoesNotAdviseTheClientThatIsInUse) {
  RunResult result = measured(1us, 1us);
  result.client = "mosquitto";
  result.instrument.busiest_thread = 1;
  EXPECT_THAT(instrument_warnings(result),
              ElementsAre(AllOf(HasSubstr("use more workers"), Not(HasSubstr("--client")))));
}

RunResult with_books(JudgedPackets judged) {
  RunResult result = measured(1us, 1us);
  result.complete = true;
  result.messages.published = 10;
  result.messages.received = 20;
  result.refusals.endpoint = EndpointRefusals{.packets = judged};
  return result;
}

TEST(InstrumentCheck, HoldsTheEndpointsBooksAgainstTheSessions) {
  const JudgedPackets agreeing{
      .publishes_passed = 9, .publishes_refused = 1, .deliveries_passed = 20};
  EXPECT_THAT(instrument_warnings(with_books(agreeing)), ElementsAre());
  JudgedPackets one_less = agreeing;
  --one_less.publishes_passed;
  EXPECT_THAT(instrument_warnings(with_books(one_less)),
              ElementsAre("the sessions have published 10 messages, the endpoint has counted 9"));
  JudgedPackets undelivered = agreeing;
  --undelivered.deliveries_passed;
  EXPECT_THAT(instrument_warnings(with_books(undelivered)),
              ElementsAre("the sessions have received 20 messages, the endpoint has delivered 19"));
}

TEST(InstrumentCheck, CountsTheBackgroundsMessagesWithTheSessions) {
  RunResult result = with_books({.publishes_passed = 13, .deliveries_passed = 22});
  EXPECT_THAT(instrument_warnings(result), ElementsAre(HasSubstr("have published 10")));
  result.background.published = 3;
  result.background.received = 2;
  EXPECT_THAT(instrument_warnings(result), ElementsAre());
  result.background.quotas["some_quota"].trouble = "could not connect and subscribe";
  EXPECT_THAT(instrument_warnings(result),
              ElementsAre("background, some_quota: could not connect and subscribe"));
}

TEST(InstrumentCheck, KnowsThatALostConnectionTakesMessagesWithIt) {
  RunResult result = with_books({.publishes_passed = 7, .deliveries_passed = 30});
  EXPECT_THAT(instrument_warnings(result), ElementsAre(HasSubstr("counted 7")));
  result.connections.lost = 1;
  EXPECT_THAT(instrument_warnings(result), ElementsAre());
  result.refusals.endpoint->packets.publishes_passed = 11;
  EXPECT_THAT(instrument_warnings(result), ElementsAre(HasSubstr("counted 11")));
}

TEST(InstrumentCheck, ItsSharesAreMetricsForThresholds) {
  RunResult result = measured(2ms, 5ms);
  result.instrument.busiest_thread = 0.25;
  EXPECT_NEAR(metric_value(result, "instrument.floor_share").value(), 0.2, 0.002);
  EXPECT_NEAR(metric_value(result, "instrument.lag_share").value(), 0.5, 0.005);
  EXPECT_EQ(metric_value(result, "instrument.busiest_thread"), 0.25);
}

}  // namespace
}  // namespace shadowsim::measure
