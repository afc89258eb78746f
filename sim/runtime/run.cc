#include "sim/runtime/run.h"

#include <unistd.h>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "sim/endpoint/descriptor_limit.h"
#include "sim/fleet/crew.h"
#include "sim/fleet/stretches.h"
#include "sim/runtime/asio_mailbox.h"
#include "sim/runtime/asio_scheduler.h"
#include "sim/runtime/background_load.h"
#include "sim/runtime/endpoint_in_use.h"
#include "sim/runtime/environment.h"
#include "sim/runtime/floor.h"
#include "sim/runtime/gateway_side.h"
#include "sim/runtime/interrupts.h"
#include "sim/runtime/process_usage.h"
#include "sim/runtime/timeline_usage.h"
#include "sim/time/system_clock.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

constexpr Duration kProgressPeriod = 1s;

// Files and pipes beside the sessions' sockets.
constexpr std::uint64_t kOtherDescriptors = 64;

// How long a background may take for its last words after the run.
constexpr Duration kBackgroundPatience = 10s;

bool has_background(const RunSettings& settings) {
  return settings.shard.index == 0 && !settings.background.empty();
}

std::uint64_t background_sessions(const RunSettings& settings) {
  double connections = 0;
  if (has_background(settings)) {
    for (const background::Hold& hold : settings.background)
      connections += hold.entry.demand.connections;
  }
  return static_cast<std::uint64_t>(connections);
}

// In this process, of the gateway for each session.
std::uint64_t relay_descriptors(const RunSettings& settings) {
  return !settings.endpoint && settings.rules ? GatewayThread::kDescriptorsOfSession : 0;
}

mqtt::ProtocolVersion version_of(const RunSettings& settings) {
  return settings.version.value_or(fleet::protocol_of(settings.scenario.fleet));
}

// One worker's run: its thread is the caller's.
class Worker {
 public:
  // The context is for the worker alone; the interrupts are those that end the run.
  Worker(const RunSettings& settings, boost::asio::io_context& context, Interrupts& interrupts,
         const EndpointInUse& endpoint)
      : settings_{settings},
        context_{context},
        sessions_{settings.engine->make(endpoint.address(), clock_, context_)},
        scheduler_{context_, clock_},
        mailbox_{context_},
        crew_{settings.scenario, settings.shard, version_of(settings),
              scheduler_,        *sessions_,     mailbox_},
        conductor_{settings.scenario, settings.shard, crew_, scheduler_},
        usage_{scheduler_, conductor_, own_of(endpoint)},
        interrupts_{interrupts},
        broker_end_{context_},
        address_{endpoint.address()} {
    mailbox_.set_handler([this](const mqtt::Delivery& delivery) { crew_.handle(delivery); });
    if (endpoint.broker() != nullptr) watch(*endpoint.broker());
    if (settings.hears_everybody) conductor_.hear_everybody();
    if (GatewayThread* const gateway = endpoint.gateway()) {
      conductor_.hear_everybody();
      conductor_.on_endpoint_step([gateway, &settings](const scenario::EndpointStep& step) {
        gateway->carry_out(step, settings.scenario.fleet);
      });
    }
  }

  Result<RunOutcome> run() {
    if (const auto made = prepare_background(); made.has_error()) return made.error();
    wait_for_signal();
    arm_progress();
    usage_.start();
    if (settings_.parent) obey(*settings_.parent);
    if (settings_.start_at)
      conductor_.begin_timeline_at(clock_.now() + (*settings_.start_at - clock_.wall_now()));
    std::optional<fleet::RunEnd> end;
    conductor_.start([&](const fleet::RunEnd& reached) {
      end = reached;
      if (!background_) return context_.stop();
      background_->when_ended(reached.complete ? kBackgroundPatience : Duration::zero(),
                              [this] { context_.stop(); });
    });
    const TimePoint began = clock_.now();
    RunOutcome outcome;
    outcome.result.started_at = clock_.wall_now();
    context_.run();
    outcome.result.elapsed = clock_.now() - began;
    if (failure_) return *failure_;
    if (end->failure && end->failure->kind != ErrorKind::kUnreachable) return *end->failure;
    outcome.refusal = end->failure;
    outcome.interrupted = interrupted_;
    outcome.result.complete = end->complete;
    outcome.result.intervals = conductor_.intervals().rows();
    outcome.result.flights = crew_.flights(began);
    const auto& rows = outcome.result.intervals;
    outcome.result.timeline =
        fleet::stretches(settings_.scenario,
                         rows.empty() ? Duration::zero() : rows.back().begin + rows.back().length,
                         crew_.measurements().settling.settled_after());
    outcome.result.take(std::move(crew_.measurements()));
    if (background_) {
      outcome.result.background = background_->tally();
      outcome.result.refusals_seen.add(background_->refusals_seen());
      background_.reset();
    }
    usage_.tell(outcome.result);
    return outcome;
  }

 private:
  static TimelineUsage::EndpointsOwn own_of(const EndpointInUse& endpoint) {
    TimelineUsage::EndpointsOwn own;
    if (endpoint.broker() != nullptr) own.broker = endpoint.broker()->pid();
    if (endpoint.gateway() != nullptr) own.gateway = endpoint.gateway()->id();
    return own;
  }

  // Ends the run when the embedded broker does.
  void watch(const endpoint::BrokerProcess& broker) {
    broker_end_.assign(dup(broker.exit_descriptor()));
    broker_end_.async_wait(
        boost::asio::posix::stream_descriptor::wait_read,
        [this, &broker](const boost::system::error_code& aborted) {
          if (aborted) return;
          failure_ = system_error("the embedded broker has ended: " + broker.last_words());
          conductor_.stop();
        });
  }

  Result<void> prepare_background() {
    if (!has_background(settings_)) return {};
    auto made = BackgroundLoad::make(context_, scheduler_, address_, settings_.background,
                                     settings_.background_quotas);
    if (made.has_error()) return made.error();
    background_ = *std::move(made);
    conductor_.on_timeline([this] { background_->start(); });
    return {};
  }

  void wait_for_signal() {
    interrupts_.await([this] {
      interrupted_ = true;
      conductor_.stop();
    });
  }

  // The timeline is held until the parent says when it begins; the end of the parent ends the run.
  void obey(ParentSocket parent) {
    conductor_.hold_timeline([parent] { tell(parent, WorkerReady{}); });
    const auto begin = [this](TimePoint when) {
      if (conductor_.phase() < fleet::Phase::kTimeline) conductor_.begin_timeline_at(when);
    };
    const auto stop = [this] {
      interrupted_ = true;
      conductor_.stop();
    };
    link_.emplace(context_, parent, WorkerLink::Listener{.begin = begin, .stop = stop});
  }

  void arm_progress() {
    if (!settings_.progress) return;
    scheduler_.at(scheduler_.now() + kProgressPeriod, [this] {
      const measure::Interval* const last = conductor_.intervals().last();
      settings_.progress({.phase = conductor_.phase(),
                          .elapsed = conductor_.elapsed(),
                          .length = settings_.scenario.length(),
                          .connected = crew_.measurements().connected,
                          .sessions = crew_.sessions(),
                          .in_flight = crew_.ledger().open(),
                          .last_interval = last == nullptr ? std::nullopt : std::optional{*last},
                          .figures = measure::live_figures(crew_.measurements())});
      arm_progress();
    });
  }

  const RunSettings& settings_;
  SystemClock clock_;
  boost::asio::io_context& context_;
  std::unique_ptr<mqtt::SessionFactory> sessions_;
  AsioScheduler scheduler_;
  AsioMailbox mailbox_;
  fleet::Crew crew_;
  fleet::Conductor conductor_;
  TimelineUsage usage_;
  Interrupts& interrupts_;
  boost::asio::posix::stream_descriptor broker_end_;
  mqtt::Endpoint address_;
  std::unique_ptr<BackgroundLoad> background_;  // null: there is none
  std::optional<WorkerLink> link_;
  bool interrupted_ = false;
  std::optional<Error> failure_;
};

void describe(measure::RunResult& result, const RunSettings& settings,
              const mqtt::Endpoint& endpoint) {
  const auto& scenario = settings.scenario;
  result.scenario = {.name = scenario.name,
                     .file = scenario.file,
                     .seed = scenario.seed,
                     .lights = scenario.fleet.lights,
                     .duration = scenario.length(),
                     .text = scenario.text};
  result.endpoint = {
      .uri = mqtt::to_uri(endpoint),
      .embedded = !settings.endpoint,
      .mqtt_version = version_of(settings) == mqtt::ProtocolVersion::kMqtt5 ? "5" : "3.1.1",
      .tls = endpoint.uses_tls()};
  result.client = settings.engine->name;
  result.environment = environment_of(*settings.engine, !settings.endpoint);
  result.shard = {.index = settings.shard.index, .count = settings.shard.count};
}

}  // namespace

measure::Histogram floor_of(const RunSettings& settings) {
  if (settings.program.empty()) return {};
  const auto peer = FloorPeerProcess::start(settings.program);
  if (peer.has_error()) return {};
  const SystemClock clock;
  boost::asio::io_context context{1};
  const auto sessions = settings.engine->make(peer->endpoint(), clock, context);
  return measure_floor(context, clock, *sessions, version_of(settings));
}

Result<RunOutcome> run_scenario(const RunSettings& settings) {
  const std::uint64_t sessions = settings.shard.lights_of(settings.scenario.fleet.lights) +
                                 apps_of(settings.scenario.apps, settings.shard).size() +
                                 background_sessions(settings);
  if (const auto enough = endpoint::ensure_descriptors(
          sessions * (settings.engine->descriptors_per_session + relay_descriptors(settings)) +
          kOtherDescriptors);
      enough.has_error())
    return enough.error();

  const auto endpoint =
      EndpointInUse::open(settings.endpoint, settings.broker_plugin, settings.own_tls,
                          settings.rules, link_fault_seed(settings.scenario));
  if (endpoint.has_error()) return endpoint.error();
  if (const auto fit = settings.engine->check(endpoint->address()); fit.has_error())
    return fit.error();
  boost::asio::io_context context{1};  // outlives what posts to it
  // From now on a signal ends the run cleanly; one that comes before the worker is kept for it.
  Interrupts interrupts{context};
  measure::Histogram floor = floor_of(settings);
  const ProcessUsage before = process_usage();
  Result<RunOutcome> outcome = [&] {
    Worker worker{settings, context, interrupts, *endpoint};
    return worker.run();
  }();
  if (outcome.has_error()) return outcome;
  const ProcessUsage after = process_usage();
  describe(outcome->result, settings, endpoint->address());
  outcome->result.instrument.floor_round_trip = std::move(floor);
  outcome->result.resources.cpu = after.cpu - before.cpu;
  outcome->result.resources.peak_rss_kib = after.peak_rss_kib;
  if (endpoint->gateway() != nullptr) {
    if (const auto added = add_gateway_side(outcome->result, *endpoint->gateway());
        added.has_error())
      return added.error();
    if (outcome->refusal)
      outcome->refusal = with_refusals(*outcome->refusal, *outcome->result.refusals.endpoint);
  }
  return outcome;
}

}  // namespace shadowsim::runtime
