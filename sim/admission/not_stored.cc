#include "sim/admission/not_stored.h"

#include <functional>

namespace shadowsim::admission {
namespace {

std::size_t hash_of(std::string_view topic, std::string_view payload) {
  const std::hash<std::string_view> hash;
  constexpr std::size_t kOdd =
      0x9E3779B97F4A7C15;  // so that topic and payload cannot change places
  return hash(topic) * kOdd + hash(payload);
}

}  // namespace

void NotStored::add(std::string_view topic, std::string_view payload) {
  if (size_ == kMost) return;
  ++counts_[hash_of(topic, payload)];
  ++size_;
}

bool NotStored::take(std::string_view topic, std::string_view payload) {
  if (size_ == 0) return false;
  const auto found = counts_.find(hash_of(topic, payload));
  if (found == counts_.end()) return false;
  if (--found->second == 0) counts_.erase(found);
  --size_;
  return true;
}

void NotStored::clear() {
  counts_.clear();
  size_ = 0;
}

}  // namespace shadowsim::admission
