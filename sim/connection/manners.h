#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/base/units.h"
#include "sim/connection/backoff.h"

namespace shadowsim::connection {

// So much a second, and so much at once after a rest. A rate of 0: as much as one likes.
struct Allowance {
  Rate rate;
  std::uint64_t burst = 0;  // at least 1 where there is a rate

  bool is_limited() const { return rate.per_second > 0; }
};

// How a session behaves towards an account's quotas: what it keeps to by itself, and what it does
// when it is refused all the same. The default is what AWS asks of a client, with room to spare, so
// that a fleet that stays below the account's own quotas is never refused; careless() is a fleet
// whose authors have not thought of quotas. Both are played by the same machines.
// Source:  account-quotas.md, section 6, after AWS General Reference, "AWS IoT Core endpoints and
//          quotas"; where another source is named below, that one.
struct Manners {
  // --- connecting -----------------------------------------------------------------------------

  // Between the end or the failure of a connection and the next connect.
  Backoff::Limits connect_backoff;

  // From the begin of one connect of a client ID to that of the next, at least; the back-off comes on
  // top of it. AWS's quota is 1/s, and 0.1/s was met by reconnects that reach the same host.
  // Source:  aws-greengrass-nucleus, issues 907 and 1003.
  Duration connects_apart = std::chrono::seconds{10};

  // A connection that has stood for so long was a success: the back-off after it begins anew. One
  // that ends sooner may have been ended for what was said over it.
  Duration stable_after = std::chrono::seconds{20};

  // --- speaking: lights only, since an app's moments are the scenario's (ADR 13) ----------------

  // Publishes of one connection: 85 % of 100/s. The quota's burst is not published; a second's worth
  // is what one takes it to be.
  Allowance publishes{{85}, 85};

  // Bytes of one connection: 85 % of 512 KiB/s. A burst takes any message, they are below 128 KiB.
  Allowance bytes{{0.85 * 512 * 1024}, 445'644};

  // Gets and updates of one shadow: 85 % of 20/s, which is counted over all who ask for it.
  Allowance shadow_requests{{17}, 17};

  // Requests of one thing on one connection that wait for their answers; 0: as many as one likes.
  std::size_t requests_open_max = 10;

  // Of those, reports of its state. Whatever else becomes true meanwhile waits, as one report. Two
  // are left for gets. At least 1.
  std::size_t reports_open_max = 8;

  // --- being refused --------------------------------------------------------------------------

  // Between a refusal that may pass (429, 500, MQTT's 0x97) and the next request about that shadow.
  // What comes up meanwhile waits, as one report.
  Backoff::Limits request_backoff;

  // A server of MQTT 3.1.1 has no words for a refusal, it closes. After so many closes in a row with
  // the same kind of request under way that kind counts as forbidden.
  std::uint32_t closes_max = 3;

  // MQTT 3.1.1 has one code for every refused filter: it may pass (the rate of subscribes), or not
  // (their number). After so many in a row it will not. The back-offs add up to two minutes then.
  std::uint32_t vague_refusals_max = 8;

  // Nobody has thought of quotas: whatever ends or is refused is begun again within a tenth of a
  // second, for ever, and nothing is held back. Not at once, only because the harness has to
  // survive it, too.
  static Manners careless();
};

// Filters in one SUBSCRIBE packet. Not a question of manners: AWS ends a connection that sends more.
inline constexpr std::size_t kFiltersOfSubscribe = 8;

}  // namespace shadowsim::connection
