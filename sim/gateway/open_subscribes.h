#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shadowsim::gateway {

// The answer to a SUBSCRIBE, as the client is to have it.
struct FilterCodes {
  std::string codes;                 // one for each filter
  std::string reason;                // why the first of ours is refused; empty where none is
  std::vector<std::string> refused;  // filters that the broker has refused
};

// The filters of one SUBSCRIBE, each judged here: refused with a code, or left to the broker.
class JudgedFilters {
 public:
  // `reason` is kept of the first refusal.
  void refuse(std::string_view filter, std::uint8_t code, std::string_view reason);
  void leave_to_broker(std::string_view filter);

  // The codes of all filters, given those that the broker has for what was left to it. A code that the
  // broker owes is left out.
  FilterCodes answer(std::string_view brokers_codes) const;

 private:
  struct Judged {
    std::string filter;
    std::optional<char> code;  // none: the broker's
  };

  std::vector<Judged> all_;
  std::string reason_;
};

// The SUBSCRIBEs of one client that the broker has not answered.
// Threads: one at a time.
class OpenSubscribes {
 public:
  // Takes the place of an earlier one with that packet ID.
  void add(std::uint16_t packet_id, JudgedFilters filters);

  // The broker's SUBACK has come: the one that the client is to have; none where nothing was asked.
  std::optional<FilterCodes> answer(std::uint16_t packet_id, std::string_view brokers_codes);

 private:
  std::unordered_map<std::uint16_t, JudgedFilters> open_;  // by packet ID
};

}  // namespace shadowsim::gateway
