#include "sim/conformance/case_run.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.h"
#include "sim/shadow/topics.h"

namespace shadowsim::conformance {
namespace {

// "name/<shadow>/" of a topic of a named shadow, nothing of one of the classic shadow.
std::string_view shadow_prefix(std::string_view topic) {
  constexpr std::string_view kNamed = "name/";
  if (!topic.starts_with(kNamed)) return {};
  const auto end = topic.find('/', kNamed.size());
  return end == std::string_view::npos ? std::string_view{} : topic.substr(0, end + 1);
}

}  // namespace

CaseRun::CaseRun(const Case& conversation, std::string thing)
    : case_(conversation), prefix_("$aws/things/" + std::move(thing) + "/shadow/") {}

std::vector<std::string> CaseRun::response_topics() const {
  std::set<std::string_view> shadows;
  for (const Step& step : case_.steps) {
    shadows.insert(shadow_prefix(step.topic));
    for (const Expectation& expectation : step.expected)
      shadows.insert(shadow_prefix(expectation.topic));
    for (const std::string& topic : step.unexpected)
      shadows.insert(shadow_prefix(topic));
  }
  std::vector<std::string> topics;
  for (const std::string_view name : shadows) {
    for (std::size_t kind = 0; kind < shadow::kTopicKinds; ++kind) {
      const auto topic_kind = static_cast<shadow::TopicKind>(kind);
      if (!shadow::is_request(topic_kind))
        topics.push_back(fmt::format("{}{}{}", prefix_, name, shadow::topic_suffix(topic_kind)));
    }
  }
  std::sort(topics.begin(), topics.end());
  return topics;
}

std::optional<Request> CaseRun::next_request() {
  if (!verdict_.passed || begun_ == case_.steps.size()) return std::nullopt;
  const Step& step = case_.steps[begun_++];
  messages_.clear();
  Request request{step.pause, prefix_ + step.topic, step.payload};
  if (step.has_references) {
    auto payload = substitute(step.payload, bindings_);
    if (!payload) {
      fail("its payload refers to a value that was not bound");
      return std::nullopt;
    }
    request.payload = std::move(*payload);
  }
  sent_ = {step.topic, request.payload};
  return request;
}

void CaseRun::arrived(std::string_view topic, std::string_view payload) {
  if (!is_about(topic)) return;
  messages_.push_back({std::string{topic.substr(prefix_.size())}, std::string{payload}});
}

bool CaseRun::is_complete() const {
  SHADOWSIM_CHECK(begun_ > 0, "no step has begun");
  const auto& expected = case_.steps[begun_ - 1].expected;
  return std::all_of(expected.begin(), expected.end(),
                     [&](const Expectation& expectation) { return count(expectation.topic) > 0; });
}

void CaseRun::end_step(WallTime now) {
  SHADOWSIM_CHECK(begun_ > 0, "no step has begun");
  const Step& step = case_.steps[begun_ - 1];
  for (const Expectation& expectation : step.expected)
    judge(expectation, now);
  for (const std::string& topic : step.unexpected) {
    if (count(topic) > 0) fail(fmt::format("{}: nothing was expected", topic));
  }
  if (!verdict_.passed) tell_context();
}

void CaseRun::give_up(std::string_view why) {
  fail(why);
  if (begun_ > 0) tell_context();
}

std::size_t CaseRun::count(std::string_view topic) const {
  return static_cast<std::size_t>(
      std::count_if(messages_.begin(), messages_.end(),
                    [&](const Message& message) { return message.topic == topic; }));
}

void CaseRun::judge(const Expectation& expectation, WallTime now) {
  const std::size_t messages = count(expectation.topic);
  if (messages != 1)
    return fail(fmt::format("{}: one message was expected, came {}\n    expected {}",
                            expectation.topic, messages, expectation.payload_json));
  const auto message = std::find_if(messages_.begin(), messages_.end(), [&](const Message& other) {
    return other.topic == expectation.topic;
  });
  if (const auto wrong = find_mismatch(expectation.payload_json, message->payload, now, bindings_))
    fail(fmt::format("{}: {}\n    expected {}\n    came     {}", expectation.topic, *wrong,
                     expectation.payload_json, message->payload));
}

void CaseRun::fail(std::string_view what) {
  verdict_.passed = false;
  if (!verdict_.explanation.empty()) verdict_.explanation += '\n';
  if (begun_ > 0) verdict_.explanation += fmt::format("step {}: ", begun_);
  verdict_.explanation += what;
}

// What a reader needs beside what is wrong: the request, and the messages that were not compared.
void CaseRun::tell_context() {
  const auto& expected = case_.steps[begun_ - 1].expected;
  verdict_.explanation += fmt::format("\n    sent     {} {}", sent_.topic, sent_.payload);
  for (const Message& message : messages_) {
    const bool was_compared =
        count(message.topic) == 1 &&
        std::any_of(expected.begin(), expected.end(),
                    [&](const Expectation& other) { return other.topic == message.topic; });
    if (!was_compared)
      verdict_.explanation += fmt::format("\n    came     {} {}", message.topic, message.payload);
  }
}

}  // namespace shadowsim::conformance
