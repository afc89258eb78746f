#include "sim/quota/bucket_set.h"

#include <iterator>

namespace shadowsim::quota {
namespace {

constexpr std::size_t kMadeBetweenDrops = 64;

}  // namespace

std::optional<std::uint64_t> BucketSet::take(std::string_view key, std::uint64_t tokens,
                                             TimePoint now) {
  auto found = buckets_.find(key);
  if (found == buckets_.end()) {
    // Looking at all of them costs in proportion to those that were made since.
    if (made_ >= kMadeBetweenDrops && made_ * 2 >= buckets_.size()) drop_full(now);
    found = buckets_.try_emplace(std::string{key}, Held{TokenBucket{rate_, capacity_, now}}).first;
    ++made_;
  }
  if (!found->second.bucket.take(tokens, now)) return std::nullopt;
  return found->second.taken.add(tokens, now);
}

void BucketSet::give_back(std::string_view key, std::uint64_t tokens, TimePoint now) {
  const auto found = buckets_.find(key);
  if (found != buckets_.end()) found->second.bucket.give_back(tokens, now);
}

void BucketSet::drop_full(TimePoint now) {
  for (auto entry = buckets_.begin(); entry != buckets_.end();)
    entry = entry->second.bucket.is_full(now) ? buckets_.erase(entry) : std::next(entry);
  made_ = 0;
}

}  // namespace shadowsim::quota
