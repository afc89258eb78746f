#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/plugin/plugin_options.h"
#include "sim/service/publications.h"
#include "sim/service/shadow_service.h"
#include "sim/storage/shadow_keeper.h"
#include "sim/time/clock.h"

namespace shadowsim::plugin {

// The two readings of one moment: for what is counted in spans, and for what is shown.
struct Moment {
  TimePoint time;
  WallTime wall;
};

// A message that a client has published. Borrows its texts.
struct Request {
  std::string_view client;  // its ID
  std::string_view topic;
  std::string_view payload;
};

// The shadow service with what it has around it inside a broker: the log of requests, the database,
// and the word that clients are accepted. It knows no broker: what it wants to be published, it
// hands to `publish`.
//
// With a database, an accepted change is committed at most PluginOptions::data_interval later, on
// the condition that tick() is called every 100 ms and that the disk needs no more than 50 ms for a
// commit. Where it is durable, answers wait until tick(), which commits what all requests since
// the last one have changed, and only then publishes the answers, all in their order.
//
// Threads: the broker's one.
// Time:    `now` is passed in.
// Errors:  kSystem where the database cannot be written. Then changes are in doubt, so nothing is
//          answered any more, and the broker is to be ended.
class ShadowHost {
 public:
  using Publish = std::function<void(const service::Publication&)>;

  // Opens the database, where there is one, and restores what it holds.
  // Errors: kSystem, see storage::ShadowDatabase.
  static Result<std::unique_ptr<ShadowHost>> open(const PluginOptions& options, Publish publish,
                                                  WallTime now);

  ShadowHost(const ShadowHost&) = delete;
  ShadowHost& operator=(const ShadowHost&) = delete;

  // Answers a request to the service, one that was turned away with a rejection; lets other messages be.
  Result<void> handle(Request request, const Moment& now);

  // To be called at the end of each pass of the broker's loop. The loop begins when all listeners
  // are open, so the end of its first pass is the first moment at which clients are known to be
  // accepted; then "ready\n" is written.
  Result<void> tick(const Moment& now);

  // To be called at the end: commits what has changed. Answers that wait are dropped, as there is
  // nobody left to hear them.
  Result<void> finish();

 private:
  ShadowHost(const PluginOptions& options, Publish publish);

  bool ask_service(Request& request, WallTime now);
  void say_ready();
  void log(const Request& request, WallTime now);
  Result<void> answer(const TimePoint& now);
  void hold_answers();
  Result<void> settle();
  Result<void> checked(Result<void> result);

  Publish publish_;
  std::optional<int> ready_fd_;  // until "ready" is written
  std::optional<int> log_fd_;
  bool answers_wait_;  // for the disk
  bool has_failed_ = false;
  service::ShadowService service_;
  std::unique_ptr<storage::ShadowKeeper> keeper_;  // null: shadows live in memory only
  service::Publications answers_;                  // of the request under way
  service::Publications held_;                     // those that wait
  std::string lines_;                              // of the log, of the request under way
};

}  // namespace shadowsim::plugin
