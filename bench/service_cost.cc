// What the shadow service costs the broker that hosts it: prints one table of figures, goals and
// ratios. Costs of time are CPU time of the broker, so that a busy machine hardly changes them.
// Run by scripts/measure-service.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sched.h>

#include "bench/mqtt_clients.h"
#include "sim/base/check.h"
#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/descriptor_limit.h"
#include "sim/time/system_clock.h"

namespace shadowsim::bench {
namespace {

using endpoint::BrokerProcess;

constexpr int kRounds = 5;
constexpr std::size_t kUpdates = 5'000;  // a round
constexpr std::size_t kWindow = 100;     // updates under way at once
constexpr std::size_t kThings = 100;

BrokerProcess start_broker(bool with_service, std::optional<endpoint::TlsListener> tls = {}) {
  endpoint::BrokerOptions options;
  options.config.tls = std::move(tls);
  if (with_service) options.config.plugin = SHADOWSIM_PLUGIN;
  options.plugin_tells_readiness = with_service;
  auto broker = BrokerProcess::start(options);
  SHADOWSIM_CHECK(broker, "{}", broker.error().message);
  return *std::move(broker);
}

// CPU time of a process of one thread, as a broker is, user's and system's together.
// Source: the kernel's scheduler/sched-stats, /proc/[pid]/schedstat; like the times in
// /proc/[pid]/stat, but in nanoseconds.
double cpu_seconds(pid_t pid) {
  std::ifstream file{fmt::format("/proc/{}/schedstat", pid)};
  double nanoseconds = 0;
  SHADOWSIM_CHECK(file >> nanoseconds, "no schedstat of {}", pid);
  return nanoseconds / 1e9;
}

// Bytes in memory. Source: proc(5), /proc/[pid]/statm.
double resident_bytes(pid_t pid) {
  std::ifstream file{fmt::format("/proc/{}/statm", pid)};
  double all = 0;
  double resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string topic_of(std::size_t thing, std::string_view suffix = "update") {
  return fmt::format("$aws/things/light-{:06}/shadow/{}", thing, suffix);
}

std::string update_of(std::string_view section, std::size_t number) {
  constexpr std::array kColours{"red", "orange", "yellow", "green", "blue", "violet", "white"};
  return fmt::format(R"({{"state":{{"{}":{{"color":"{}"}}}},)"
                     R"("clientToken":"5b0c6a2e-11d4-4c7e-9a55-{:012}"}})",
                     section, kColours[number % kColours.size()], number);
}

// A broker, a publisher, and three subscribers, each of which gets one message of an update.
class FanOut {
 public:
  explicit FanOut(bool with_service) : broker_(start_broker(with_service)) {
    publisher_ = clients_.connect(broker_.port());
    for (const char* const suffix : {"accepted", "delta", "documents"}) {
      const auto subscriber = clients_.connect(broker_.port());
      const std::string prefix = "$aws/things/+/shadow/update";
      clients_.subscribe(subscriber, with_service ? prefix + "/" + suffix : prefix);
      // For answers that are published from outside.
      if (!with_service) clients_.subscribe(subscriber, std::string{"plain/+/"} + suffix);
    }
  }

  // Has each of `updates` published by publish(number), one on kThings things after the other;
  // three messages come of each. Microseconds of the broker's CPU per update.
  double cost_of(std::size_t updates, const std::function<void(std::size_t)>& publish) {
    messages_ = 0;
    bytes_ = 0;
    const double before = cpu_seconds(broker_.pid());
    std::size_t published = 0;
    clients_.run_until([&] {
      for (; published < updates && published - messages_ / 3 < kWindow; ++published)
        publish(published);
      return messages_ == 3 * updates && clients_.unacknowledged() == 0;
    });
    return (cpu_seconds(broker_.pid()) - before) / static_cast<double>(updates) * 1e6;
  }

  void publish(const std::string& topic, std::string_view payload) {
    clients_.publish(publisher_, topic, payload);
  }

  // The mean size of what came of the last run.
  std::size_t mean_bytes() const { return bytes_ / messages_; }

 private:
  BrokerProcess broker_;
  std::size_t messages_ = 0;
  std::size_t bytes_ = 0;
  std::size_t publisher_ = 0;
  MqttClients clients_{[this](std::size_t, std::string_view, std::string_view payload) {
    ++messages_;
    bytes_ += payload.size();
  }};
};

struct UpdateCost {
  double service = 0;  // microseconds, as the others
  double fan_out = 0;  // one publish to three subscribers
  double outside = 0;  // one publish, and its three answers published by a client
};

// Alternates between the brokers, so that what else the machine does meets all of them.
UpdateCost measure_updates() {
  FanOut with_service{true};
  FanOut plain{false};
  const auto update = [&](std::size_t number) {
    with_service.publish(topic_of(number % kThings), update_of("desired", number / kThings));
  };
  with_service.cost_of(kThings, update);  // they have shadows now
  std::vector<double> service;
  std::vector<double> fan_out;
  std::vector<double> outside;
  for (int round = 0; round < kRounds; ++round) {
    service.push_back(with_service.cost_of(kUpdates, update));
    const std::string message(with_service.mean_bytes(), 'x');
    fan_out.push_back(plain.cost_of(
        kUpdates, [&](std::size_t number) { plain.publish(topic_of(number % kThings), message); }));
    outside.push_back(plain.cost_of(kUpdates, [&](std::size_t number) {
      plain.publish(fmt::format("plain/{}/update", number % kThings), update_of("desired", number));
      for (const char* const suffix : {"accepted", "delta", "documents"})
        plain.publish(fmt::format("plain/{}/{}", number % kThings, suffix), message);
    }));
  }
  return {median(service), median(fan_out), median(outside)};
}

struct Convergences {
  double per_cpu_second = 0;
  double per_second = 0;
};

// Desired changes of all lights as fast as they converge, the broker on one core: an app publishes,
// the light gets accepted and delta and reports, and gets accepted.
class Churn {
 public:
  Churn() : broker_(start_broker(true)) {
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    SHADOWSIM_CHECK(sched_setaffinity(broker_.pid(), sizeof first, &first) == 0, "not pinned");
    app_ = clients_.connect(broker_.port());
    for (std::size_t thing = 0; thing < kThings; ++thing) {
      const auto light = clients_.connect(broker_.port());
      clients_.subscribe(light, topic_of(thing, "update/delta"));
      clients_.subscribe(light, topic_of(thing, "update/accepted"));
    }
  }

  Convergences run(std::size_t count) {
    converged_ = 0;
    wanted_ = count;
    const double cpu_before = cpu_seconds(broker_.pid());
    const auto before = clock_.now();
    for (std::size_t thing = 0; thing < kThings; ++thing)
      change(thing);
    clients_.run_until(
        [&] { return converged_ >= count + kThings - 1 && clients_.unacknowledged() == 0; });
    const double cpu = cpu_seconds(broker_.pid()) - cpu_before;
    const std::chrono::duration<double> time = clock_.now() - before;
    const auto all = static_cast<double>(converged_);
    return {all / cpu, all / time.count()};
  }

 private:
  void change(std::size_t thing) {
    clients_.publish(app_, topic_of(thing), update_of("desired", ++changes_[thing]));
  }

  void on_message(std::size_t client, std::string_view topic, std::string_view payload) {
    const std::size_t thing = client - app_ - 1;
    if (topic.ends_with("/delta")) {
      constexpr std::string_view kBeforeState = R"({"state":)";
      const auto state = payload.substr(0, payload.find('}') + 1).substr(kBeforeState.size());
      clients_.publish(client, topic_of(thing),
                       fmt::format(R"({{"state":{{"reported":{}}},"clientToken":"{:036}"}})", state,
                                   changes_[thing]));
    } else if (payload.starts_with(R"({"state":{"reported")")) {
      if (++converged_ < wanted_) change(thing);
    }
  }

  BrokerProcess broker_;
  SystemClock clock_;
  std::size_t app_ = 0;
  std::vector<std::size_t> changes_ = std::vector<std::size_t>(kThings);  // of each light
  std::size_t converged_ = 0;
  std::size_t wanted_ = 0;
  MqttClients clients_{[this](std::size_t client, std::string_view topic,
                              std::string_view payload) { on_message(client, topic, payload); }};
};

Convergences measure_convergences() {
  Churn churn;
  std::vector<double> per_cpu_second;
  std::vector<double> per_second;
  for (int round = 0; round < kRounds; ++round) {
    const auto measured = churn.run(kUpdates);
    per_cpu_second.push_back(measured.per_cpu_second);
    per_second.push_back(measured.per_second);
  }
  return {median(per_cpu_second), median(per_second)};
}

// Bytes of the broker's memory per session over mutual TLS, with a light's subscriptions and an
// update behind it.
double measure_tls_session() {
  constexpr std::size_t kFirst = 50;
  constexpr std::size_t kSessions = 400;
  const auto directory =
      std::filesystem::temp_directory_path() / fmt::format("shadowsim-service-cost-{}", getpid());
  std::filesystem::create_directory(directory);
  auto authority =
      endpoint::CertificateAuthority::create(directory.string(), SystemClock{}.wall_now());
  SHADOWSIM_CHECK(authority, "{}", authority.error().message);
  const auto server = authority->issue_server("server", {"127.0.0.1", "localhost"});
  const auto client = authority->issue_client("client");
  SHADOWSIM_CHECK(server && client, "no certificates");
  const auto broker =
      start_broker(true, endpoint::TlsListener{.certificate = server->certificate,
                                               .private_key = server->private_key,
                                               .ca_certificate = authority->certificate()});
  const ClientIdentity identity{authority->certificate(), *client};
  std::size_t answers = 0;
  MqttClients clients{[&](std::size_t, std::string_view, std::string_view) { ++answers; }};
  double before = 0;
  for (std::size_t thing = 0; thing < kFirst + kSessions; ++thing) {
    if (thing == kFirst) before = resident_bytes(broker.pid());
    const auto session = clients.connect(broker.tls_port(), &identity);
    for (const char* const suffix : {"update/accepted", "update/rejected", "update/delta"})
      clients.subscribe(session, topic_of(thing, suffix));
    clients.publish(session, topic_of(thing), update_of("reported", thing));
    clients.run_until([&] { return answers == thing + 1 && clients.unacknowledged() == 0; });
  }
  const double after = resident_bytes(broker.pid());
  std::filesystem::remove_all(directory);
  return (after - before) / static_cast<double>(kSessions);
}

// Bytes of the broker's memory per stored shadow of a light: a colour, desired and reported.
double measure_stored_shadow() {
  constexpr std::size_t kFirst = 2'000;
  constexpr std::size_t kShadows = 20'000;
  const auto broker = start_broker(true);
  MqttClients clients{[](std::size_t, std::string_view, std::string_view) {}};
  const auto client = clients.connect(broker.port());
  const auto store = [&](std::size_t from, std::size_t to) {
    for (std::size_t thing = from; thing < to; ++thing) {
      for (const char* const section : {"desired", "reported"})
        clients.publish(client, topic_of(thing), update_of(section, thing));
      clients.run_until([&] { return clients.unacknowledged() < kWindow; });
    }
    clients.run_until([&] { return clients.unacknowledged() == 0; });
    return resident_bytes(broker.pid());
  };
  const double before = store(0, kFirst);
  return (store(kFirst, kFirst + kShadows) - before) / static_cast<double>(kShadows);
}

void print_line(const char* what, double figure, const char* unit, double goal, bool at_most) {
  const bool is_met = at_most ? figure <= goal : figure >= goal;
  fmt::print("{:<52}{:>10.{}f} {:<8}{} {:>6}   {:>5.2f}  {}\n", what, figure, figure < 100 ? 2 : 0,
             unit, at_most ? "<=" : ">=", goal, figure / goal, is_met ? "met" : "missed");
}

void print_reference(const char* what, double figure, const char* unit) {
  fmt::print("{:<52}{:>10.{}f} {}\n", what, figure, figure < 100 ? 2 : 0, unit);
}

void measure() {
  fmt::print("{:<52}{:>10} {:<8}{:>9}   {:>5}\n", "", "figure", "", "goal", "ratio");
  const auto update = measure_updates();
  print_reference("broker CPU: update with the service", update.service, "us");
  print_reference("broker CPU: plain publish to 3 subscribers", update.fan_out, "us");
  print_reference("broker CPU: plain publish, 3 answers from outside", update.outside, "us");
  print_line("update : plain publish of the same fan-out", update.service / update.fan_out, "x",
             1.5, true);
  print_reference("update : answers from outside", update.service / update.outside, "x");
  const auto convergences = measure_convergences();
  print_line("convergences per second of one core's time", convergences.per_cpu_second, "1/s",
             5'000, false);
  print_reference("convergences per second by the clock, one core", convergences.per_second, "1/s");
  print_line("memory per session over mutual TLS", measure_tls_session() / 1000, "kB", 40, true);
  print_line("memory per stored shadow", measure_stored_shadow() / 1024, "KiB", 2, true);
}

}  // namespace
}  // namespace shadowsim::bench

int main() {
  const auto enough = shadowsim::endpoint::ensure_descriptors(1024);
  SHADOWSIM_CHECK(!enough.has_error(), "{}", enough.error().message);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // each line as soon as it is known
  shadowsim::bench::measure();
  return 0;
}
