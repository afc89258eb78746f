#include "sim/terminal/quota_choice.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "sim/demand/verdict.h"
#include "sim/quota/regions.h"
#include "sim/terminal/endpoint_place.h"

namespace shadowsim::terminal {

Result<ChosenQuotas> choose_quotas(const QuotaOptions& options, std::string_view host,
                                   const std::optional<quota::QuotaProfile>& own) {
  const double share = options.share.value_or(demand::kShare);
  if (!options.file.empty()) {
    auto profile = quota::read_profile(options.file);
    if (profile.has_error()) return profile.error();
    return ChosenQuotas{*std::move(profile), "the quotas in " + options.file, share};
  }
  if (own) return ChosenQuotas{*own, "the scenario's endpoint.quotas", share};
  const auto region = aws_region(host);
  if (!region)
    return ChosenQuotas{quota::QuotaProfile{}, "AWS's defaults in a large Region", share};
  const quota::RegionSize size = quota::size_of_region(*region);
  return ChosenQuotas{quota::QuotaProfile{size}, fmt::format("AWS's defaults in {}", *region),
                      share};
}

Result<void> refuse_for_embedded(const QuotaOptions& options) {
  if (!options.are_given()) return {};
  return usage_error("--quotas, --quota-share and --beyond-quotas need an --endpoint");
}

std::optional<double> parse_share(std::string_view percent) {
  if (percent.ends_with('%')) percent.remove_suffix(1);
  double number = 0;
  const char* const end = percent.data() + percent.size();
  const auto [stop, error] = std::from_chars(percent.data(), end, number);
  constexpr double kWhole = 100;
  if (error != std::errc{} || stop != end || !(number > 0) || number > kWhole) return std::nullopt;
  return number / kWhole;
}

}  // namespace shadowsim::terminal
