#include "sim/runtime/workers.h"

#include <algorithm>
#include <memory>
#include <unistd.h>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "sim/endpoint/descriptor_limit.h"
#include "sim/fleet/endpoint_steps.h"
#include "sim/runtime/asio_scheduler.h"
#include "sim/runtime/endpoint_usage.h"
#include "sim/runtime/interrupts.h"
#include "sim/runtime/memory_usage.h"
#include "sim/runtime/worker_process.h"
#include "sim/time/system_clock.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

constexpr Duration kProgressPeriod = 1s;

// From the order to begin to the beginning: enough for all workers to have heard of it.
constexpr Duration kNotice = 100ms;

// A worker's socket, its process and what watches them; and ours.
constexpr std::uint64_t kDescriptorsOfWorker = 8;
constexpr std::uint64_t kOtherDescriptors = 64;

// One worker, and how far it is.
struct Member {
  WorkerOutcome outcome;
  std::unique_ptr<WorkerProcess> process;
  bool is_ready = false;
  bool has_ended = false;
  Progress progress;
};

// All workers of a run, led from one thread.
class Team {
 public:
  explicit Team(const WorkersSettings& settings)
      : settings_{settings},
        scheduler_{context_, clock_},
        interrupts_{context_},
        broker_end_{context_},
        members_(settings.count) {
    std::optional<pid_t> gateway;
    if (settings.gateway != nullptr) {
      gateway = settings.gateway->id();
      endpoint_steps_.emplace(*settings.scenario, scheduler_,
                              [this](const scenario::EndpointStep& step) {
                                settings_.gateway->carry_out(step, settings_.scenario->fleet);
                              });
    }
    if (settings.broker == nullptr) return;
    endpoint_usage_.emplace(settings.broker->pid(), gateway);
    endpoint_memory_.emplace(settings.broker->pid());
  }

  Result<WorkersOutcome> run() {
    wait_for_signal();
    if (settings_.broker != nullptr) watch(*settings_.broker);
    for (std::uint32_t index = 0; index < settings_.count; ++index) {
      if (const auto started = start(index); started.has_error()) return started.error();
    }
    if (settings_.start_at)
      begin_timeline(clock_.now() + (*settings_.start_at - clock_.wall_now()));
    arm_watch();
    context_.run();
    if (failure_) return *failure_;
    WorkersOutcome outcome;
    outcome.interrupted = interrupted_;
    if (endpoint_usage_) outcome.endpoint_busiest_thread = endpoint_usage_->busiest();
    outcome.memory = memory_.growth();
    if (endpoint_memory_) outcome.endpoint_memory = endpoint_memory_->growth();
    for (Member& member : members_)
      outcome.workers.push_back(std::move(member.outcome));
    return outcome;
  }

 private:
  Result<void> start(std::uint32_t index) {
    Member& member = members_[index];
    member.outcome.shard = settings_.whole.part(index, settings_.count);
    auto process = WorkerProcess::start(
        context_, settings_.program, settings_.arguments(member.outcome.shard),
        {.told = [this, &member](Report report) { hear(member, std::move(report)); },
         .ended = [this, &member](const std::string& how) { end(member, how); }});
    if (process.has_error()) return process.error();
    member.process = *std::move(process);
    return {};
  }

  void hear(Member& member, Report report) {
    if (std::holds_alternative<WorkerReady>(report)) {
      member.is_ready = true;
      begin_when_all_are_ready();
    } else if (auto* const progress = std::get_if<Progress>(&report)) {
      member.progress = *progress;
    } else if (auto* const failed = std::get_if<WorkerFailed>(&report)) {
      member.outcome.failure = std::move(failed->error);
    } else {
      member.outcome.done = std::move(std::get<WorkerDone>(report));
    }
  }

  void end(Member& member, const std::string& how) {
    member.has_ended = true;
    if (!member.outcome.done && member.outcome.failure.message.empty())
      member.outcome.failure = system_error(how);
    if (std::ranges::all_of(members_, &Member::has_ended)) return context_.stop();
    begin_when_all_are_ready();
  }

  void begin_when_all_are_ready() {
    const auto is_settled = [](const Member& member) {
      return member.is_ready || member.has_ended;
    };
    if (has_begun_ || !std::ranges::all_of(members_, is_settled)) return;
    begin_timeline(clock_.now() + kNotice);
  }

  void begin_timeline(TimePoint moment) {
    has_begun_ = true;
    tell_all(BeginTimeline{moment});
    if (endpoint_steps_) endpoint_steps_->begin(moment);
  }

  void tell_all(const Order& order) {
    for (const Member& member : members_) {
      if (!member.has_ended) member.process->tell(order);
    }
  }

  void wait_for_signal() {
    interrupts_.await([this] {
      interrupted_ = true;
      stop_all();
    });
  }

  void watch(const endpoint::BrokerProcess& broker) {
    broker_end_.assign(dup(broker.exit_descriptor()));
    broker_end_.async_wait(
        boost::asio::posix::stream_descriptor::wait_read,
        [this, &broker](const boost::system::error_code& aborted) {
          if (aborted) return;
          failure_ = system_error("the embedded broker has ended: " + broker.last_words());
          stop_all();
        });
  }

  void stop_all() {
    if (endpoint_steps_) endpoint_steps_->cancel();
    tell_all(StopWork{});
  }

  void arm_watch() {
    scheduler_.at(scheduler_.now() + kProgressPeriod, [this] {
      look();
      arm_watch();
    });
  }

  void look() {
    std::vector<Progress> of_all;
    for (const Member& member : members_) {
      if (!member.has_ended) of_all.push_back(member.progress);
    }
    const Progress progress = together(of_all);
    if (progress.phase == fleet::Phase::kTimeline) {
      memory_.sample(progress.elapsed, progress.length);
      if (endpoint_usage_) endpoint_usage_->sample(scheduler_.now());
      if (endpoint_memory_) endpoint_memory_->sample(progress.elapsed, progress.length);
    }
    if (settings_.progress) settings_.progress(progress);
  }

  const WorkersSettings& settings_;
  SystemClock clock_;
  boost::asio::io_context context_{1};  // outlives what posts to it
  AsioScheduler scheduler_;
  Interrupts interrupts_;
  boost::asio::posix::stream_descriptor broker_end_;
  MemoryUsage memory_;
  std::optional<EndpointUsage> endpoint_usage_;
  std::optional<MemoryUsage> endpoint_memory_;
  std::optional<fleet::EndpointSteps> endpoint_steps_;
  std::vector<Member> members_;  // of a fixed number, as they are referred to
  bool has_begun_ = false;       // or it is known when
  bool interrupted_ = false;
  std::optional<Error> failure_;
};

}  // namespace

Result<WorkersOutcome> run_workers(const WorkersSettings& settings) {
  SHADOWSIM_CHECK(settings.count > 0, "a run without workers");
  if (const auto enough =
          endpoint::ensure_descriptors(settings.count * kDescriptorsOfWorker + kOtherDescriptors);
      enough.has_error())
    return enough.error();
  Team team{settings};
  return team.run();
}

}  // namespace shadowsim::runtime
