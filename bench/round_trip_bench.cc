// Shadow round trips (a light reports, the service accepts) and convergences (an app desires, the
// light applies and reports, the service accepts) over a real broker, in all the ways that make a
// difference: open loop at a rate and closed loop, either client library, QoS 0 and 1, plain and
// TLS, classic and named shadows, 1 to 10,000 lights. Each benchmark is one run; the counters are
// its percentiles in microseconds.

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/closed_loop.h"
#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/certificate_directory.h"
#include "sim/runtime/run.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/time/system_clock.h"

namespace shadowsim::bench {
namespace {

// One cell of the table.
struct Way {
  const char* client = "paho";
  int qos = 1;
  bool tls = false;
  bool named = false;
  std::uint32_t lights = 100;
  int rate = 200;  // per second, of all lights together; 0: closed loop, one in flight a light

  std::string name(const char* what) const {
    return fmt::format("{}/{}/{}/qos{}/{}/{}/{}", what, rate == 0 ? "closed" : "open", client, qos,
                       tls ? "tls" : "plain", named ? "named" : "classic", lights) +
           (rate == 0 ? "" : fmt::format("_at_{}", rate));
  }
};

// A broker with our service, over TLS too, and the files that its clients need.
class Service {
 public:
  Service()
      : directory_{std::filesystem::temp_directory_path() /
                   fmt::format("shadowsim-bench-{}", getpid())},
        files_{endpoint::prepare_certificates(directory_, SystemClock{}.wall_now()).value()} {
    endpoint::BrokerOptions options;
    options.config.plugin = SHADOWSIM_PLUGIN;
    options.config.tls = {.port = 0,
                          .certificate = files_.server.certificate,
                          .private_key = files_.server.private_key,
                          .ca_certificate = files_.ca_certificate,
                          .requires_certificate = true};
    broker_.emplace(endpoint::BrokerProcess::start(options).value());
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() { std::filesystem::remove_all(directory_); }

  mqtt::Endpoint endpoint(bool tls) const {
    mqtt::Endpoint endpoint;
    endpoint.host = "127.0.0.1";
    endpoint.transport = tls ? mqtt::Transport::kTls : mqtt::Transport::kTcp;
    endpoint.port = tls ? broker_->tls_port() : broker_->port();
    if (tls)
      endpoint.tls = {.certificate = files_.client.certificate,
                      .private_key = files_.client.private_key,
                      .ca_certificate = files_.ca_certificate};
    return endpoint;
  }

 private:
  std::string directory_;
  endpoint::DirectoryOfCertificates files_;
  std::optional<endpoint::BrokerProcess> broker_;
};

// Five seconds of churn after one of warm-up. Each run has things of its own, whose shadows no
// earlier one has left with a desired state.
scenario::Scenario open_loop(const Way& way, const char* section) {
  std::string thing = way.name(section);
  std::ranges::replace(thing, '/', '-');
  return scenario::read_scenario_text(
             fmt::format(R"(
shadowsim: 1
name: bench
fleet:
  lights: {lights}
  thing_name: "{thing}-{{index}}"
  connect_rate: 10000/s
  careful: false
  qos: {qos}
  shadow: {shadow}
timeline:
  - warm_up:
      for: 1s
      {section}: &load {{rate: {rate}/s, values: {{color: {{one_of: [red, green, blue, white]}}}}}}
  - churn:
      for: 5s
      {section}: *load
)",
                         fmt::arg("thing", thing), fmt::arg("lights", way.lights),
                         fmt::arg("qos", way.qos),
                         fmt::arg("shadow", way.named ? "bench" : "classic"),
                         fmt::arg("rate", way.rate), fmt::arg("section", section)),
             "bench.yaml", {}, {})
      .value();
}

void count(benchmark::State& state, const measure::Histogram& latency) {
  const auto microseconds = [](Duration value) {
    return std::chrono::duration<double, std::micro>(value).count();
  };
  state.counters["count"] = static_cast<double>(latency.count());
  for (const auto& [name, share] :
       {std::pair{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p99.9", 0.999}, {"p99.99", 0.9999}})
    state.counters[name] = microseconds(latency.percentile(share));
  state.counters["max"] = microseconds(latency.max());
}

const runtime::SessionEngine* engine_of(const Way& way) {
  return runtime::find_session_engine(way.client).value();
}

measure::Latencies play(benchmark::State& state, const Service& service, const Way& way,
                        const char* section) {
  const auto scenario = open_loop(way, section);
  auto outcome = runtime::run_scenario({.scenario = scenario,
                                        .endpoint = service.endpoint(way.tls),
                                        .engine = engine_of(way),
                                        .broker_plugin = {},
                                        .program = {},
                                        .progress = {}});
  if (outcome) return std::move(outcome->result.latencies);
  state.SkipWithError(outcome.error().message.c_str());
  return {};
}

measure::Histogram play_closed(const Service& service, const Way& way) {
  return run_closed_loop({.engine = engine_of(way),
                          .endpoint = service.endpoint(way.tls),
                          .qos = way.qos == 0 ? mqtt::Qos::kAtMostOnce : mqtt::Qos::kAtLeastOnce,
                          .shadow = way.named ? "bench" : "",
                          .lights = way.lights,
                          .length = std::chrono::seconds{5}});
}

void round_trip(benchmark::State& state, const Service* service, const Way& way) {
  for (auto _ : state)
    count(state, way.rate == 0 ? play_closed(*service, way)
                               : play(state, *service, way, "reported").round_trip);
}

void convergence(benchmark::State& state, const Service* service, const Way& way) {
  for (auto _ : state)
    count(state, play(state, *service, way, "desired").convergence_service);
}

// The reference, and what is different from it in one point each.
std::vector<Way> ways(const char* client) {
  const Way reference{.client = client};
  std::vector<Way> all;
  const auto add = [&](auto change) {
    Way way = reference;
    change(way);
    all.push_back(way);
  };
  add([](Way&) {});
  add([](Way& way) { way.qos = 0; });
  add([](Way& way) { way.tls = true; });
  add([](Way& way) { way.named = true; });
  add([](Way& way) { way.lights = 1, way.rate = 100; });
  add([](Way& way) { way.lights = 10; });
  add([](Way& way) { way.lights = 1000, way.rate = 500; });
  // Beyond that Paho wants several workers, which are the command's.
  if (std::string_view{client} != "paho") {
    add([](Way& way) { way.lights = 1000, way.rate = 2000; });
    add([](Way& way) { way.lights = 10'000, way.rate = 2000; });
  }
  return all;
}

using Bench = void(benchmark::State&, const Service*, const Way&);

void add(const char* what, Bench* bench, const Service& service, const Way& way) {
  benchmark::RegisterBenchmark(way.name(what).c_str(), bench, &service, way)
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

void add_all(const Service& service) {
  for (const char* client : {"paho", "mosquitto"}) {
    for (const Way& way : ways(client)) {
      add("round_trip", round_trip, service, way);
      add("convergence", convergence, service, way);
    }
    for (Way way : ways(client)) {
      way.rate = 0;
      if (way.lights <= 100) add("round_trip", round_trip, service, way);
    }
  }
}

}  // namespace
}  // namespace shadowsim::bench

int main(int argc, char** argv) {
  const shadowsim::bench::Service service;
  shadowsim::bench::add_all(service);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
