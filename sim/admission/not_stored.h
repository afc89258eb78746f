#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>

namespace shadowsim::admission {

// The messages that were not stored for a session, though the broker has done so: each is to be dropped when the broker
// delivers it. Two of the same topic and payload are alike: it does not matter which of them is dropped.
// Threads: one at a time.
// Owns:    hashes of topics and payloads: two messages in a quintillion are taken for each other.
class NotStored {
 public:
  // How many are remembered: no fewer than the broker stores for a session, which drops what comes then.
  static constexpr std::size_t kMost = 100'000;

  void add(std::string_view topic, std::string_view payload);

  // Whether it is one of them, which it is no longer then.
  bool take(std::string_view topic, std::string_view payload);

  void clear();
  std::size_t size() const { return size_; }

 private:
  std::unordered_map<std::size_t, std::size_t> counts_;  // by hash, never 0
  std::size_t size_ = 0;
};

}  // namespace shadowsim::admission
