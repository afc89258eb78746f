#include "sim/light/light_talk.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/light/entered_value.h"
#include "sim/shadow/json_text.h"

namespace shadowsim::light {
namespace {

constexpr std::string_view kDefaultValue = "off";  // the AWS sample's
constexpr int kNotFound = 404;

// A key as people write it, or quoted where it has anything that might confuse a terminal.
std::string key_text(std::string_view key) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  if (!key.empty() && key.find_first_not_of(kPlain) == std::string_view::npos)
    return std::string{key};
  std::string quoted;
  shadow::append_quoted(quoted, key);
  return quoted;
}

std::string value_text(const shadow::Section::Node& node) {
  if (const auto* const leaf = std::get_if<shadow::Section::Leaf>(&node)) return leaf->text;
  std::string json;
  shadow::append_state(json, shadow::Section{std::get<shadow::Section::Members>(node)});
  return json;
}

// color "red", brightness 50
std::string state_text(const shadow::Section& state) {
  std::string text;
  for (const auto& member : state.root()) {
    if (!text.empty()) text += ", ";
    text += key_text(member.key) + ' ' + value_text(member.value);
  }
  return text;
}

const shadow::Section::Node* find(const shadow::Section& state, std::string_view key) {
  const auto found = std::ranges::find(state.root(), key, &shadow::Section::Member::key);
  return found == state.root().end() ? nullptr : &found->value;
}

std::string held_text(const shadow::Section& state, std::string_view property) {
  const auto* const value = find(state, property);
  return value == nullptr ? "none" : value_text(*value);
}

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = line.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(kSpace) - begin + 1);
}

// What an event says of a refusal: the service's words, or the broker's code.
std::string reason_text(const Event& event, int code) {
  if (const auto* const update = std::get_if<UpdateRejected>(&event))
    return fmt::format("{} {}", code, update->rejected.message);
  if (const auto* const get = std::get_if<GetRejected>(&event))
    return fmt::format("{} {}", code, get->rejected.message);
  return fmt::format("the broker's reason is 0x{:02X}", code);
}

// The token of the report among these actions; empty where there is none.
std::string report_token(const std::vector<Action>& actions) {
  for (const auto& action : actions) {
    if (const auto* const report = std::get_if<Report>(&action)) return report->client_token;
  }
  return {};
}

}  // namespace

LightTalk::LightTalk(LightTalkOptions options)
    : options_{std::move(options)},
      machine_{{.initial_state = {},
                .apply_delay = {},
                .answer_timeout = options_.answer_timeout,
                .token_prefix = options_.token_prefix,
                .random = options_.random}} {}

bool LightTalk::is_done() const {
  if (!input_has_ended_ || !typed_.empty() || !has_been_online_) return false;
  return machine_.state() != LightMachine::State::kOnline || !machine_.has_reports_to_tell();
}

// --- what happens -----------------------------------------------------------------------------

void LightTalk::hear(const Event& event, TimePoint now, Talk& talk) {
  const bool was_syncing = machine_.state() == LightMachine::State::kSyncing;
  if (std::holds_alternative<Connected>(event)) tells_what_is_held_ = true;
  if (std::holds_alternative<Disconnected>(event)) forget_what_was_sent();
  if (const auto* const rejected = std::get_if<GetRejected>(&event);
      rejected != nullptr && rejected->rejected.code == kNotFound &&
      rejected->rejected.client_token == get_token_) {
    talk.lines.push_back({fmt::format("{} has no shadow{}{} yet", options_.thing,
                                      options_.shadow.empty() ? "" : " ", options_.shadow)});
    tells_what_is_held_ = false;
  }
  step(event, now, talk);
  if (const auto* const rejected = std::get_if<UpdateRejected>(&event))
    answer_typed(rejected->rejected.client_token);
  if (const auto* const refused = std::get_if<PublishRefused>(&event))
    answer_typed(refused->client_token);
  if (was_syncing && machine_.state() == LightMachine::State::kOnline) {
    has_been_online_ = true;
    set_default_if_missing(talk);
  }
  send_next(now, talk);
}

void LightTalk::hear_update(const shadow::UpdateAccepted& accepted, const shadow::Section& desired,
                            const shadow::Section& reported, TimePoint now, Talk& talk) {
  const bool is_own = accepted.client_token.starts_with(options_.token_prefix);
  const bool is_news = accepted.version > updated_;
  updated_ = std::max(updated_, accepted.version);
  hear(accepted, now, talk);
  if (is_own || !is_news || machine_.state() != LightMachine::State::kOnline) return;
  // The rest of desired comes as a delta.
  const auto without_delta = shadow::difference(desired, shadow::difference(desired, reported));
  const auto change = shadow::difference(without_delta, machine_.own_state());
  if (!change.empty()) step(LocalChange{change, false}, now, talk);
}

void LightTalk::step(const Event& event, TimePoint now, Talk& talk) {
  const std::size_t begin = talk.actions.size();
  machine_.step(event, now, talk.actions);
  for (std::size_t index = begin; index < talk.actions.size(); ++index)
    std::visit([&](const auto& action) { note(action, event, talk); }, talk.actions[index]);
}

// --- what is typed ----------------------------------------------------------------------------

void LightTalk::type(std::string_view line, TimePoint now, Talk& talk) {
  const std::string_view text = trimmed(line);
  if (input_has_ended_ || text.empty()) return;
  if (text == "quit") return end_input();
  const auto value = read_entered_value(options_.property, text);
  if (value.has_error()) {
    talk.lines.push_back({value.error().message, true});
    return;
  }
  typed_.push_back({.state = *value});
  send_next(now, talk);
}

void LightTalk::send_next(TimePoint now, Talk& talk) {
  if (typed_.empty() || !typed_.front().client_token.empty()) return;
  if (machine_.state() != LightMachine::State::kOnline) return;
  Talk sent;
  machine_.step(LocalChange{typed_.front().state, options_.sets_desired}, now, sent.actions);
  typed_.front().was_told = true;
  // Where none goes out, the same report is on its way already; the next event tries again.
  typed_.front().client_token = report_token(sent.actions);
  std::ranges::move(sent.actions, std::back_inserter(talk.actions));
}

bool LightTalk::answer_typed(std::string_view client_token) {
  if (typed_.empty() || client_token.empty() || typed_.front().client_token != client_token)
    return false;
  typed_.pop_front();
  return true;
}

void LightTalk::forget_what_was_sent() {
  if (!typed_.empty()) typed_.front().client_token.clear();
}

void LightTalk::set_default_if_missing(Talk& talk) {
  if (find(machine_.own_state(), options_.property) != nullptr) return;
  const auto value = read_entered_value(options_.property, kDefaultValue);
  talk.lines.push_back({fmt::format("{} by default", state_text(*value))});
  typed_.push_front({.state = *value});
}

// --- what is said -----------------------------------------------------------------------------

void LightTalk::note(const Get& order, const Event& /*event*/, Talk& /*talk*/) {
  get_token_ = order.client_token;
}

// What was typed goes out again by itself where its answer was lost.
void LightTalk::note(const Report& order, const Event& /*event*/, Talk& /*talk*/) {
  if (typed_.empty() || !typed_.front().was_told || !typed_.front().client_token.empty()) return;
  if (shadow::is_reached(typed_.front().state, order.reported))
    typed_.front().client_token = order.client_token;
}

void LightTalk::note(const ShadowRead& seen, const Event& /*event*/, Talk& talk) {
  if (seen.is_overtaken) return;
  updated_ = seen.version;
  if (!std::exchange(tells_what_is_held_, false)) return;
  talk.lines.push_back(
      {fmt::format("{} holds {}: reported {}, desired {} (version {})",
                   options_.shadow.empty() ? "the shadow of " + options_.thing
                                           : options_.thing + "'s shadow " + options_.shadow,
                   key_text(options_.property), held_text(seen.reported, options_.property),
                   held_text(seen.desired, options_.property), seen.version)});
}

void LightTalk::note(const Intends& seen, const Event& /*event*/, Talk& talk) {
  talk.lines.push_back({fmt::format("desired: {}", state_text(seen.state))});
}

void LightTalk::note(const ReportAccepted& seen, const Event& event, Talk& talk) {
  const auto* const accepted = std::get_if<shadow::UpdateAccepted>(&event);
  const bool was_typed = accepted != nullptr && answer_typed(accepted->client_token);
  const bool is_desired = was_typed && options_.sets_desired;
  talk.lines.push_back({fmt::format("accepted: {} reported{} (version {})", state_text(seen.state),
                                    is_desired ? " and desired" : "", seen.version)});
}

void LightTalk::note(const RequestRefused& seen, const Event& event, Talk& talk) {
  talk.lines.push_back({fmt::format("refused: {}", reason_text(event, seen.code)), true});
}

void LightTalk::note(const AnswerMissed& /*seen*/, const Event& /*event*/, Talk& talk) {
  forget_what_was_sent();
  talk.lines.push_back({fmt::format("no answer from a shadow service for {:g} s; asking again",
                                    std::chrono::duration<double>{options_.answer_timeout}.count()),
                        true});
}

void LightTalk::note(const GaveUp& seen, const Event& event, Talk& /*talk*/) {
  failure_ = std::holds_alternative<SubscribeAnswered>(event)
                 ? "we may not subscribe to the answers of the shadow"
                 : "we may not read the shadow: " + reason_text(event, seen.code);
}

}  // namespace shadowsim::light
