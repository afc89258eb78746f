#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/delay_distribution.h"
#include "sim/base/random.h"
#include "sim/quota/token_bucket.h"
#include "sim/time/clock.h"

namespace shadowsim::gateway {

// What is wrong with a client's link, each way. Nothing is ever lost: to whoever uses TCP a lost packet is
// one that comes later, and so is all behind it.
struct LinkFault {
  // Drawn for each piece that is put in: what one read of a socket, or one answer, brings.
  DelayDistribution delay{};

  std::optional<std::uint64_t> bandwidth{};  // bytes a second, 1 to 1e9; none: no limit
  bool is_silent = false;  // nothing passes; what has come passes once this is over

  friend bool operator==(const LinkFault&, const LinkFault&) = default;
};

// One way of a link: bytes are put in when they come, and can be taken out when its faults let them go on,
// in the same order. The delays of several faults add up, the smallest bandwidth holds.
// Threads: one at a time.
// Time:    `now` is passed in, and is never before that of an earlier call.
// Source:  the words are those of tc-netem (delay) and of Toxiproxy (bandwidth).
class LinkFaults {
 public:
  // What a bandwidth lets pass at once after a rest, as of an Ethernet frame's payload. In any window of
  // length t at most kBurst + bandwidth * t bytes pass.
  static constexpr std::uint64_t kBurst = 1500;

  explicit LinkFaults(Random random) : random_{random} {}

  // These are in force from now on. What is under way keeps the delay that it was given.
  void set(std::vector<LinkFault> faults, TimePoint now);

  // These bytes have come, as one piece.
  void put(std::string_view bytes, TimePoint now);

  // No more will come. Requires: no put() after it.
  void end(TimePoint now);

  // Takes what may go on by now, as much as there is room for; how many bytes that was.
  std::size_t take(std::span<char> room, TimePoint now);

  // When take() will have something; none: not before set() or put() is called.
  std::optional<TimePoint> next(TimePoint now);

  // Whether the end has been reached: it passes as bytes do, behind the last of them.
  bool has_ended(TimePoint now) const;

  bool will_end() const { return end_due_.has_value(); }  // end() has been called
  bool has_faults() const { return !faults_.empty(); }
  bool is_silent() const { return is_silent_; }
  std::size_t held_bytes() const { return held_bytes_; }

 private:
  struct Piece {
    TimePoint due;
    std::string bytes;  // not empty
  };

  TimePoint due_at(TimePoint now);

  Random random_;
  std::vector<LinkFault> faults_;
  std::optional<std::uint64_t> bandwidth_;
  std::optional<quota::TokenBucket> allowance_;  // with a bandwidth
  bool is_silent_ = false;
  std::deque<Piece> pieces_;
  std::size_t taken_ = 0;  // of the first piece
  std::size_t held_bytes_ = 0;
  TimePoint last_due_;
  std::optional<TimePoint> end_due_;
};

}  // namespace shadowsim::gateway
