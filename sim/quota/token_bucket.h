#pragma once

#include <cstdint>

#include "sim/base/units.h"
#include "sim/time/clock.h"

namespace shadowsim::quota {

// Lets through so much a second, and a burst after a rest: tokens come in at a rate up to a capacity,
// and each request takes some. It is full to begin with, refilled when it is looked at, and exact:
// integers only, so that not a token is gained or lost in days.
// In any window of length t at most capacity + rate * t tokens are taken; where requests for one
// token each come so fast that it is never full, never less than rate * t - 1. One of capacity 1 is
// full whenever it has its token, so it loses the time to the next request.
// Threads: one at a time.
// Time:    `now` is passed in; one before the latest that was seen counts as that.
// Source:  account-quotas.md, section 4.1 (AWS tells neither its algorithm nor its burst).
class TokenBucket {
 public:
  // Requires: rate from 1e-6/s to 1e9/s; capacity from 1 to 1e9.
  TokenBucket(Rate rate, std::uint64_t capacity, TimePoint now);

  // Takes the tokens if they are all there; else takes none, so that whoever repeats a refused request
  // is not refused for ever. Requires: tokens at most 1e9.
  bool take(std::uint64_t tokens, TimePoint now);

  // Takes the tokens whether they are there or not: what is missing is owed, and comes in first. For
  // what is delayed instead of refused. Requires: tokens at most 1e9.
  void owe(std::uint64_t tokens, TimePoint now);

  // Puts back what a request took that was refused after all. Requires: tokens at most 1e9.
  void give_back(std::uint64_t tokens, TimePoint now);

  // Whole tokens that are there; 0 where some are owed.
  std::uint64_t tokens(TimePoint now);

  // How long until take() of so many will succeed; 0 where it would now.
  // Requires: tokens at most the capacity.
  Duration wait(std::uint64_t tokens, TimePoint now);

  // Whether it is as it would be if it had never been asked.
  bool is_full(TimePoint now);

 private:
  __extension__ using Wide = __int128;  // a token is 1e15 parts, more than 64 bits take

  void refill(TimePoint now);

  Wide parts_per_nanosecond_;
  Wide capacity_;
  Wide level_;  // negative: owed
  TimePoint seen_;
};

}  // namespace shadowsim::quota
