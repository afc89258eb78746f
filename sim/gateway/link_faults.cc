#include "sim/gateway/link_faults.h"

#include <algorithm>
#include <utility>

#include "sim/base/check.h"

namespace shadowsim::gateway {
namespace {

std::optional<std::uint64_t> smallest_bandwidth(const std::vector<LinkFault>& faults) {
  std::optional<std::uint64_t> smallest;
  for (const LinkFault& fault : faults) {
    if (fault.bandwidth && (!smallest || *fault.bandwidth < *smallest)) smallest = fault.bandwidth;
  }
  return smallest;
}

}  // namespace

void LinkFaults::set(std::vector<LinkFault> faults, TimePoint now) {
  faults_ = std::move(faults);
  is_silent_ = std::ranges::any_of(faults_, &LinkFault::is_silent);
  const auto bandwidth = smallest_bandwidth(faults_);
  if (bandwidth == bandwidth_) return;
  bandwidth_ = bandwidth;
  allowance_.reset();
  if (bandwidth) allowance_.emplace(Rate{static_cast<double>(*bandwidth)}, kBurst, now);
}

void LinkFaults::put(std::string_view bytes, TimePoint now) {
  SHADOWSIM_CHECK(!end_due_, "{} bytes come after the end", bytes.size());
  if (bytes.empty()) return;
  pieces_.push_back({due_at(now), std::string{bytes}});
  held_bytes_ += bytes.size();
}

void LinkFaults::end(TimePoint now) {
  end_due_ = due_at(now);
}

std::size_t LinkFaults::take(std::span<char> room, TimePoint now) {
  std::size_t taken = 0;
  while (!is_silent_ && taken < room.size() && !pieces_.empty() && pieces_.front().due <= now) {
    const std::string_view rest = std::string_view{pieces_.front().bytes}.substr(taken_);
    std::size_t count = std::min(rest.size(), room.size() - taken);
    if (allowance_) {
      count = std::min<std::size_t>(count, allowance_->tokens(now));
      if (count == 0) break;
      allowance_->take(count, now);
    }
    std::ranges::copy(rest.substr(0, count), room.subspan(taken).begin());
    taken += count;
    taken_ += count;
    if (count < rest.size()) continue;
    pieces_.pop_front();
    taken_ = 0;
  }
  held_bytes_ -= taken;
  return taken;
}

std::optional<TimePoint> LinkFaults::next(TimePoint now) {
  if (is_silent_) return std::nullopt;
  if (pieces_.empty()) return end_due_;
  const Piece& first = pieces_.front();
  if (!allowance_ || first.due > now) return first.due;
  // Some at a time, so that nobody has to look for every single byte.
  constexpr std::uint64_t kLooksOfSecond = 100;
  const std::uint64_t some = std::clamp(*bandwidth_ / kLooksOfSecond, std::uint64_t{1}, kBurst);
  return now + allowance_->wait(std::min<std::uint64_t>(some, first.bytes.size() - taken_), now);
}

bool LinkFaults::has_ended(TimePoint now) const {
  return !is_silent_ && pieces_.empty() && end_due_ && *end_due_ <= now;
}

TimePoint LinkFaults::due_at(TimePoint now) {
  TimePoint due = now;
  for (const LinkFault& fault : faults_)
    due += fault.delay.draw(random_);
  last_due_ = std::max(last_due_, due);  // nothing overtakes
  return last_due_;
}

}  // namespace shadowsim::gateway
