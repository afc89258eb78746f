#include "sim/admission/reserved_topics.h"

#include <algorithm>
#include <array>

#include "sim/shadow/topics.h"

namespace shadowsim::admission {
namespace {

constexpr std::string_view kAws = "$aws/";
constexpr std::string_view kBasicIngest = "$aws/rules/";
constexpr std::string_view kShared = "$share/";

// With '+' for one level and '#' for what follows, if anything. Topics of shadows stand apart.
constexpr std::array<std::string_view, 10> kRequests{
    "$aws/rules/#",
    "$aws/things/+/jobs/get",
    "$aws/things/+/jobs/start-next",
    "$aws/things/+/jobs/+/get",
    "$aws/things/+/jobs/+/update",
    "$aws/things/+/defender/metrics/+",
    "$aws/things/+/streams/+/get/+",
    "$aws/things/+/streams/+/describe/+",
    "$aws/certificates/create/+",
    "$aws/certificates/create-from-csr/+",
};
constexpr std::string_view kProvision = "$aws/provisioning-templates/+/provision/+";

// Those that '&' ends have "/accepted" and "/rejected" in its place.
constexpr std::array<std::string_view, 15> kAnswers{
    "$aws/events/#",
    "$aws/things/+/jobs/notify",
    "$aws/things/+/jobs/notify-next",
    "$aws/things/+/jobs/get&",
    "$aws/things/+/jobs/start-next&",
    "$aws/things/+/jobs/+/get&",
    "$aws/things/+/jobs/+/update&",
    "$aws/things/+/defender/metrics/+&",
    "$aws/things/+/streams/+/data/+",
    "$aws/things/+/streams/+/description/+",
    "$aws/things/+/streams/+/rejected/+",
    "$aws/things/+/tunnels/notify",
    "$aws/certificates/create/+&",
    "$aws/certificates/create-from-csr/+&",
    "$aws/provisioning-templates/+/provision/+&",
};

std::string_view take_level(std::string_view& text) {
  const std::size_t end = std::min(text.find('/'), text.size());
  const std::string_view level = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return level;
}

bool matches(std::string_view pattern, std::string_view topic) {
  while (!pattern.empty()) {
    const std::string_view wanted = take_level(pattern);
    if (wanted == "#") return !topic.empty();
    const std::string_view level = take_level(topic);
    if (wanted == "+" ? level.empty() : level != wanted) return false;
  }
  return topic.empty();
}

std::string_view without_group(std::string_view filter) {
  if (!filter.starts_with(kShared)) return filter;
  filter.remove_prefix(kShared.size());
  take_level(filter);
  return filter;
}

bool is_answer(std::string_view topic) {
  return std::ranges::any_of(kAnswers, [&](std::string_view pattern) {
    if (!pattern.ends_with('&')) return matches(pattern, topic);
    pattern.remove_suffix(1);
    for (const std::string_view ending : {"/accepted", "/rejected"}) {
      if (topic.ends_with(ending))
        return matches(pattern, topic.substr(0, topic.size() - ending.size()));
    }
    return false;
  });
}

}  // namespace

bool may_publish(std::string_view topic) {
  if (!topic.starts_with('$')) return true;
  if (const auto parsed = shadow::parse_topic(topic)) return shadow::is_request(parsed->kind);
  return matches(kProvision, topic) ||
         std::ranges::any_of(kRequests, [&](auto pattern) { return matches(pattern, topic); });
}

bool may_subscribe(std::string_view filter) {
  filter = without_group(filter);
  if (!filter.starts_with('$')) return true;
  if (!filter.starts_with(kAws) || filter.starts_with(kBasicIngest)) return false;
  if (filter.find_first_of("+#") != std::string_view::npos) return true;
  return shadow::parse_topic(filter).has_value() || is_answer(filter);
}

std::optional<quota::Limit> too_long_name(const quota::QuotaProfile& quotas,
                                          std::string_view topic) {
  using quota::Limit;
  const auto parsed = shadow::parse_topic(without_group(topic));
  if (!parsed) return std::nullopt;
  if (parsed->shadow.thing.size() > quotas.count(Limit::kThingNameMaxBytes))
    return Limit::kThingNameMaxBytes;
  if (parsed->shadow.shadow.size() > quotas.count(Limit::kShadowNameMaxBytes))
    return Limit::kShadowNameMaxBytes;
  return std::nullopt;
}

}  // namespace shadowsim::admission
