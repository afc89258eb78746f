#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/conformance/case_file.h"
#include "sim/conformance/matcher.h"
#include "sim/time/clock.h"

namespace shadowsim::conformance {

// How long a driver waits in a step: for the messages expected to come, and then for others.
inline constexpr std::chrono::milliseconds kArrivalWait{3'000};
inline constexpr std::chrono::milliseconds kQuietTime{200};

// What the driver of a case has to do next: wait, then publish at QoS 1, not retained.
struct Request {
  std::chrono::milliseconds pause{0};
  std::string topic;
  std::string payload;
};

// How a case ended.
struct Verdict {
  bool passed = false;
  std::string
      explanation;  // of a failure: per wrong topic what came and what was expected, by lines
};

// One case against one service, without the network. The driver subscribes to response_topics(),
// then loops: next_request(), publish it, arrived() for each message until is_complete() and
// kQuietTime has passed or kArrivalWait is over, end_step(). It ends when next_request() gives
// none, which is after the last step or after the first that failed.
// Threads: one at a time.
// Owns:    its state. Borrows the case, which must outlive it.
// Time:    `now` is passed in.
class CaseRun {
 public:
  // `thing` must have no shadow yet.
  CaseRun(const Case& conversation, std::string thing);

  // All topics on which the service may answer in this case, for the driver to subscribe to: those
  // of every shadow that the case names, sorted.
  std::vector<std::string> response_topics() const;

  // Whether a topic is one of this case's thing.
  bool is_about(std::string_view topic) const { return topic.starts_with(prefix_); }

  // Begins a step. None where the case is over.
  std::optional<Request> next_request();

  // A message that was published on any topic. Others than those of this case are not counted.
  void arrived(std::string_view topic, std::string_view payload);

  // Whether every message that this step expects has come.
  bool is_complete() const;

  // Judges the step.
  void end_step(WallTime now);

  // Ends the case as failed, for a reason that is none of its messages: the network's, for
  // instance.
  void give_up(std::string_view why);

  // Requires: next_request() gave none.
  const Verdict& verdict() const { return verdict_; }

 private:
  struct Message {
    std::string topic;  // without the prefix
    std::string payload;
  };

  std::size_t count(std::string_view topic) const;
  void judge(const Expectation& expectation, WallTime now);
  void fail(std::string_view what);
  void tell_context();

  const Case& case_;
  std::string prefix_;  // $aws/things/<thing>/shadow/
  std::size_t begun_ = 0;
  Message sent_;
  std::vector<Message> messages_;  // of the step under way
  Bindings bindings_;
  Verdict verdict_{true, {}};
};

}  // namespace shadowsim::conformance
