// Writes the reports that pages.test.mjs looks at: write_pages DIRECTORY

#include <cstdio>

#include <fmt/format.h>

#include "sim/report/report_files.h"
#include "sim/results/judgement.h"
#include "tests/report/compared_runs.h"

namespace {

using namespace std::chrono_literals;
using namespace shadowsim;  // NOLINT(google-build-using-namespace)
using measure::Flight;
using measure::RunResult;

void add_flights(RunResult& result) {
  for (std::uint32_t i = 0; i < measure::kSlowestKept; ++i) {
    const Duration length = 400ms - 15ms * i;
    result.flights.slowest.push_back(
        {.change = {1000 + 7 * i},
         .light = {LightId{i}, ShadowId{}},
         .planned = 1s * i,
         .sent = 1ms * (i % 5),
         .accepted = 5ms + 2ms * i,
         .delta = 6ms + 2ms * i,
         .reported = length / 2,
         .report_accepted = length - 3ms,
         .converged = length,
         .version = 40 + i,
         .reported_version = 41 + i,
         .topic = fmt::format("$aws/things/light-{:04}/shadow/update", i),
         .client_token = fmt::format("change-{}", 1000 + 7 * i)});
  }
}

void add_unconverged(RunResult& result) {
  for (std::uint32_t i = 0; i < 30; ++i) {
    Flight flight{.change = {2000 + i},
                  .light = {LightId{i}, ShadowId{1}},
                  .planned = 20s,
                  .sent = 2ms,
                  .topic = fmt::format("$aws/things/light-{:04}/shadow/name/night/update", i),
                  .client_token = fmt::format("change-{}", 2000 + i)};
    if (i % 3 != 0) flight.accepted = 20ms;
    if (i % 3 == 2) flight.reported = 90ms;
    result.flights.unconverged.push_back(flight);
  }
  result.flights.unconverged_left_out = 12;
}

measure::JudgedThreshold threshold(const char* expression, double observed, bool passed) {
  return {.expression = expression,
          .observed = observed,
          .in_microseconds = std::string_view{expression}.starts_with("latency"),
          .passed = passed,
          .remark = ""};
}

void describe(RunResult& result) {
  result.environment = {.software = {{"shadowsim", "0.1.0"},
                                     {"client paho", "Paho C++ 1.2, C 1.3.12"},
                                     {"embedded mosquitto", "2.0.11"}},
                        .machines = {{.name = "lab-1",
                                      .cpu = "Intel(R) Xeon(R) Processor @ 2.20GHz",
                                      .cores = 8,
                                      .memory_kib = 32'000'000,
                                      .system = "Debian GNU/Linux 12 (bookworm)",
                                      .kernel = "Linux 6.1.0-18-amd64 x86_64"}}};
  result.scenario.text =
      "# How long does a colour take?\nshadowsim: 1\nname: steady\nfleet:\n  lights: 100\n"
      "timeline:\n  - churn: {for: 30s}  # <b>not bold</b>\n";
}

RunResult good() {
  RunResult result = report::steady_run(30, 12ms, 0.15, 1);
  describe(result);
  result.timeline = {{"warm-up", "20/s", 0s, 5s},
                     {"churn", "100/s", 5s, 29s},
                     {"change", "light-0001, color: \"warm\"", 12s, 12s},
                     {"drain", "", 29s, 30s}};
  add_flights(result);
  result.final_check = {.lights = 100, .in_sync = 100};
  result.connections = {.attempted = 104, .established = 104, .peak = 104};
  result.instrument.floor_round_trip.record(200us);
  result.thresholds = {threshold("latency_us.convergence.p99 < 250ms", 31'000, true),
                       threshold("changes.unconverged == 0", 0, true)};
  return result;
}

RunResult failed() {
  RunResult result = report::steady_run(60, 80ms, 0.8, 2);
  describe(result);
  result.timeline = {{"churn", "50/s to 200/s", 0s, 20s},
                     {"disconnect", "60 % of the sessions", 20s, 20s},
                     {"pause", "", 20s, 30s},
                     {"churn", "100/s and 5/s reported", 30s, 58s},
                     {"change", "100 lights, color: \"red\"", 40s, 40s},
                     {"change", "light-0007, color: \"blue\"", 40s, 40s},
                     {"drain", "", 58s, 60s}};
  add_flights(result);
  add_unconverged(result);
  result.scenario.file = "</script><b>a name of a file</b>";
  result.changes.converged -= 90;
  result.changes.superseded = 20;
  result.changes.rejected = 28;
  result.changes.unconverged = 42;
  result.messages.rejected = {{409, 20}, {429, 1234}, {151, 8}};
  result.final_check = {.lights = 100, .in_sync = 90, .divergent = 7, .unreachable = 3};
  result.connections = {.attempted = 130,
                        .established = 120,
                        .refused = 10,
                        .lost = 16,
                        .reconnected = 16,
                        .peak = 104};
  for (std::size_t second = 20; second < 30; ++second) {
    result.intervals[second].connected = 60;
    result.intervals[second].lost = second == 20 ? 16 : 0;
    result.intervals[second].in_flight = 42;
    result.intervals[second].rejected = 120;
  }
  result.instrument.busiest_thread = 0.97;
  result.thresholds = {threshold("latency_us.convergence.p99 < 250ms", 812'000, false),
                       threshold("changes.unconverged == 0", 42, false),
                       threshold("changes.converged / changes.scheduled >= 90%", 0.985, true)};
  result.passed = false;
  return result;
}

RunResult interrupted() {
  RunResult result = report::steady_run(3, 12ms, 0.1, 3);
  result.timeline = {{"churn", "100/s", 0s, 3s}};
  result.scenario.duration = 30s;
  result.complete = false;
  result.passed = false;
  return result;
}

RunResult empty() {
  RunResult result;
  result.scenario.name = "empty";
  result.scenario.file = "empty.yaml";
  result.client = "paho";
  result.endpoint.mqtt_version = "5";
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path place{argv[1]};
  const std::pair<const char*, RunResult> runs[] = {
      {"good", good()}, {"failed", failed()}, {"interrupted", interrupted()}, {"empty", empty()}};
  for (const auto& [name, result] : runs) {
    const auto directory = results::ResultDirectory::prepare(place / name);
    const auto done = directory ? report::write_reports(*directory, result) : directory.error();
    if (done.has_error()) {
      fmt::print(stderr, "{}\n", done.error().message);
      return 1;
    }
  }
  return 0;
}
