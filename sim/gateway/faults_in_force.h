#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sim/base/random.h"
#include "sim/gateway/link_faults.h"

namespace shadowsim::gateway {

// The faults that the links of a gateway's clients have, and whose they are: a client is known by its ID,
// so that one that connects again has the link that it had.
// Threads: one at a time.
class FaultsInForce {
 public:
  using Which = std::function<bool(const std::string& client_id)>;

  // `seed` is that of all chance in faults.
  explicit FaultsInForce(std::uint64_t seed) : random_{seed} {}

  // The links of those clients have it from now on; a number by which to end it.
  std::uint64_t begin(Which which, const LinkFault& fault);

  // Requires: it has begun, and not ended.
  void end(std::uint64_t number);

  // Those that this client's link has, in the order of their beginning.
  std::vector<LinkFault> on(const std::string& client_id) const;

  // Chance for one way of a link, another one each time.
  Random chance_of_one_more() { return random_.split(++streams_); }

 private:
  struct InForce {
    Which which;
    LinkFault fault;
  };

  Random random_;
  std::uint64_t streams_ = std::uint64_t{4}
                           << 32U;  // others draw from lower streams of the same seed
  std::uint64_t begun_ = 0;
  std::map<std::uint64_t, InForce> in_force_;  // by number
};

}  // namespace shadowsim::gateway
