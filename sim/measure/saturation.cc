#include "sim/measure/saturation.h"

#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "sim/measure/instrument_check.h"

namespace shadowsim::measure {
namespace {

std::string share_text(std::string_view who, std::optional<double> share) {
  if (!share) return fmt::format("{} (CPU unknown)", who);
  return fmt::format("{} (busiest thread {:.0f} %)", who, 100 * *share);
}

}  // namespace

std::string saturation_text(const RunResult& result) {
  const auto harness = result.instrument.busiest_thread;
  const auto endpoint = result.resources.endpoint_busiest_thread;
  const bool harness_is_full = harness.value_or(0) > kFullThread;
  const bool endpoint_is_full = endpoint.value_or(0) > kFullThread;
  const std::string harness_text = share_text("the harness", harness);
  const std::string endpoint_text = share_text("the endpoint", endpoint);
  if (harness_is_full && endpoint_is_full) {
    return *endpoint >= *harness ? endpoint_text + ", then " + harness_text
                                 : harness_text + ", then " + endpoint_text;
  }
  if (endpoint_is_full) return endpoint_text;
  if (harness_is_full) return harness_text;
  return fmt::format("neither {} nor {}", endpoint_text, harness_text);
}

}  // namespace shadowsim::measure
