// What the gateway costs, against a broker without it and in the same run: the median round trip of 100 lights, one
// after the other and at RATE changes a second, 200 where it is not said, and how many round trips a second there
// are at most. Beside it a relay that copies bytes and looks at none: what any relay costs here. Turns alternate, as
// a machine drifts. Not of Google Benchmark: it compares paths.
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

#include "bench/bare_relay.h"
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

admission::Rules rules() {
  admission::Rules rules;
  rules.policies = std::make_shared<const std::vector<policy::Document>>(
      std::vector{policy::parse_document(kPolicy, "policy", nullptr).value()});
  rules.quotas = quota::read_profile_text(kQuotas, "quotas").value();
  return rules;
}

endpoint::BrokerOptions broker_options() {
  endpoint::BrokerOptions options;
  options.config.plugin = SHADOWSIM_PLUGIN;
  options.config.qos_most = 1;
  options.plugin_tells_readiness = true;
  return options;
}

// The gateway with its broker in a process of its own, as `serve` is beside a load; ended with this one.
class GatewayProcess {
 public:
  GatewayProcess() {
    std::array<int, 2> ports{};
    SHADOWSIM_CHECK(pipe(ports.data()) == 0, "no pipe");
    child_ = fork();
    SHADOWSIM_CHECK(child_ >= 0, "no process");
    if (child_ == 0) serve(ports[1]);
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
  [[noreturn]] static void serve(int ports) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    endpoint::BrokerOptions options = broker_options();
    runtime::stand_behind_gateway(options, rules());
    const auto broker = endpoint::BrokerProcess::start(options).value();
    auto gateway =
        runtime::FrontGateway::open({.broker = {.socket = broker.local_socket()}, .rules = rules()})
            .value();
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

double microseconds(const measure::Histogram& latencies) {
  return std::chrono::duration<double, std::micro>(latencies.percentile(0.5)).count();
}

// Of lights that report at a rate, whatever the answers do.
double paced_round_trip(std::uint16_t port, int seconds, int rate, int round) {
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
  return microseconds(outcome->result.latencies.round_trip);
}

measure::Histogram closed_loop(std::uint16_t port, int seconds, std::uint32_t under_way) {
  return run_closed_loop({.engine = engine(),
                          .endpoint = at(port),
                          .qos = mqtt::Qos::kAtLeastOnce,
                          .shadow = {},
                          .lights = kLights,
                          .under_way = under_way,
                          .length = std::chrono::seconds{seconds}});
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

enum Path : std::size_t { kStraight, kRelay, kGateway, kPaths };

// A figure for each round of each path.
struct Figures {
  std::array<std::vector<double>, kPaths> of{};

  // The median of what a path has more than the straight one in the same round.
  double added(Path path) const {
    return compared(path, [](double a, double b) { return a - b; });
  }
  double share(Path path) const {
    return compared(path, [](double a, double b) { return a / b; });
  }

 private:
  template <typename Comparison>
  double compared(Path path, Comparison compare) const {
    std::vector<double> all;
    for (std::size_t round = 0; round < of[path].size(); ++round)
      all.push_back(compare(of[path][round], of[kStraight][round]));
    return median(std::move(all));
  }
};

void measure(int rounds, int seconds, int rate) {
  const auto broker = endpoint::BrokerProcess::start(broker_options()).value();
  const BareRelay relay{broker.port()};
  const GatewayProcess gateway;
  const std::array<std::uint16_t, kPaths> ports{broker.port(), relay.port(), gateway.port()};
  Figures single;
  Figures paced;
  Figures most;
  std::vector<double> cpu;
  fmt::print("round | one by one: straight, relay, gateway | at {}/s | RT/s | gateway's us an RT\n",
             rate);
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t turn = 0; turn < kPaths; ++turn) {
      const std::size_t path = (static_cast<std::size_t>(round) + turn) % kPaths;
      const std::uint16_t port = ports.at(path);
      single.of.at(path).push_back(microseconds(closed_loop(port, seconds, 1)));
      paced.of.at(path).push_back(paced_round_trip(port, seconds, rate, round));
      const double before = gateway.seconds();
      const auto trips = static_cast<double>(closed_loop(port, seconds, kLights).count());
      most.of.at(path).push_back(trips / seconds);
      if (path == kGateway) cpu.push_back((gateway.seconds() - before) / trips * 1e6);
    }
    const auto last = [](const Figures& figures, std::size_t path) {
      return figures.of[path].back();
    };
    fmt::print("{}", round + 1);
    for (const Figures* const figures : {&single, &paced, &most})
      fmt::print(" | {:.0f} {:.0f} {:.0f}", last(*figures, kStraight), last(*figures, kRelay),
                 last(*figures, kGateway));
    fmt::print(" | {:.1f}\n", cpu.back());
    std::fflush(stdout);
  }
  fmt::print(
      "median, against the straight path: the gateway adds {:.0f} us one by one (a bare relay "
      "{:.0f}), {:.0f} us "
      "at {}/s ({:.0f}), and leaves {:.2f} of the throughput ({:.2f}) at {:.1f} us of CPU an RT\n",
      single.added(kGateway), single.added(kRelay), paced.added(kGateway), rate,
      paced.added(kRelay), most.share(kGateway), most.share(kRelay), median(cpu));
}

}  // namespace
}  // namespace shadowsim::bench

int main(int argc, char** argv) {
  const auto number = [&](int place, int otherwise) {
    return argc > place ? std::atoi(argv[place]) : otherwise;
  };
  shadowsim::bench::measure(number(1, 9), number(2, 1), number(3, 200));
}
