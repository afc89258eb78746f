#include "sim/terminal/quota_text.h"

#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "sim/report/quantity_text.h"

namespace shadowsim::terminal {
namespace {

using demand::Judged;
using quota::Limit;

constexpr std::size_t kWhereMost = 25;  // columns
constexpr double kToldFrom = 0.5;       // of a limit that is not shared with others

const quota::LimitRow& row(const Judged& judged) {
  return quota::row_of(judged.need.limit);
}

bool is_rate(const Judged& judged) {
  return row(judged).unit == quota::Unit::kRate;
}

bool is_of_account(const Judged& judged) {
  return row(judged).scope == quota::Scope::kAccount;
}

// "3,000/s", "0.5/s", "128".
std::string amount(double number, bool rate) {
  const double whole = std::round(number);
  const bool is_whole = std::abs(number - whole) < 1e-6;
  return (is_whole ? report::count_text(static_cast<std::uint64_t>(whole))
                   : report::number_text(number)) +
         (rate ? "/s" : "");
}

std::string percent(double share) {
  constexpr double kMost = 9.995;  // 1000 % and more need no digits
  return share > kMost ? ">999 %" : fmt::format("{:.0f} %", 100 * share);
}

// The end says when, so it is the beginning that is left out.
std::string shortened(const std::string& where) {
  if (where.size() <= kWhereMost) return where;
  return ".." + where.substr(where.size() - (kWhereMost - 2));
}

bool is_told(const Judged& judged) {
  return is_rate(judged) || is_of_account(judged) || judged.used >= kToldFrom;
}

std::string advice(const Judged& judged) {
  const bool is_check = judged.need.where.ends_with("final check");
  const bool is_connecting = judged.need.where.ends_with("connecting");
  switch (judged.need.limit) {
    case Limit::kConcurrentConnectionsPerAccount:
    case Limit::kSubscriptionsMaxPerAccount:
      return "fewer lights";
    case Limit::kPublishRequestsPerSecondPerConnection:
    case Limit::kThroughputBytesPerSecondPerConnection:
      return "more apps.sessions, or lower rates";
    case Limit::kShadowRequestsPerSecondPerShadow:
      return "lower rates, or more lights";
    case Limit::kSubscriptionsMaxPerConnection:
      return "fewer shadows of a light";
    case Limit::kPayloadMaxBytes:
    case Limit::kDocumentMaxBytes:
      return "smaller values";
    case Limit::kTopicMaxBytesUtf8:
    case Limit::kClientIdMaxBytesUtf8:
      return "shorter names";
    default:
      return is_connecting ? "a lower fleet.connect_rate"
             : is_check    ? "a lower fleet.check_rate"
                           : "lower rates in the timeline";
  }
}

}  // namespace

std::string quota_text(const std::vector<Judged>& judged, const ChosenQuotas& quotas,
                       bool is_sampled) {
  std::string text = fmt::format("quotas       {}, of which {:.4g} % may be used\n", quotas.title,
                                 100 * quotas.share);
  text += fmt::format("  {:<22}{:>11}{:>11}{:>7}  {}\n", "", "at most", "limit", "used", "when");
  std::size_t left_out = 0;
  for (const Judged& each : judged) {
    if (!is_told(each)) {
      ++left_out;
      continue;
    }
    std::string line =
        fmt::format("{} {:<22}{:>11}{:>11}{:>7}  {}", each.is_beyond ? '!' : ' ', each.need.title,
                    amount(each.need.most, is_rate(each)), amount(each.limit, is_rate(each)),
                    percent(each.used), shortened(each.need.where));
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  if (left_out > 0)
    text += fmt::format(
        "  {} sizes of packets, names and connections use less than half of theirs\n", left_out);
  if (is_sampled) text += "  steady stretches were looked at for ten minutes each\n";
  return text;
}

std::vector<std::string> quota_warnings(const std::vector<Judged>& judged,
                                        const ChosenQuotas& quotas) {
  std::vector<std::string> warnings;
  for (const Judged& each : judged) {
    if (is_of_account(each) || each.used <= 1) continue;
    warnings.push_back(fmt::format(
        "{}: {}{}{}, above {} ({}: {}); what helps: {}", each.need.title,
        amount(each.need.most, is_rate(each)), each.need.where.empty() ? "" : ", ", each.need.where,
        quotas.title, row(each).key, amount(each.limit, is_rate(each)), advice(each)));
  }
  return warnings;
}

std::string refusal_text(const std::vector<Judged>& judged, const ChosenQuotas& quotas) {
  std::string text =
      fmt::format("the plan needs more of the account's quotas than it may use, {:.4g} %:\n",
                  100 * quotas.share);
  for (const Judged& each : judged) {
    if (!each.is_beyond) continue;
    const auto of = [&](double number) { return amount(number, is_rate(each)); };
    const std::string share =
        each.allowed < each.limit ? fmt::format(", allowed {}", of(each.allowed)) : "";
    text +=
        fmt::format("  {}: planned {}{}, limit {}\n    {}\n    what helps: {}\n", each.need.title,
                    of(each.need.most), share, of(each.limit), row(each).key, advice(each));
  }
  return text +
         "Nothing was sent. --quota-share PERCENT allows another share, --quotas FILE\n"
         "names what the account really has, --beyond-quotas plays it all the same";
}

}  // namespace shadowsim::terminal
