#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/policy/evaluator.h"
#include "sim/policy/facts.h"
#include "sim/policy/policy_document.h"

namespace shadowsim::policy {

// What an MQTT client does that a policy must allow.
// Source: Developer Guide, "AWS IoT Core policy actions"; iot-policy.md, section 1: a retained publish
//         and a will need kRetainPublish or kPublish besides, which is the caller's business.
enum class Action : std::uint8_t {
  kConnect,        // of client/<client ID>
  kPublish,        // to topic/<topic>
  kRetainPublish,  // to topic/<topic>
  kSubscribe,      // to topicfilter/<filter>, letter by letter, with $share/<group>/ if it has that
  kReceive,        // from topic/<topic>
};

// "iot:Publish".
std::string_view name_of(Action action);

// Where ARNs belong to: those of another Region or account are other resources.
// Source: Developer Guide, "Action resources"; the defaults are those of its examples.
struct Account {
  std::string partition = "aws";
  std::string region = "us-east-1";
  std::string number = "123456789012";
};

// "arn:aws:iot:us-east-1:123456789012:topic/a/b" for kPublish and "a/b".
std::string arn(const Account& account, Action action, std::string_view name);

// The policies in force for one connection. Verdicts are kept, so that a repeated question costs a
// look-up: at most kVerdictsMost for each action, all forgotten when one more would be too many.
// Threads: one at a time.
// Owns:    its facts and verdicts; shares the documents, which never change.
class SessionPolicy {
 public:
  using Documents = std::shared_ptr<const std::vector<Document>>;

  static constexpr std::size_t kVerdictsMost = 512;

  // What `context` says of the CONNECT counts for Action::kConnect only.
  // Source: Developer Guide, "MQTT", connectAttributes.
  SessionPolicy(Documents documents, Account account, const Context& context);

  // Judges `name`: a client ID, a topic or a filter, as the action asks.
  Decision authorize(Action action, std::string_view name);

  // Other documents from now on. Connections that stand are not asked again (our choice).
  void replace(Documents documents);

  const std::vector<Document>& documents() const { return *documents_; }
  const Account& account() const { return account_; }

 private:
  static constexpr std::size_t kActions = 5;

  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): std's name
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Verdicts = std::unordered_map<std::string, Decision, Hash, std::equal_to<>>;

  Documents documents_;
  Account account_;
  Facts connecting_;
  Facts connected_;
  std::array<Verdicts, kActions> verdicts_;  // by action
};

}  // namespace shadowsim::policy
