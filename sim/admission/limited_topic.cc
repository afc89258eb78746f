#include "sim/admission/limited_topic.h"

#include <algorithm>

namespace shadowsim::admission {

std::string_view limited_part(const quota::QuotaProfile& quotas, std::string_view topic) {
  constexpr std::string_view kBasicIngest = "$aws/rules/";
  if (!quotas.is(quota::Flag::kTopicLimitsExcludeBasicIngestPrefix) ||
      !topic.starts_with(kBasicIngest))
    return topic;
  const std::size_t end = topic.find('/', kBasicIngest.size());
  return end == std::string_view::npos ? topic : topic.substr(end + 1);
}

std::size_t slashes_of(std::string_view topic) {
  return static_cast<std::size_t>(std::ranges::count(topic, '/'));
}

}  // namespace shadowsim::admission
