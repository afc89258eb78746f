#include "sim/plugin/shadow_host.h"

#include <unistd.h>
#include <utility>

#include "sim/plugin/request_log.h"
#include "sim/shadow/turned_away.h"
#include "sim/storage/shadow_database.h"

namespace shadowsim::plugin {
namespace {

// What may pass between the moment at which a change is due and its being on the disk: the broker's
// longest pause between two ticks, and a commit.
constexpr std::chrono::milliseconds kTickPeriodMax{100};
constexpr std::chrono::milliseconds kCommitTimeMax{50};
static_assert(kDataIntervalMin > kTickPeriodMax + kCommitTimeMax);

}  // namespace

Result<std::unique_ptr<ShadowHost>> ShadowHost::open(const PluginOptions& options, Publish publish,
                                                     WallTime now) {
  std::unique_ptr<ShadowHost> host{new ShadowHost{options, std::move(publish)}};
  if (!options.data) return host;
  auto database = storage::ShadowDatabase::open(*options.data);
  if (database.has_error()) return database.error();
  auto keeper = storage::ShadowKeeper::start(
      *std::move(database), host->service_, options.data_interval - kTickPeriodMax - kCommitTimeMax,
      options.limits.tombstone_life, now);
  if (keeper.has_error()) return keeper.error();
  host->keeper_ = *std::move(keeper);
  return host;
}

ShadowHost::ShadowHost(const PluginOptions& options, Publish publish)
    : publish_(std::move(publish)),
      ready_fd_(options.ready_fd),
      log_fd_(options.log_fd),
      answers_wait_(options.data_is_durable),
      service_(options.limits) {}

Result<void> ShadowHost::handle(Request request, const Moment& now) {
  if (has_failed_) return {};
  if (!ask_service(request, now.wall)) return {};
  if (log_fd_) log(request, now.wall);
  service_.due(now.wall);
  return checked(answer(now.time));
}

// Whether the service answers; the request's topic has no mark any more then.
bool ShadowHost::ask_service(Request& request, WallTime now) {
  const auto away = shadow::read_turned_away(request.topic);
  if (!away) return service_.handle(request.topic, request.payload, now, answers_);
  request.topic = away->topic;
  return service_.turn_away(away->topic, request.payload, away->code, now, answers_);
}

Result<void> ShadowHost::tick(const Moment& now) {
  if (ready_fd_) say_ready();
  if (keeper_ == nullptr || has_failed_) return {};
  return checked(answers_wait_ ? settle() : keeper_->keep_up(now.time));
}

Result<void> ShadowHost::finish() {
  if (keeper_ == nullptr || has_failed_) return {};
  return checked(keeper_->commit());
}

Result<void> ShadowHost::answer(const TimePoint& now) {
  if (answers_wait_) {
    // Bounds what waits, whatever the broker takes in within one pass.
    constexpr std::size_t kHeldMax = 4096;
    hold_answers();
    return held_.size() < kHeldMax ? Result<void>{} : settle();
  }
  for (const auto& publication : answers_)
    publish_(publication);
  return keeper_ == nullptr ? Result<void>{} : keeper_->keep_up(now);
}

void ShadowHost::hold_answers() {
  for (const auto& publication : answers_) {
    auto& held = held_.add();
    held.topic.assign(publication.topic);
    held.payload.assign(publication.payload);
  }
}

Result<void> ShadowHost::settle() {
  if (const auto committed = keeper_->commit(); committed.has_error()) return committed;
  for (const auto& publication : held_)
    publish_(publication);
  held_.clear();
  return {};
}

Result<void> ShadowHost::checked(Result<void> result) {
  has_failed_ = has_failed_ || result.has_error();
  return result;
}

void ShadowHost::say_ready() {
  constexpr std::string_view kReady = "ready\n";
  // Who waits for the word sees the end of the file if it cannot be written.
  [[maybe_unused]] const auto written = write(*ready_fd_, kReady.data(), kReady.size());
  close(*ready_fd_);
  ready_fd_.reset();
}

void ShadowHost::log(const Request& request, WallTime now) {
  lines_.clear();
  append_request_line(lines_, now, request.client, request.topic, request.payload);
  for (const auto& publication : answers_)
    append_answer_line(lines_, now, publication);
  // In one call, so that lines of several writers do not mix. A log that cannot be written is lost:
  // the service goes on.
  [[maybe_unused]] const auto written = write(*log_fd_, lines_.data(), lines_.size());
}

}  // namespace shadowsim::plugin
