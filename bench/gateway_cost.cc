// What the gateway costs, against the same broker without it and in the same run: the median round trip of
// 100 lights that report RATE times a second, 200 where it is not said, and how many round trips a second there are at most. Turns
// alternate, as a machine drifts. Not of Google Benchmark: it compares two paths.
// gateway_cost [ROUNDS [SECONDS_A_TURN [RATE]]]

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "bench/closed_loop.h"
#include "sim/base/check.h"
#include "sim/endpoint/broker_process.h"
#include "sim/policy/policy_document.h"
#include "sim/quota/quota_profile.h"
#include "sim/runtime/front_gateway.h"
#include "sim/runtime/run.h"
#include "sim/scenario/scenario_reader.h"

namespace shadowsim::bench {
namespace {

constexpr std::uint32_t kLights = 100;

// All that a light does is judged by these, and nothing is refused.
constexpr const char* kPolicy = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "iot:Connect", "Resource": "arn:aws:iot:us-east-1:123456789012:client/*"},
  {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"],
   "Resource": "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/*/shadow/*"},
  {"Effect": "Allow", "Action": "iot:Subscribe",
   "Resource": "arn:aws:iot:us-east-1:123456789012:topicfilter/$aws/things/*/shadow/*"}]})";
constexpr const char* kQuotas = R"(
connect: {connect_requests_per_second_per_account: 1000000, connect_requests_per_second_per_client_id: 1000000}
publish:
  inbound_publish_requests_per_second_per_account: 1000000000
  outbound_publish_requests_per_second_per_account: 1000000000
  publish_requests_per_second_per_connection: 1000000
  throughput_bytes_per_second_per_connection: 1000000000
subscribe: {subscriptions_per_second_per_account: 1000000}
device_shadow:
  shadow_api_requests_per_second_per_account: 1000000
  shadow_requests_per_second_per_shadow: 1000000
)";

gateway::GatewayOptions gateway_options(std::uint16_t broker_port) {
  gateway::GatewayOptions options{.broker_port = broker_port};
  options.rules.policies = std::make_shared<const std::vector<policy::Document>>(
      std::vector{policy::parse_document(kPolicy, "policy", nullptr).value()});
  options.rules.quotas = quota::read_profile_text(kQuotas, "quotas").value();
  return options;
}

// The gateway in a process of its own, as `serve` is beside a load; ended with this one.
class GatewayProcess {
 public:
  explicit GatewayProcess(std::uint16_t broker_port) {
    std::array<int, 2> ports{};
    SHADOWSIM_CHECK(pipe(ports.data()) == 0, "no pipe");
    child_ = fork();
    SHADOWSIM_CHECK(child_ >= 0, "no process");
    if (child_ == 0) serve(broker_port, ports[1]);
    SHADOWSIM_CHECK(read(ports[0], &port_, sizeof(port_)) == sizeof(port_), "no gateway");
    close(ports[0]);
    close(ports[1]);
  }
  GatewayProcess(const GatewayProcess&) = delete;
  GatewayProcess& operator=(const GatewayProcess&) = delete;
  ~GatewayProcess() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

  std::uint16_t port() const { return port_; }

  // CPU time that it has used.
  double seconds() const {
    const std::string file = fmt::format("/proc/{}/schedstat", child_);
    std::FILE* const stat = std::fopen(file.c_str(), "r");
    unsigned long long nanoseconds = 0;
    if (stat != nullptr && std::fscanf(stat, "%llu", &nanoseconds) != 1) nanoseconds = 0;
    if (stat != nullptr) std::fclose(stat);
    return static_cast<double>(nanoseconds) / 1e9;
  }

 private:
  [[noreturn]] static void serve(std::uint16_t broker_port, int ports) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    auto gateway = runtime::FrontGateway::open(gateway_options(broker_port)).value();
    const std::uint16_t port = gateway.port();
    SHADOWSIM_CHECK(write(ports, &port, sizeof(port)) == sizeof(port), "nobody reads");
    std::array<int, 2> never{};
    SHADOWSIM_CHECK(pipe(never.data()) == 0, "no pipe");
    gateway.run_until_readable(std::span{never}.first(1));
    std::_Exit(0);
  }

  pid_t child_ = -1;
  std::uint16_t port_ = 0;
};

mqtt::Endpoint at(std::uint16_t port) {
  mqtt::Endpoint endpoint;
  endpoint.host = "127.0.0.1";
  endpoint.port = port;
  return endpoint;
}

const runtime::SessionEngine* engine() {
  return runtime::find_session_engine("mosquitto").value();
}

// The median round trip, in microseconds.
double median_round_trip(std::uint16_t port, int seconds, int rate, int round) {
  const auto scenario = scenario::read_scenario_text(fmt::format(R"(
shadowsim: 1
name: bench
fleet: {{lights: {}, thing_name: "cost-{}-{{index}}", connect_rate: 10000/s}}
timeline:
  - warm_up: {{for: 1s, reported: &load {{rate: {}/s, values: {{n: {{range: [1, 1000000]}}}}}}}}
  - churn: {{for: {}s, reported: *load}}
)",
                                                                 kLights, round, rate, seconds),
                                                     "bench.yaml", {}, {});
  SHADOWSIM_CHECK(scenario.has_value(), "{}", scenario.error().message);
  const auto outcome = runtime::run_scenario({.scenario = *scenario,
                                              .endpoint = at(port),
                                              .engine = engine(),
                                              .broker_plugin = {},
                                              .program = {},
                                              .progress = {}});
  SHADOWSIM_CHECK(outcome.has_value(), "{}", outcome.error().message);
  const auto& latency = outcome->result.latencies.round_trip;
  return std::chrono::duration<double, std::micro>(latency.percentile(0.5)).count();
}

// Round trips a second.
double throughput(std::uint16_t port, int seconds) {
  const auto latencies = run_closed_loop({.engine = engine(),
                                          .endpoint = at(port),
                                          .qos = mqtt::Qos::kAtLeastOnce,
                                          .shadow = {},
                                          .lights = kLights,
                                          .length = std::chrono::seconds{seconds}});
  return static_cast<double>(latencies.count()) / seconds;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void measure(int rounds, int seconds, int rate) {
  endpoint::BrokerOptions options;
  options.config.plugin = SHADOWSIM_PLUGIN;
  options.config.qos_most = 1;
  options.plugin_tells_readiness = true;
  const auto broker = endpoint::BrokerProcess::start(options).value();
  const GatewayProcess gateway{broker.port()};
  std::vector<double> added;
  std::vector<double> shares;
  fmt::print(
      "round | p50 without | with | added us | RT/s without | with | share | gateway's us an RT\n");
  for (int round = 0; round < rounds; ++round) {
    // Who is first alternates, too.
    std::array<double, 2> p50{};
    std::array<double, 2> most{};
    double cpu = 0;
    for (int turn = 0; turn < 2; ++turn) {
      const std::size_t way = static_cast<std::size_t>((round + turn) % 2);
      const std::uint16_t port = way == 0 ? broker.port() : gateway.port();
      p50.at(way) = median_round_trip(port, seconds, rate, round);
      const double before = gateway.seconds();
      most.at(way) = throughput(port, seconds);
      if (way == 1) cpu = (gateway.seconds() - before) / (most.at(way) * seconds) * 1e6;
    }
    added.push_back(p50[1] - p50[0]);
    shares.push_back(most[1] / most[0]);
    fmt::print("{} | {:.0f} | {:.0f} | {:.0f} | {:.0f} | {:.0f} | {:.2f} | {:.1f}\n", round + 1,
               p50[0], p50[1], added.back(), most[0], most[1], shares.back(), cpu);
    std::fflush(stdout);
  }
  fmt::print("median: {:.0f} us more (at most 40), {:.2f} of the throughput (at least 0.5)\n",
             median(added), median(shares));
}

}  // namespace
}  // namespace shadowsim::bench

int main(int argc, char** argv) {
  const auto number = [&](int place, int otherwise) {
    return argc > place ? std::atoi(argv[place]) : otherwise;
  };
  shadowsim::bench::measure(number(1, 5), number(2, 3), number(3, 200));
}
