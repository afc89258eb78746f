#pragma once

#include <cstdint>
#include <optional>

namespace shadowsim::probe {

// Where refusal begins among whole numbers: first what is configured and one more, which is two trials where
// the limit is there; else what lies below or above, by halves.
class LimitSearch {
 public:
  // From `least` (not tried, taken as accepted) to up_to. Requires: least <= configured <= up_to.
  LimitSearch(std::uint64_t least, std::uint64_t configured, std::uint64_t up_to);

  // What to try next; none when it has ended.
  std::optional<std::uint64_t> next() const;

  // Whether that was accepted. Requires: next() is not none.
  void tell(bool accepted);

  // The highest number that is accepted; none where all up to `up_to` are. Requires: it has ended.
  std::optional<std::uint64_t> found() const;

 private:
  std::uint64_t configured_;
  std::uint64_t up_to_;
  std::uint64_t accepted_;                // the highest
  std::optional<std::uint64_t> refused_;  // the lowest
};

}  // namespace shadowsim::probe
