#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/random.h"
#include "sim/light/light_machine.h"
#include "sim/shadow/section.h"

namespace shadowsim::light {

// A line for the person at the light, without its end.
struct Line {
  std::string text;
  bool is_complaint = false;  // belongs to stderr
};

// What one event leads to, in order.
struct Talk {
  std::vector<Action> actions;  // the machine's, for the driver
  std::vector<Line> lines;
};

struct LightTalkOptions {
  std::string thing;
  std::string shadow;        // its name; empty: the classic shadow
  std::string property;      // of the state: what the typed values are values of
  bool sets_desired = true;  // a typed value becomes desired, too, as in the AWS sample
  std::string
      token_prefix;  // of its client tokens, at most 40 bytes; no other session has the same
  Duration answer_timeout = std::chrono::seconds{10};
  Random random{0};
};

// One light in conversation with a person: a LightMachine, the values that were typed and wait for
// their turn, and what to say about it all. Typed values go out one after another, each when the
// one before was answered, and again where its answer was lost. A light whose shadow does not have
// the property gives it the value "off".
// Threads: one at a time.
// Time:    `now` is passed in; never reads a clock.
// Errors:  none; what goes wrong is a line, and failure() tells when it cannot go on.
// Source:  the shadow sample of the AWS IoT Device SDKs ("Shadow MQTT5").
class LightTalk {
 public:
  explicit LightTalk(LightTalkOptions options);

  // What happened to the light, except that somebody's update was accepted.
  void hear(const Event& event, TimePoint now, Talk& talk);

  // Somebody's update was accepted, with these sections. A desired change of another session that
  // makes no delta, since that session has reported it as well, is applied here.
  void hear_update(const shadow::UpdateAccepted& accepted, const shadow::Section& desired,
                   const shadow::Section& reported, TimePoint now, Talk& talk);

  // A line was typed. "quit" is the same as the end of input; lines after it are ignored.
  void type(std::string_view line, TimePoint now, Talk& talk);
  void end_input() { input_has_ended_ = true; }

  bool input_has_ended() const { return input_has_ended_; }

  // The input has ended, and all that was typed and all deltas are answered. While the connection
  // is lost it is only what was typed that one waits for.
  bool is_done() const;

  // Why the light can do no more; empty while it can.
  const std::string& failure() const { return failure_; }

  const LightMachine& machine() const { return machine_; }

 private:
  struct Typed {
    shadow::Section state;
    std::string client_token = {};  // of the update under way; empty: not sent
    bool was_told = false;          // the machine knows of it
  };

  void step(const Event& event, TimePoint now, Talk& talk);
  void send_next(TimePoint now, Talk& talk);
  void forget_what_was_sent();
  bool answer_typed(std::string_view client_token);
  void set_default_if_missing(Talk& talk);

  // What is said of each action.
  void note(const Get& order, const Event& event, Talk& talk);
  void note(const Report& order, const Event& event, Talk& talk);
  void note(const ShadowRead& seen, const Event& event, Talk& talk);
  void note(const Intends& seen, const Event& event, Talk& talk);
  void note(const ReportAccepted& seen, const Event& event, Talk& talk);
  void note(const RequestRefused& seen, const Event& event, Talk& talk);
  void note(const AnswerMissed& seen, const Event& event, Talk& talk);
  void note(const GaveUp& seen, const Event& event, Talk& talk);
  template <class Other>
  void note(const Other& /*action*/, const Event& /*event*/, Talk& /*talk*/) {}

  LightTalkOptions options_;
  LightMachine machine_;
  std::deque<Typed> typed_;         // only the first one may be under way
  std::string get_token_;           // of the last get
  shadow::Version updated_ = 0;     // the highest version of an accepted update
  bool tells_what_is_held_ = true;  // at the next read of the shadow: the first of a connection
  bool has_been_online_ = false;
  bool input_has_ended_ = false;
  std::string failure_;
};

}  // namespace shadowsim::light
