#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/admission/account.h"
#include "sim/admission/counters.h"
#include "sim/admission/open_requests.h"
#include "sim/admission/refusal.h"
#include "sim/admission/request.h"
#include "sim/admission/sessions.h"
#include "sim/admission/verdicts.h"
#include "sim/policy/session_policy.h"
#include "sim/quota/token_bucket.h"
#include "sim/time/clock.h"

namespace shadowsim::admission {

enum class Direction : std::uint8_t { kFromClient, kToClient };

// One admitted connection: what it may publish, subscribe to and receive. Each answer is counted.
// Threads: one at a time.
// Owns:    the connection's buckets, aliases and hold on its session, and its place among the account's, which it
//          gives back when it is destroyed. Borrows account and counters.
// Time:    passed in.
// Source:  account-quotas.md, section 4.2; iot-policy.md, sections 6 and 7.
class Visit {
 public:
  // Topic aliases that a client may set where there are no quotas: as many as Mosquitto takes.
  static constexpr std::uint32_t kAliasesWithoutQuotas = 10;

  struct Host {
    Account* account;  // null: there are no quotas
    Counters& counters;
  };

  Visit(Host host, SessionHold hold, Version version, std::string client_id,
        std::optional<policy::SessionPolicy> policy, TimePoint now);
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit();

  Version version() const { return version_; }
  const std::string& client_id() const { return client_id_; }
  SessionHold& hold() { return hold_; }

  // `unacknowledged`: messages of QoS 1 from this client that have no PUBACK yet.
  PublishVerdict publish(const PublishRequest& request, std::size_t unacknowledged, TimePoint now);

  // The service has answered the request that has this place.
  void answered(OpenRequests::Place place);

  // Bytes of a packet's variable header and payload, before anything else is known of it.
  std::optional<Refusal> packet(std::size_t bytes);

  // In MQTT 3.1.1 a filter that no policy allows refuses the whole packet.
  SubscribeVerdict subscribe(const SubscribeRequest& request, TimePoint now);

  // A subscription that was let pass, but that the broker did not make.
  void forget_subscription(std::string_view filter);

  // None: all of them end.
  std::optional<Refusal> unsubscribe(std::span<const std::string_view> filters, TimePoint now);

  // The connection has ended: its place is free. The first call counts; nothing is asked after it.
  void leave(TimePoint now);

  // Whether a message may be delivered to this client.
  std::optional<Refusal> deliver(std::string_view topic, TimePoint now);

  // So many deliveries of QoS 1 wait for the client's acknowledgement, one more than before or as many as may.
  void note_unacknowledged(std::size_t deliveries);

  // What the client sees as the broker ends its connection because another one has come in with its
  // client ID; none where that is not so, or there are no quotas to say.
  std::optional<Refusal> taken_over() const;

  // The same as it has been silent for too long.
  std::optional<Refusal> silent() const;

  // Seconds that a message lives whose PUBLISH asks for so many, with MQTT 5: as many where there are no quotas.
  // Source: account-quotas.md, section 2.7.
  std::uint32_t message_expiry(std::uint32_t wished) const;

  // So many bytes have come or gone; how long to wait before the next are looked at.
  Duration slow_down(Direction direction, std::size_t bytes, TimePoint now);

 private:
  struct Buckets {
    Buckets(const quota::QuotaProfile& quotas, TimePoint now);

    quota::TokenBucket publishes_in;
    quota::TokenBucket publishes_out;
    bool is_combined;
    std::array<quota::TokenBucket, 2> bytes;  // by direction
    OpenRequests open;
    quota::SecondCount published_in;
    quota::SecondCount published_out;
    std::array<quota::SecondCount, 2> bytes_passed;
  };

  const quota::QuotaProfile& quotas() const { return host_.account->quotas(); }
  std::optional<Refusal> judge_publish(const PublishRequest& request, std::string_view topic,
                                       std::size_t unacknowledged, TimePoint now);
  std::optional<Refusal> refuse_by_form(const PublishRequest& request) const;
  std::optional<Refusal> refuse_by_alias(const PublishRequest& request);
  std::optional<Refusal> refuse_by_rate(Moment moment, TimePoint now);
  std::optional<Refusal> refuse_by_room(const PublishRequest& request,
                                        std::size_t unacknowledged) const;
  std::optional<Refusal> refuse_by_size(const PublishRequest& request,
                                        std::string_view topic) const;
  std::optional<Refusal> refuse_reserved(std::string_view topic, Moment moment) const;
  std::optional<Refusal> refuse_by_policy(const PublishRequest& request, std::string_view topic);
  std::optional<Refusal> refuse_by_account(const PublishRequest& request, std::string_view topic,
                                           TimePoint now);
  std::optional<Refusal> refuse_by_service(PublishVerdict& verdict, Moment moment, TimePoint now);
  void note_use(const PublishRequest& request, std::string_view topic, std::size_t unacknowledged);
  void note_use(const FilterRequest& filter);
  std::optional<Refusal> refuse_packet(const SubscribeRequest& request) const;
  std::optional<Refusal> judge_filter(const FilterRequest& filter, TimePoint now);
  std::optional<Refusal> refuse_filter_by_form(const FilterRequest& filter) const;
  std::optional<Refusal> refuse_filter_by_account(const FilterRequest& filter, TimePoint now);
  std::optional<Refusal> refuse_delivery_by_rate(TimePoint now);
  bool may_receive(std::string_view topic, std::optional<Refusal>& refusal);
  Refusal end_by(quota::Excess excess, const char* cause) const;
  std::optional<Refusal> counted(std::optional<Refusal> refusal);

  Host host_;
  Version version_;
  std::string client_id_;
  SessionHold hold_;
  std::optional<policy::SessionPolicy> policy_;
  std::optional<Buckets> buckets_;
  std::map<std::uint32_t, std::string> aliases_;
  std::optional<TimePoint> excess_since_;  // of the rate of publishes
  TimePoint last_excess_{};
  bool has_left_ = false;
  bool is_delayed_ =
      false;  // what comes from the client waits for a token, where the profile says so
};

}  // namespace shadowsim::admission
