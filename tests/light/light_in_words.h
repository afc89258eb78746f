#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/light/light_machine.h"

// A light machine on trial: events in, its actions out as words.
namespace shadowsim::light {

using namespace std::chrono_literals;
using State = LightMachine::State;

inline shadow::Section section(std::string_view json) {
  return shadow::Section::parse(json).value();
}

inline std::string text(const shadow::Section& state) {
  std::string json;
  shadow::append_state(json, state);
  return json;
}

// An action in words, so that a step reads as a sentence. Timers count from the start, in ms.
struct Words {
  TimePoint start;

  static std::string_view name(Timer timer) {
    switch (timer) {
      case Timer::kAnswer:
        return "answer";
      case Timer::kApply:
        return "apply";
      case Timer::kPace:
        return "pace";
      case Timer::kRetry:
        break;
    }
    return "retry";
  }

  std::string operator()(const Subscribe&) const { return "subscribe"; }
  std::string operator()(const Get& get) const { return "get:" + get.client_token; }
  std::string operator()(const Report& report) const {
    return fmt::format("report:{}:{}{}{}", report.client_token, text(report.reported),
                       report.desired.empty() ? "" : ":desired:",
                       report.desired.empty() ? "" : text(report.desired));
  }
  std::string operator()(const Arm& arm) const { return fmt::format("arm:{}", name(arm.timer)); }
  std::string operator()(const Disarm& disarm) const {
    return fmt::format("disarm:{}", name(disarm.timer));
  }
  std::string operator()(const BecameReady&) const { return "ready"; }
  std::string operator()(const Intends& intends) const {
    return fmt::format("intends:{}", text(intends.state));
  }
  std::string operator()(const ReportAccepted& accepted) const {
    return fmt::format("accepted:{}:{}ms", text(accepted.state), accepted.round_trip / 1ms);
  }
  std::string operator()(const ShadowRead& read) const {
    return read.is_overtaken ? "read-late" : "read";
  }
  std::string operator()(const DeltaDropped& dropped) const {
    return dropped.reason == DropReason::kStale ? "stale" : "duplicate";
  }
  std::string operator()(const VersionGap&) const { return "gap"; }
  std::string operator()(const RequestRefused& refused) const {
    return fmt::format("refused:{}", refused.code);
  }
  std::string operator()(const AnswerMissed& missed) const {
    return fmt::format("missed:{}", missed.requests);
  }
  std::string operator()(const Checked& checked) const {
    return checked.in_sync ? "in-sync" : "divergent";
  }
  std::string operator()(const GaveUp& gave_up) const {
    return fmt::format("gave-up:{}", gave_up.code);
  }
};

class LightMachineTest : public testing::Test {
 protected:
  static constexpr TimePoint kStart{1h};

  static LightOptions options(DelayDistribution apply_delay = {}) {
    return {.initial_state = section(R"({"color":"red"})"),
            .apply_delay = apply_delay,
            .answer_timeout = 10s,
            .token_prefix = "t",
            .random = Random{1}};
  }

  // Takes the event at `ms` after the start; answers with the actions in words, but for the comings
  // and goings of the answer timer, which have tests of their own.
  std::string step(const Event& event, int ms = 0) {
    actions_.clear();
    machine_.step(event, kStart + std::chrono::milliseconds{ms}, actions_);
    std::string words;
    for (const auto& action : actions_) {
      if (const auto* get = std::get_if<Get>(&action)) last_get_ = get->client_token;
      const std::string word = std::visit(Words{kStart}, action);
      if (word == "arm:answer" || word == "disarm:answer" || word == "disarm:apply") continue;
      if (!words.empty()) words += ' ';
      words += word;
    }
    return words;
  }

  // When the last step armed that timer, in ms after the start.
  std::optional<long> armed(Timer timer) const {
    std::optional<long> when;
    for (const auto& action : actions_) {
      if (const auto* arm = std::get_if<Arm>(&action); arm != nullptr && arm->timer == timer)
        when = (arm->when - kStart) / 1ms;
    }
    return when;
  }

  // The client token of the last get that was sent, in whatever step.
  const std::string& last_get() const { return last_get_; }

  // A light whose shadow holds its state at version 1.
  void go_online() {
    step(Connected{});
    step(SubscribeAnswered{true});
    step(shadow::GetAccepted{.version = 1,
                             .client_token = "t1",
                             .timestamp = {},
                             .desired = {},
                             .reported = section(R"({"color":"red"})"),
                             .delta = {}});
  }

  static shadow::Delta delta(shadow::Version version, std::string_view state) {
    return {.version = version, .client_token = "app", .timestamp = {}, .state = section(state)};
  }

  static shadow::UpdateAccepted accepted(shadow::Version version, std::string token) {
    return {.version = version,
            .client_token = std::move(token),
            .timestamp = {},
            .has_desired = false,
            .has_reported = true};
  }

  static shadow::Rejected rejected(int code, std::string token) {
    return {.code = code, .message = "", .client_token = std::move(token)};
  }

  LightMachine machine_{options()};
  std::vector<Action> actions_;
  std::string last_get_;
};

}  // namespace shadowsim::light
