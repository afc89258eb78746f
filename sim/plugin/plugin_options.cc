#include "sim/plugin/plugin_options.h"

#include <charconv>
#include <limits>
#include <string>

#include <fmt/format.h>

namespace shadowsim::plugin {
namespace {

std::optional<std::size_t> parse_integer(std::string_view text, std::size_t low, std::size_t high) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end || number < low || number > high)
    return std::nullopt;
  return number;
}

std::string read_directory(const OptionLine& line, PluginOptions& options) {
  if (line.value.empty()) return "plugin_opt_data: must be a directory";
  options.data = line.value;
  return {};
}

std::string read_durable(const OptionLine& line, PluginOptions& options) {
  if (line.value != "true" && line.value != "false")
    return fmt::format("plugin_opt_data_durable '{}': must be true or false", line.value);
  options.data_is_durable = line.value == "true";
  return {};
}

// Reads one line into `options`. Returns what is wrong with it, or an empty text.
std::string read_line(const OptionLine& line, PluginOptions& options) {
  const auto integer = [&](std::size_t low, std::size_t high, const auto& store) -> std::string {
    if (const auto number = parse_integer(line.value, low, high)) {
      store(*number);
      return {};
    }
    return fmt::format("plugin_opt_{} '{}': must be an integer from {} to {}", line.name,
                       line.value, low, high);
  };
  const auto descriptor = [&](std::optional<int>& stored) {
    return integer(3, std::numeric_limits<int>::max(),
                   [&](std::size_t number) { stored = static_cast<int>(number); });
  };
  constexpr std::size_t kIntervalMax = 60'000;
  if (line.name == "ready_fd") return descriptor(options.ready_fd);
  if (line.name == "log_fd") return descriptor(options.log_fd);
  if (line.name == "data") return read_directory(line, options);
  if (line.name == "data_durable") return read_durable(line, options);
  if (line.name == "data_interval_ms")
    return integer(
        static_cast<std::size_t>(kDataIntervalMin.count()), kIntervalMax,
        [&](std::size_t number) { options.data_interval = std::chrono::milliseconds{number}; });
  if (line.name == "document_bytes_max")
    return integer(1, std::numeric_limits<int>::max(),
                   [&](std::size_t number) { options.limits.document_bytes_max = number; });
  if (line.name == "depth_max")
    return integer(1, shadow::kDepthMax,
                   [&](std::size_t number) { options.limits.depth_max = number; });
  if (line.name == "client_token_bytes_max")
    return integer(1, std::numeric_limits<int>::max(),
                   [&](std::size_t number) { options.limits.client_token_bytes_max = number; });
  return fmt::format(
      "plugin_opt_{}: there is no such option; there are ready_fd, log_fd, data, data_interval_ms, "
      "data_durable, document_bytes_max, depth_max, client_token_bytes_max",
      line.name);
}

}  // namespace

Result<PluginOptions> parse_plugin_options(std::span<const OptionLine> lines) {
  PluginOptions options;
  std::string problems;
  for (const OptionLine& line : lines) {
    const std::string problem = read_line(line, options);
    if (problem.empty()) continue;
    if (!problems.empty()) problems += '\n';
    problems += problem;
  }
  if (options.data_is_durable && !options.data) problems += "plugin_opt_data_durable: needs data";
  if (!problems.empty()) return usage_error(problems);
  return options;
}

}  // namespace shadowsim::plugin
