#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sim/admission/quota_uses.h"
#include "sim/admission/shared_groups.h"
#include "sim/quota/bucket_set.h"
#include "sim/quota/quota_profile.h"
#include "sim/quota/second_count.h"
#include "sim/quota/token_bucket.h"
#include "sim/shadow/topics.h"
#include "sim/time/clock.h"

namespace shadowsim::admission {

// What all connections of an account share: its token buckets and counts.
// Threads: one at a time.
// Time:    passed in.
// Source:  account-quotas.md, sections 2 and 4.1.
class Account {
 public:
  Account(const quota::QuotaProfile& quotas, TimePoint now);
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account() = default;

  const quota::QuotaProfile& quotas() const { return quotas_; }

  // The limit whose tokens a CONNECT of that client ID does not get; none where it gets all. Nothing is
  // taken where one is missing.
  std::optional<quota::Limit> take_connect(std::string_view client_id, TimePoint now);

  // The same for a PUBLISH that counts as so many inbound publishes.
  std::optional<quota::Limit> take_publish(std::string_view topic, bool retain, TimePoint now);

  // The same for a request to the shadow service, which takes a token of the account and one of its
  // shadow: of its thing, where the quotas say so.
  std::optional<quota::Limit> take_shadow_request(shadow::ShadowKey shadow, TimePoint now);

  bool take_delivery(TimePoint now) { return outbound_.take(1, now); }

  // For a message that is stored for one session.
  bool take_queued(TimePoint now) { return queued_.take(1, now); }

  // The limit whose token a filter of a SUBSCRIBE does not get; none where it gets all. Nothing is taken
  // where one is missing.
  std::optional<quota::Limit> take_subscribe(std::string_view filter, TimePoint now);
  void give_back_subscribe(std::string_view filter, TimePoint now);

  // The same for an UNSUBSCRIBE: one of the account, and one for each filter of its group.
  std::optional<quota::Limit> take_unsubscribe(std::span<const std::string_view> filters,
                                               TimePoint now);

  // How near its limits have been come to; those of connections are told by their visits.
  QuotaUses& uses() { return uses_; }
  const QuotaUses& uses() const { return uses_; }

  // Whether one connection more has room, that of this client ID not counted, which it would replace.
  bool has_room_for(std::string_view client_id) const;
  void add_connection(const std::string& client_id);
  void remove_connection(const std::string& client_id);
  std::size_t connections_of(const std::string& client_id) const;
  std::size_t connections() const { return connections_.size(); }

  // The limit that has no room for one subscription more, to that filter; none where it is added.
  std::optional<quota::Limit> add_subscription(std::string_view filter);
  void remove_subscription(std::string_view filter);  // Requires: it was added.
  std::size_t subscriptions() const { return subscriptions_; }
  const SharedGroups& shared_groups() const { return shared_groups_; }

  // Whether a retained message of that topic may be stored: it replaces the one that is there. Told apart
  // from store_retained(), as a later gate may refuse the message.
  bool has_room_for_retained(std::string_view topic) const;

  // A retained publish has passed; one without payload deletes what is stored.
  void store_retained(std::string_view topic, bool has_payload);

 private:
  // A rate of the account: its bucket, and what of it was used.
  class Tap {
   public:
    Tap(Account& account, quota::Limit limit, TimePoint now);

    std::uint64_t tokens(TimePoint now) { return bucket_.tokens(now); }
    bool take(std::uint64_t tokens, TimePoint now);
    void give_back(std::uint64_t tokens, TimePoint now) { bucket_.give_back(tokens, now); }

   private:
    QuotaUses& uses_;
    quota::Limit limit_;
    quota::TokenBucket bucket_;
    quota::SecondCount taken_;
  };

  quota::QuotaProfile quotas_;
  QuotaUses uses_;
  Tap connecting_;
  quota::BucketSet connecting_by_client_;
  Tap inbound_;
  Tap outbound_;
  Tap basic_ingest_;
  Tap retained_;
  quota::BucketSet retained_by_topic_;
  Tap shadow_requests_;
  quota::BucketSet requests_by_shadow_;
  std::string shadow_name_;  // of the request under way
  Tap queued_;
  Tap subscribing_;
  Tap unsubscribing_;
  std::unordered_map<std::string, std::size_t>
      connections_;  // by client ID, at times more than one
  std::size_t subscriptions_ = 0;
  SharedGroups shared_groups_;
  std::set<std::string, std::less<>> retained_topics_;
};

// How many inbound publishes a PUBLISH to that topic counts as: an update of a shadow for those that the
// service answers it with, too, a get or delete for its one answer.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas", inbound publish requests; that it
//         is always the highest number, and what a get counts, is our choice.
std::uint64_t inbound_publishes(const quota::QuotaProfile& quotas, std::string_view topic);

}  // namespace shadowsim::admission
