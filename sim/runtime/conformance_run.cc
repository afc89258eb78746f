#include "sim/runtime/conformance_run.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <unistd.h>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "sim/conformance/case_session.h"
#include "sim/endpoint/descriptor_limit.h"
#include "sim/runtime/asio_mailbox.h"
#include "sim/runtime/asio_scheduler.h"
#include "sim/runtime/endpoint_in_use.h"
#include "sim/shadow/topics.h"
#include "sim/time/system_clock.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;
using conformance::CaseOnThing;
using conformance::CaseSession;
using conformance::Verdict;

constexpr std::size_t kPrefixBytesMax = 64;

// Files and pipes beside the sessions' sockets.
constexpr std::uint64_t kOtherDescriptors = 64;

// The cases of one session, by their places in the file.
using Group = std::vector<std::size_t>;

// As many cases to a group as may subscribe in one session.
std::deque<Group> make_groups(const std::vector<conformance::Case>& cases) {
  std::deque<Group> groups;
  std::size_t filters = 0;
  for (std::size_t place = 0; place < cases.size(); ++place) {
    const auto wanted = conformance::CaseRun{cases[place], "t"}.response_topics().size();
    if (groups.empty() || filters + wanted > conformance::kFiltersPerSession) {
      groups.emplace_back();
      filters = 0;
    }
    filters += wanted;
    groups.back().push_back(place);
  }
  return groups;
}

// All sessions of a run, on the caller's thread.
class Runner {
 public:
  Runner(const ConformanceSettings& settings, const mqtt::Endpoint& endpoint)
      : settings_{settings},
        sessions_{settings.engine->make(endpoint, clock_, context_)},
        scheduler_{context_, clock_},
        mailbox_{context_},
        waiting_{make_groups(settings.cases)},
        verdicts_(settings.cases.size()),
        run_name_{fmt::format("{}-{:x}-{:x}", settings.thing_prefix,
                              clock_.wall_now().time_since_epoch().count(), getpid())} {
    mailbox_.set_handler([this](const mqtt::Delivery& delivery) {
      playing_[delivery.session.value].session->on(delivery);
    });
  }

  Result<std::vector<Verdict>> run() {
    while (active_ < settings_.sessions && !waiting_.empty())
      start_next();
    context_.run();
    if (failure_) return *failure_;
    return std::move(verdicts_);
  }

 private:
  struct Playing {
    Group cases;
    std::unique_ptr<CaseSession> session;
  };

  void start_next() {
    const auto number = static_cast<std::uint32_t>(playing_.size());
    Playing& next = playing_.emplace_back();
    next.cases = std::move(waiting_.front());
    waiting_.pop_front();
    std::vector<CaseOnThing> cases;
    for (const std::size_t place : next.cases)
      cases.push_back({&settings_.cases[place], fmt::format("{}-{}", run_name_, ++things_)});
    next.session = std::make_unique<CaseSession>(
        cases,
        mqtt::SessionOptions{.id = {number},
                             .client_id = fmt::format("{}-s{}", run_name_, number),
                             .version = settings_.version},
        settings_.timing, scheduler_, *sessions_, mailbox_,
        [this, number](CaseSession::End how) { on_end(playing_[number], how); });
    ++active_;
    next.session->start();
  }

  void on_end(const Playing& played, CaseSession::End how) {
    --active_;
    if (how == CaseSession::End::kNotConnected) {
      failure_ = unreachable_error(played.session->failure());
      return context_.stop();
    }
    const bool is_alone = played.cases.size() == 1;
    for (std::size_t index = 0; index < played.cases.size(); ++index) {
      const auto& driver = played.session->driver(index);
      if (driver.was_cut_off() && !is_alone)
        waiting_.push_back({played.cases[index]});
      else
        verdicts_[played.cases[index]] = driver.verdict();
    }
    while (active_ < settings_.sessions && !waiting_.empty())
      start_next();
    if (active_ == 0) context_.stop();
  }

  const ConformanceSettings& settings_;
  SystemClock clock_;
  boost::asio::io_context context_{1};  // outlives what posts to it
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      context_.get_executor()};  // while only the sessions' threads have something to do
  std::unique_ptr<mqtt::SessionFactory> sessions_;
  AsioScheduler scheduler_;
  AsioMailbox mailbox_;
  std::deque<Group> waiting_;
  std::vector<Verdict> verdicts_;
  std::string run_name_;
  std::size_t things_ = 0;
  std::size_t active_ = 0;
  std::deque<Playing> playing_;  // by session ID, ended ones as well: ending them takes long
  std::optional<Error> failure_;
};

}  // namespace

Result<std::vector<Verdict>> run_conformance(const ConformanceSettings& settings) {
  if (!shadow::is_thing_name(settings.thing_prefix) ||
      settings.thing_prefix.size() > kPrefixBytesMax)
    return usage_error(
        fmt::format("the prefix of things must be 1 to {} of a-z A-Z 0-9 : _ -, not '{}'",
                    kPrefixBytesMax, settings.thing_prefix));
  if (settings.cases.empty()) return std::vector<Verdict>{};
  if (const auto enough = endpoint::ensure_descriptors(
          settings.cases.size() * settings.engine->descriptors_per_session + kOtherDescriptors);
      enough.has_error())
    return enough.error();
  const auto endpoint = EndpointInUse::open(settings.endpoint, settings.broker_plugin);
  if (endpoint.has_error()) return endpoint.error();
  if (const auto fit = settings.engine->check(endpoint->address()); fit.has_error())
    return fit.error();
  auto verdicts = Runner{settings, endpoint->address()}.run();
  if (verdicts.has_value()) return verdicts;
  const auto& said = verdicts.error();
  const auto* const broker = endpoint->broker();
  if (broker != nullptr && !broker->last_words().empty())
    return system_error(
        fmt::format("{}; the embedded broker said:\n{}", said.message, broker->last_words()));
  return Error{said.kind, fmt::format("{}: {}", mqtt::to_uri(endpoint->address()), said.message)};
}

}  // namespace shadowsim::runtime
