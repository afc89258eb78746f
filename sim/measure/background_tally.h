#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace shadowsim::measure {

// What took a share of quotas beside lights and apps.
struct BackgroundTally {
  struct Taken {
    double taken = 0;           // of the quota, in its unit: of a rate on average
    double wanted = 0;          // likewise
    std::uint64_t refused = 0;  // requests, or lost messages
    std::string trouble{};      // why it could not do its work; empty where it could

    friend bool operator==(const Taken&, const Taken&) = default;
  };

  std::map<std::string, Taken> quotas{};  // by key; empty: there was no background
  std::uint64_t published = 0;            // messages that it has sent
  std::uint64_t received = 0;             // that it has got

  friend bool operator==(const BackgroundTally&, const BackgroundTally&) = default;
};

// Adds that of another part of a run.
inline void add(BackgroundTally& to, const BackgroundTally& more) {
  to.quotas.insert(more.quotas.begin(), more.quotas.end());
  to.published += more.published;
  to.received += more.received;
}

}  // namespace shadowsim::measure
