#include "sim/quota/token_bucket.h"

#include <algorithm>
#include <cmath>

#include "sim/base/check.h"

namespace shadowsim::quota {
namespace {

// Of a token: so many that a millionth of a token a second is one part a nanosecond.
constexpr std::int64_t kPartsOfToken = 1'000'000'000'000'000;
constexpr double kRatesPartsPerNanosecond = 1e6;
constexpr double kRateMost = 1e9;
constexpr std::uint64_t kTokensMost = 1'000'000'000;

}  // namespace

TokenBucket::TokenBucket(Rate rate, std::uint64_t capacity, TimePoint now)
    : parts_per_nanosecond_{0}, capacity_{0}, level_{0}, seen_{now} {
  SHADOWSIM_CHECK(rate.per_second <= kRateMost, "rate={}", rate.per_second);
  SHADOWSIM_CHECK(capacity >= 1 && capacity <= kTokensMost, "capacity={}", capacity);
  parts_per_nanosecond_ = std::llround(rate.per_second * kRatesPartsPerNanosecond);
  SHADOWSIM_CHECK(parts_per_nanosecond_ >= 1, "rate={}", rate.per_second);
  capacity_ = Wide{kPartsOfToken} * static_cast<std::int64_t>(capacity);
  level_ = capacity_;
}

void TokenBucket::refill(TimePoint now) {
  if (now <= seen_) return;
  level_ = std::min(capacity_, level_ + parts_per_nanosecond_ * (now - seen_).count());
  seen_ = now;
}

bool TokenBucket::take(std::uint64_t tokens, TimePoint now) {
  SHADOWSIM_CHECK(tokens <= kTokensMost, "tokens={}", tokens);
  refill(now);
  const Wide wanted = Wide{kPartsOfToken} * static_cast<std::int64_t>(tokens);
  if (level_ < wanted) return false;
  level_ -= wanted;
  return true;
}

void TokenBucket::owe(std::uint64_t tokens, TimePoint now) {
  SHADOWSIM_CHECK(tokens <= kTokensMost, "tokens={}", tokens);
  refill(now);
  level_ -= Wide{kPartsOfToken} * static_cast<std::int64_t>(tokens);
}

void TokenBucket::give_back(std::uint64_t tokens, TimePoint now) {
  SHADOWSIM_CHECK(tokens <= kTokensMost, "tokens={}", tokens);
  refill(now);
  level_ = std::min(capacity_, level_ + Wide{kPartsOfToken} * static_cast<std::int64_t>(tokens));
}

std::uint64_t TokenBucket::tokens(TimePoint now) {
  refill(now);
  return level_ <= 0 ? 0 : static_cast<std::uint64_t>(level_ / kPartsOfToken);
}

Duration TokenBucket::wait(std::uint64_t tokens, TimePoint now) {
  refill(now);
  const Wide wanted = Wide{kPartsOfToken} * static_cast<std::int64_t>(tokens);
  SHADOWSIM_CHECK(wanted <= capacity_, "tokens={}", tokens);
  if (level_ >= wanted) return Duration::zero();
  const Wide missing = wanted - level_;
  return Duration{
      static_cast<Duration::rep>((missing + parts_per_nanosecond_ - 1) / parts_per_nanosecond_)};
}

bool TokenBucket::is_full(TimePoint now) {
  refill(now);
  return level_ == capacity_;
}

}  // namespace shadowsim::quota
