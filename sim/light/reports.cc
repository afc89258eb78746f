#include "sim/light/reports.h"

#include <algorithm>
#include <utility>

#include "sim/light/section_parts.h"

namespace shadowsim::light {

void Reports::add(const shadow::Section& reported) {
  waiting_.merge(reported);
}

void Reports::add(const shadow::Section& reported, const shadow::Section& desired) {
  waiting_.merge(reported);
  waiting_desired_.merge(desired);
}

void Reports::put_back(const Sent& report, const shadow::Section& reported) {
  waiting_.merge(reported);
  shadow::Section desired = report.desired;
  desired.merge(std::exchange(waiting_desired_, {}));
  waiting_desired_ = std::move(desired);
}

void Reports::keep_wish(const shadow::Section& desired) {
  wishes_.merge(desired);
}

std::optional<Reports::Next> Reports::take_next() {
  if (!is_next_due()) return std::nullopt;
  Next next{std::exchange(waiting_, {}), std::exchange(waiting_desired_, {})};
  if (!next.desired.empty()) return next;
  next.reported = missing_from_sent(next.reported);
  if (next.reported.empty()) return std::nullopt;
  return next;
}

std::optional<Reports::Sent> Reports::take(std::string_view client_token) {
  const auto found = std::ranges::find(sent_, client_token, &Sent::client_token);
  if (found == sent_.end()) return std::nullopt;
  Sent report = std::move(*found);
  std::for_each(sent_.begin(), found, [](Sent& earlier) { earlier.is_overtaken = true; });
  sent_.erase(found);
  return report;
}

void Reports::lose() {
  shadow::Section desired;
  for (const auto& report : sent_)
    desired.merge(report.desired);
  desired.merge(std::exchange(waiting_desired_, {}));
  wishes_.merge(desired);
  sent_.clear();
  waiting_.clear();
}

shadow::Section Reports::take_wishes() {
  return std::exchange(wishes_, {});
}

shadow::Section Reports::without_own_wishes(const shadow::Section& delta) const {
  shadow::Section left = without(delta, wishes_);
  for (const auto& report : sent_)
    left = without(left, report.desired);
  return without(left, waiting_desired_);
}

bool Reports::empty() const {
  return sent_.empty() && waiting_.empty() && waiting_desired_.empty() && wishes_.empty();
}

// What of `state` is not on its way already. The service takes reports up in their order: what was
// sent before an answered one has been replaced by that.
shadow::Section Reports::missing_from_sent(const shadow::Section& state) const {
  if (sent_.empty()) return state;
  shadow::Section under_way;
  for (const auto& report : sent_)
    if (!report.is_overtaken) under_way.merge(report.reported);
  return shadow::difference(state, under_way);
}

}  // namespace shadowsim::light
