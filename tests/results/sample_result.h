#pragma once

#include "sim/measure/run_result.h"

namespace shadowsim::results {

// A result with another value in every place, so that a mix-up shows.
inline measure::RunResult sample_result() {
  using namespace std::chrono_literals;
  measure::RunResult result;
  result.scenario = {.name = "colour-churn",
                     .file = "scenarios/colour-churn.yaml",
                     .seed = 18'446'744'073'709'551'615U,
                     .lights = 200,
                     .duration = 30s,
                     .text = "shadowsim: 1  # <html>\n"};
  result.endpoint = {
      .uri = "mqtt://127.0.0.1:40123", .embedded = true, .mqtt_version = "5", .tls = false};
  result.client = "paho";
  result.workers = 2;
  result.shard = {.index = 1, .count = 3};
  result.started_at =
      WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + 4h + 12min + 250ms;
  result.elapsed = 31'250ms;
  result.complete = true;
  result.connections = {
      .attempted = 211, .established = 208, .refused = 3, .lost = 4, .reconnected = 5, .peak = 204};
  result.full_fleet = {.after = 2'125ms, .again_after = 750ms};
  result.subscribed_fleet = {.after = 2'250ms, .again_after = 1'125ms};
  result.online_fleet = {.after = 2'375ms, .again_after = 1'250ms};
  result.changes = {.scheduled = 3012,
                    .converged = 2950,
                    .superseded = 40,
                    .rejected = 12,
                    .unconverged = 7,
                    .unsent = 3};
  result.messages = {.published = 9100,
                     .received = 15'200,
                     .deltas = 3611,
                     .duplicates = 8,
                     .stale_deltas = 9,
                     .version_gaps = 10,
                     .rejected = {{409, 11}, {429, 1}}};
  result.background.quotas["retained_messages_max_per_account"] = {
      .taken = 7, .wanted = 8, .refused = 1, .trouble = "one was taken away"};
  result.background.published = 12;
  result.background.received = 3;
  result.refusals_seen.note_mqtt(measure::RefusalKind::kConnect, 0x97);
  result.refusals_seen.note(measure::RefusalKind::kDisconnect, "close", 4);
  result.refusals_seen.note(measure::RefusalKind::kShadow, "429", 5);
  result.final_check = {.lights = 200, .in_sync = 197, .divergent = 2, .unreachable = 1};
  for (int i = 1; i <= 1000; ++i) {
    const Duration step = i * 1us;
    result.latencies.convergence.record(800us + step);
    result.latencies.convergence_service.record(700us + step);
    result.latencies.delta.record(300us + step);
    result.latencies.round_trip.record(250us + step);
    result.instrument.scheduling_lag.record(step / 8);
  }
  result.latencies.connect.record(9'123'456ns);
  result.instrument.floor_round_trip.record(134us);
  result.instrument.busiest_thread = 0.42;
  result.resources = {
      .cpu = 6018ms,
      .peak_rss_kib = 43'210,
      .endpoint_busiest_thread = 0.31,
      .memory = measure::MemoryGrowth{.over = 15s, .begin_kib = 40'000, .end_kib = 40'080},
      .endpoint_memory = measure::MemoryGrowth{.over = 15s, .begin_kib = 8000.5, .end_kib = 7988}};
  result.timeline = {{.kind = "warm-up", .about = "50/s", .begin = 0s, .end = 5s},
                     {.kind = "change", .about = "light-0001", .begin = 5'500ms, .end = 5'500ms},
                     {.kind = "drain", .about = "", .begin = 30s, .end = 30'250ms}};
  result.environment = {
      .software = {{"shadowsim", "0.1.0"}, {"client paho", "Paho C++ 1.2, C 1.3.12"}},
      .machines = {{.name = "lab-1",
                    .cpu = "A CPU @ 2 GHz",
                    .cores = 8,
                    .memory_kib = 16'000'000,
                    .system = "Debian GNU/Linux 12 (bookworm)",
                    .kernel = "Linux 6.1.0 x86_64"}}};
  result.flights.slowest = {{.change = {1234},
                             .light = {LightId{25}, ShadowId{0}},
                             .planned = 12'913'954'455ns,
                             .sent = 110'250ns,
                             .accepted = 800us,
                             .delta = 900'500ns,
                             .reported = 35ms,
                             .report_accepted = 35'700'125ns,
                             .converged = 35'700'125ns,
                             .version = 77,
                             .reported_version = 78,
                             .topic = "$aws/things/light-0025/shadow/update",
                             .client_token = "change-1234"}};
  result.flights.unconverged = {{.change = {2999},
                                 .light = {LightId{7}, ShadowId{1}},
                                 .planned = 29'990ms,
                                 .sent = 1ms,
                                 .accepted = std::nullopt,
                                 .delta = std::nullopt,
                                 .reported = std::nullopt,
                                 .report_accepted = std::nullopt,
                                 .converged = std::nullopt,
                                 .topic = "$aws/things/light-0007/shadow/name/night/update",
                                 .client_token = "change-2999"}};
  result.flights.unconverged_left_out = 6;
  result.thresholds = {{.expression = "latency_us.convergence.p99 < 250ms",
                        .observed = 1790.123,
                        .in_microseconds = true,
                        .passed = true,
                        .remark = ""},
                       {.expression = "changes.unconverged == 0",
                        .observed = 7,
                        .in_microseconds = false,
                        .passed = false,
                        .remark = ""}};
  return result;
}

}  // namespace shadowsim::results
