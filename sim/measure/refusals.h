#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/units.h"

namespace shadowsim::measure {

// How near to one quota a run has come at its endpoint.
struct QuotaUse {
  double limit = 0;           // in force, in its own unit: a second's, a count, bytes
  std::uint64_t allowed = 0;  // what was counted against it
  std::uint64_t refused = 0;  // requests
  std::uint64_t peak = 0;     // the most that was allowed: of a rate in one second, else at a time
  std::uint64_t burst = 0;    // of a rate: how many a rest saves, which are allowed at once

  // The peak as a part of the limit: above 1 where a rest had saved tokens. Not a number where there is no
  // limit to be a part of.
  double share() const;

  friend bool operator==(const QuotaUse&, const QuotaUse&) = default;
};

// The packets that an endpoint has judged, so that its books can be held against the sessions' own.
struct JudgedPackets {
  std::uint64_t publishes_passed = 0;  // from clients
  std::uint64_t publishes_refused = 0;
  std::uint64_t deliveries_passed = 0;  // to clients
  std::uint64_t deliveries_refused = 0;

  friend bool operator==(const JudgedPackets&, const JudgedPackets&) = default;
};

// What an endpoint that holds its clients to policy and quotas tells of a run.
struct EndpointRefusals {
  std::map<std::string, std::uint64_t> metrics{};  // by CloudWatch's names: "PublishIn.Throttle"
  std::map<std::string, std::uint64_t> causes{};   // by quota, or by what no policy allows
  std::map<std::string, QuotaUse> quotas{};        // by the quota's key; empty: there are none
  JudgedPackets packets{};

  // Of all causes.
  std::uint64_t total() const;

  friend bool operator==(const EndpointRefusals&, const EndpointRefusals&) = default;
};

// What was refused in a run, as both sides saw it.
struct Refusals {
  std::optional<EndpointRefusals> endpoint{};  // none: it does not tell

  friend bool operator==(const Refusals&, const Refusals&) = default;
};

// Adds what another endpoint, or another part of the same, has told. Of limits and peaks the larger one
// stands for both.
void add(Refusals& to, const Refusals& more);

// How long a fleet that was dropped all at once is away at least, were each connect and each subscription
// asked for as soon as the endpoint's quotas allow it: as many connections and subscriptions as there were at
// a time, less what a rest has saved, at their rates; the longer of the two. None where no endpoint tells of
// such quotas.
std::optional<Duration> ideal_return(const Refusals& refusals);

// The number at a path below "refusals.": "total", "endpoint.Connect.Throttle", "quotas.KEY.peak",
// "causes.KEY", "packets.publishes_passed". Not a number where there was no endpoint that tells, or no such
// quota; none where no path is like that.
std::optional<double> refusal_value(const Refusals& refusals, std::string_view path);

}  // namespace shadowsim::measure
