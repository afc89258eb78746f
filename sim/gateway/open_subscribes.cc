#include "sim/gateway/open_subscribes.h"

#include <utility>

namespace shadowsim::gateway {

void JudgedFilters::refuse(std::string_view filter, std::uint8_t code, std::string_view reason) {
  all_.push_back({std::string{filter}, static_cast<char>(code)});
  if (reason_.empty()) reason_ = reason;
}

void JudgedFilters::leave_to_broker(std::string_view filter) {
  all_.push_back({std::string{filter}, std::nullopt});
}

FilterCodes JudgedFilters::answer(std::string_view brokers_codes) const {
  constexpr unsigned kFailure = 0x80;
  FilterCodes answer{.codes = {}, .reason = reason_, .refused = {}};
  for (const Judged& judged : all_) {
    if (judged.code) {
      answer.codes.push_back(*judged.code);
    } else if (!brokers_codes.empty()) {
      const char code = brokers_codes.front();
      answer.codes.push_back(code);
      if ((static_cast<std::uint8_t>(code) & kFailure) != 0)
        answer.refused.push_back(judged.filter);
      brokers_codes.remove_prefix(1);
    }
  }
  return answer;
}

void OpenSubscribes::add(std::uint16_t packet_id, JudgedFilters filters) {
  open_[packet_id] = std::move(filters);
}

std::optional<FilterCodes> OpenSubscribes::answer(std::uint16_t packet_id,
                                                  std::string_view brokers_codes) {
  const auto found = open_.find(packet_id);
  if (found == open_.end()) return std::nullopt;
  const JudgedFilters filters = std::move(found->second);
  open_.erase(found);
  return filters.answer(brokers_codes);
}

}  // namespace shadowsim::gateway
