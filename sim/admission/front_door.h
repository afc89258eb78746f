#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/admission/account.h"
#include "sim/admission/counters.h"
#include "sim/admission/refusal.h"
#include "sim/admission/request.h"
#include "sim/admission/sessions.h"
#include "sim/admission/visit.h"
#include "sim/policy/glob.h"
#include "sim/policy/policy_document.h"
#include "sim/policy/session_policy.h"
#include "sim/quota/quota_profile.h"
#include "sim/time/clock.h"

namespace shadowsim::admission {

// A policy that is attached to some clients only: to those whose thing, as policy::Context has it, is named
// so. Over TLS that is the certificate's common name.
struct AttachedPolicy {
  policy::Glob names;
  policy::Document document;
};

// What is asked of those who come. What is left out is not asked.
struct Rules {
  policy::SessionPolicy::Documents policies{};  // of everybody; null: there are none
  std::vector<AttachedPolicy> attached{};       // with neither of them, everything is allowed
  policy::Account account{};
  std::optional<quota::QuotaProfile> quotas{};
};

// What the service tells an MQTT 5 client in CONNACK.
// Source: Developer Guide, "MQTT", CONNACK attributes.
struct Announced {
  std::uint16_t receive_maximum = 0;
  std::uint16_t topic_alias_maximum = 0;
  std::uint8_t maximum_qos = 1;
  bool retain_available = true;
  std::uint32_t packet_bytes_max = 0;
  bool wildcards_available = true;
  bool identifiers_available = false;
  std::optional<std::uint32_t>
      session_expiry{};  // seconds, where it is not what the client asked for
};

struct Admitted {
  std::unique_ptr<Visit> visit{};
  std::uint16_t keep_alive = 0;          // seconds, in force; 0: none
  Duration silence_most{};               // for which the client may say nothing; zero: for ever
  std::optional<Announced> announced{};  // none where there are no quotas

  // Whether a will waits for its Will Delay Interval. Source: account-quotas.md, section 2.7.
  bool has_will_delay = true;

  std::uint32_t brokers_session_expiry = 0;  // seconds that the broker is told, MQTT 5

  // Whether a session that the broker may have of this client ID is to be discarded, though the client does not
  // ask for a new one. Source: account-quotas.md, section 2.6.
  bool discards_session = false;

  // At what pace it is sent what was stored for its session; none: all at once.
  std::optional<quota::TokenBucket> backlog_pace{};

  // Messages of QoS 1 that may be under way to the client; none: as many as it takes.
  std::optional<std::uint16_t> outbound_in_flight{};

  // For how long one of them may be without its PUBACK before it is dropped; none: for ever. Not without
  // outbound_in_flight. Source: account-quotas.md, section 2.3.
  std::optional<Duration> gives_up_delivery_after{};
};

// The service's front door: who may come in, and on what terms. Policy and quotas are decided here and in
// Visit, nothing is sent.
// Threads: one at a time.
// Owns:    the account's buckets and counters; must outlive its visits.
// Time:    passed in.
// Source:  account-quotas.md, section 4.2 for the order of checks; iot-policy.md, section 1.
class FrontDoor {
 public:
  FrontDoor(Rules rules, TimePoint now);
  FrontDoor(const FrontDoor&) = delete;
  FrontDoor& operator=(const FrontDoor&) = delete;
  ~FrontDoor() = default;

  // Length of the client ID; the will's form; rates; policy for Connect and the will; room. A refused CONNECT does not
  // touch the session that its client ID may have. Each answer is counted.
  std::variant<Refusal, Admitted> connect(const ConnectRequest& request, TimePoint now);

  // For how long a client may say nothing before its CONNECT. Source: our choice, for which AWS has no word.
  Duration first_packet_within() const;

  Counters& counters() { return counters_; }
  const Counters& counters() const { return counters_; }
  const Account* account() const { return account_.get(); }  // null where there are no quotas

 private:
  std::optional<Refusal> refuse_by_format(const ConnectRequest& request) const;
  std::optional<Refusal> refuse_by_will_topic(const ConnectRequest& request) const;
  std::optional<Refusal> refuse_by_rate(const ConnectRequest& request, TimePoint now);
  std::optional<Refusal> refuse_by_policy(const ConnectRequest& request,
                                          policy::SessionPolicy& policy) const;
  std::optional<Refusal> refuse_by_room(const ConnectRequest& request) const;
  bool has_policies() const { return rules_.policies || !rules_.attached.empty(); }
  policy::SessionPolicy policy_for(const ConnectRequest& request);
  policy::SessionPolicy::Documents documents_for(const std::string& thing);
  std::uint16_t keep_alive(std::uint16_t wished) const;
  Duration silence_most(std::uint16_t keep_alive) const;
  Duration gives_up_delivery_after(Version version) const;
  Announced announced(const ConnectRequest& request) const;

  Rules rules_;
  std::map<std::vector<bool>, policy::SessionPolicy::Documents>
      documents_;  // by which of rules_.attached they hold beside those of everybody
  std::unique_ptr<Account> account_;
  std::unique_ptr<Sessions> sessions_;  // of the account
  Counters counters_;
};

}  // namespace shadowsim::admission
