#include "sim/policy/session_policy.h"

#include <utility>

#include <fmt/format.h>

namespace shadowsim::policy {
namespace {

std::string_view type_of(Action action) {
  switch (action) {
    case Action::kConnect:
      return "client";
    case Action::kSubscribe:
      return "topicfilter";
    default:
      return "topic";
  }
}

Context without_connect(Context context) {
  context.connect_attributes.reset();
  context.last_will_topic.reset();
  return context;
}

std::size_t index_of(Action action) {
  return static_cast<std::size_t>(action);
}

}  // namespace

std::string_view name_of(Action action) {
  switch (action) {
    case Action::kConnect:
      return "iot:Connect";
    case Action::kPublish:
      return "iot:Publish";
    case Action::kRetainPublish:
      return "iot:RetainPublish";
    case Action::kSubscribe:
      return "iot:Subscribe";
    case Action::kReceive:
      break;
  }
  return "iot:Receive";
}

std::string arn(const Account& account, Action action, std::string_view name) {
  return fmt::format("arn:{}:iot:{}:{}:{}/{}", account.partition, account.region, account.number,
                     type_of(action), name);
}

SessionPolicy::SessionPolicy(Documents documents, Account account, const Context& context)
    : documents_{std::move(documents)},
      account_{std::move(account)},
      connecting_{context},
      connected_{without_connect(context)} {}

Decision SessionPolicy::authorize(Action action, std::string_view name) {
  Verdicts& verdicts = verdicts_.at(index_of(action));
  if (const auto known = verdicts.find(name); known != verdicts.end()) return known->second;
  const Facts& facts = action == Action::kConnect ? connecting_ : connected_;
  const Decision decision =
      evaluate(*documents_, name_of(action), arn(account_, action, name), facts);
  if (verdicts.size() >= kVerdictsMost) verdicts.clear();
  verdicts.emplace(name, decision);
  return decision;
}

void SessionPolicy::replace(Documents documents) {
  documents_ = std::move(documents);
  for (Verdicts& verdicts : verdicts_)
    verdicts.clear();
}

}  // namespace shadowsim::policy
