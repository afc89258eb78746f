#include "sim/quota/quota_profile.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "sim/base/check.h"

namespace shadowsim::quota {
namespace {

// What a TokenBucket takes.
constexpr double kRateLeast = 1e-6;
constexpr double kBurstMost = 1e9;

std::size_t index_of(Limit limit) {
  return static_cast<std::size_t>(limit);
}

double scale_of(const LimitRow& row, const Scale& scale) {
  if (row.unit == Unit::kTime) return scale.time;
  if (row.scope == Scope::kAccount && row.unit != Unit::kFactor) return scale.account;
  const bool is_rate = row.unit == Unit::kRate;
  return is_rate && row.scope != Scope::kNone ? scale.connection : 1;
}

bool is_in_days(const LimitRow& row) {
  return row.key.ends_with("_days");
}

}  // namespace

QuotaProfile::QuotaProfile(RegionSize size) : size_{size} {
  for (std::size_t i = 0; i < kLimits; ++i)
    values_.at(i) = size == RegionSize::kLarge ? limit_rows()[i].large : limit_rows()[i].select;
  for (std::size_t i = 0; i < kFlags; ++i)
    flags_.at(i) = flag_rows()[i].value;
  for (std::size_t i = 0; i < kWords; ++i)
    words_.at(i) = word_rows()[i].allowed[0];
  for (std::size_t i = 0; i < kExcesses; ++i) {
    for (std::size_t column = 0; column < kColumns; ++column) {
      const auto text = excess_rows()[i].reactions.at(column);
      if (!text.empty()) reactions_.at(i).at(column) = *parse_reaction(text);
    }
  }
}

void QuotaProfile::set(Limit limit, double number) {
  SHADOWSIM_CHECK(can_be(row_of(limit), number), "{} {}", row_of(limit).key, number);
  values_.at(index_of(limit)) = number;
  is_set_.at(index_of(limit)) = true;
}

double QuotaProfile::value(Limit limit) const {
  const LimitRow& row = row_of(limit);
  const bool is_set = is_set_.at(index_of(limit));
  const double scaled = values_.at(index_of(limit)) * (is_set ? 1 : scale_of(row, scale_));
  if (row.unit == Unit::kRate) return std::max(kRateLeast, scaled);
  if (row.unit != Unit::kCount) return scaled;
  return values_.at(index_of(limit)) == 0 ? 0 : std::max(1.0, std::round(scaled));
}

Rate QuotaProfile::rate(Limit limit) const {
  SHADOWSIM_CHECK(row_of(limit).unit == Unit::kRate, "{}", row_of(limit).key);
  return {value(limit)};
}

std::uint64_t QuotaProfile::count(Limit limit) const {
  SHADOWSIM_CHECK(row_of(limit).unit == Unit::kCount, "{}", row_of(limit).key);
  return static_cast<std::uint64_t>(std::llround(value(limit)));
}

Duration QuotaProfile::time(Limit limit) const {
  const LimitRow& row = row_of(limit);
  SHADOWSIM_CHECK(row.unit == Unit::kTime, "{}", row.key);
  constexpr double kSecondsOfDay = 86'400;
  const double seconds = value(limit) * (is_in_days(row) ? kSecondsOfDay : 1);
  return std::chrono::round<Duration>(std::chrono::duration<double>{seconds});
}

std::uint64_t QuotaProfile::burst(Limit limit) const {
  const double per_second = rate(limit).per_second;
  if (per_second <= 1) return 1;  // Source: account-quotas.md, section 4.1
  const double tokens = per_second * value(Limit::kTokenBucketCapacitySecondsOfRate);
  return static_cast<std::uint64_t>(std::clamp(std::floor(tokens + 1e-9), 1.0, kBurstMost));
}

Duration QuotaProfile::closes_after_excess() const {
  return std::chrono::round<Duration>(closes_after_excess_ * scale_.time);
}

std::optional<Reaction> QuotaProfile::reaction(Excess excess, Column column) const {
  const Reactions& reactions = reactions_.at(static_cast<std::size_t>(excess));
  const auto& named = reactions.at(static_cast<std::size_t>(column));
  const bool by_qos = column == Column::kMqtt5Qos0 || column == Column::kMqtt5Qos1;
  return named || !by_qos ? named : reactions.at(static_cast<std::size_t>(Column::kMqtt5));
}

}  // namespace shadowsim::quota
