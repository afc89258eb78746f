#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/measure/background_tally.h"
#include "sim/measure/environment.h"
#include "sim/measure/intervals.h"
#include "sim/measure/measurements.h"
#include "sim/measure/memory_growth.h"
#include "sim/measure/refusals.h"
#include "sim/measure/search.h"
#include "sim/measure/stretch.h"
#include "sim/time/clock.h"

namespace shadowsim::measure {

// A threshold of the scenario and what came of it.
struct JudgedThreshold {
  std::string expression;          // as the scenario's author wrote it
  std::optional<double> observed;  // in the metric's own unit; none where nothing can be observed
  bool in_microseconds = false;    // whether that unit is the microsecond
  bool passed = false;
  std::string remark;  // why nothing was observed: "nothing was measured"; else empty

  friend bool operator==(const JudgedThreshold&, const JudgedThreshold&) = default;
};

// All that a run has to say, as values: what summary.json, histograms.json, intervals.csv and
// slowest.json hold, and scenario.yaml.
// Histograms are whole, not only their percentiles, so that results can be merged and compared.
// metric.h names its numbers. Whoever runs fills it in; results::judge() adds the verdict.
struct RunResult {
  struct Scenario {
    std::string name;
    std::string file;  // as the user named it
    std::uint64_t seed = 0;
    std::uint64_t lights = 0;  // of the whole fleet, whatever the shard
    Duration duration{};       // of the timeline, as planned
    std::string text = {};     // what was played, YAML; empty where nobody told

    friend bool operator==(const Scenario&, const Scenario&) = default;
  };

  struct Endpoint {
    std::string uri;
    bool embedded = false;     // started by this run
    std::string mqtt_version;  // "5" or "3.1.1"
    bool tls = false;

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
  };

  struct Shard {
    std::uint32_t index = 0;  // below count
    std::uint32_t count = 1;

    friend bool operator==(const Shard&, const Shard&) = default;
  };

  // What part of the figures is ours.
  struct Instrument {
    Histogram scheduling_lag;    // from the moment something was planned to its being dispatched
    Histogram floor_round_trip;  // of the same client against a do-nothing peer; may be empty

    // Which share of the timeline the harness's busiest thread was running, 0 to 1; none where the
    // timeline was too short to tell.
    std::optional<double> busiest_thread;
  };

  struct Resources {
    Duration cpu{};  // user and system, of all our processes but the embedded endpoint's
    std::uint64_t peak_rss_kib = 0;

    // Of the embedded endpoint over the timeline, as Instrument::busiest_thread; none where there
    // is no embedded endpoint or the timeline was too short.
    std::optional<double> endpoint_busiest_thread;

    // Resident memory over the second half of the timeline, of our processes and of the embedded
    // endpoint's broker; none where the timeline was too short, or there is no such broker.
    std::optional<MemoryGrowth> memory = {};
    std::optional<MemoryGrowth> endpoint_memory = {};

    friend bool operator==(const Resources&, const Resources&) = default;
  };

  Scenario scenario;
  Endpoint endpoint;
  std::string client;  // the MQTT library: "paho" or "mosquitto"
  std::uint32_t workers = 1;
  Shard shard;
  WallTime started_at{};
  Duration elapsed{};     // from the start to the end of the final check
  bool complete = false;  // false: interrupted, or ended early for another reason

  ConnectionTally connections;
  FullFleet full_fleet;        // connected; of a merged result: of the part that was last
  FullFleet subscribed_fleet;  // lights with all their subscriptions; likewise
  FullFleet online_fleet;      // lights that have read their shadows after that; likewise
  ChangeTally changes;
  MessageTally messages;
  BackgroundTally background;
  RefusalsSeen refusals_seen;
  Latencies latencies;
  FinalCheck final_check;
  Refusals refusals;
  Instrument instrument;
  Resources resources;
  Environment environment;
  std::vector<Interval> intervals;
  std::vector<Stretch> timeline;  // by their beginnings; as far as the run came
  Flights flights;                // times since started_at
  std::optional<Search> search;   // of which this is the run at the highest rate that held

  std::vector<JudgedThreshold> thresholds;
  bool passed = false;  // the verdict

  // Moves a worker's counts and histograms in, replacing those that are here. Not its flights,
  // which want names (fleet::Crew::flights()).
  void take(Measurements&& measurements);
};

}  // namespace shadowsim::measure
