#include "sim/probe/limit_search.h"

#include "sim/base/check.h"

namespace shadowsim::probe {

LimitSearch::LimitSearch(std::uint64_t least, std::uint64_t configured, std::uint64_t up_to)
    : configured_{configured}, up_to_{up_to}, accepted_{least} {
  SHADOWSIM_CHECK(least <= configured && configured <= up_to, "{} {} {}", least, configured, up_to);
}

std::optional<std::uint64_t> LimitSearch::next() const {
  if (accepted_ >= up_to_) return std::nullopt;
  if (!refused_) {
    if (accepted_ < configured_) return configured_;
    return accepted_ == configured_ ? configured_ + 1 : up_to_;
  }
  if (*refused_ == accepted_ + 1) return std::nullopt;
  return accepted_ + (*refused_ - accepted_) / 2;
}

void LimitSearch::tell(bool accepted) {
  const auto tried = next();
  SHADOWSIM_CHECK(tried.has_value(), "{}", accepted_);
  if (accepted) {
    accepted_ = *tried;
  } else {
    refused_ = *tried;
  }
}

std::optional<std::uint64_t> LimitSearch::found() const {
  return refused_ ? std::optional{accepted_} : std::nullopt;
}

}  // namespace shadowsim::probe
