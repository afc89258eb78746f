#include "sim/admission/limited_topic.h"

#include <algorithm>

namespace shadowsim::admission {
namespace {

// What stands behind "PREFIX.../"; all of it where it does not begin so.
std::string_view behind(std::string_view prefix, std::string_view topic) {
  if (!topic.starts_with(prefix)) return topic;
  const std::size_t end = topic.find('/', prefix.size());
  return end == std::string_view::npos ? topic : topic.substr(end + 1);
}

}  // namespace

std::string_view limited_part(const quota::QuotaProfile& quotas, std::string_view topic) {
  const bool is_excluded = quotas.is(quota::Flag::kTopicLimitsExcludeBasicIngestPrefix);
  return is_excluded ? behind("$aws/rules/", topic) : topic;
}

std::string_view limited_part_of_filter(const quota::QuotaProfile& quotas,
                                        std::string_view filter) {
  const bool is_excluded = quotas.is(quota::Flag::kTopicLimitsExcludeSharedPrefix);
  return is_excluded ? behind("$share/", filter) : filter;
}

std::size_t slashes_of(std::string_view topic) {
  return static_cast<std::size_t>(std::ranges::count(topic, '/'));
}

}  // namespace shadowsim::admission
