#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/shadow/limits.h"

namespace shadowsim::plugin {

// A line "plugin_opt_<name> <value>" of the broker's configuration.
struct OptionLine {
  std::string_view name;
  std::string_view value;
};

inline constexpr std::chrono::milliseconds kDataIntervalMin{160};
inline constexpr std::chrono::milliseconds kDataIntervalDefault{200};

// What the broker's configuration says to the plugin.
struct PluginOptions {
  // ready_fd N: an inherited descriptor on which "ready\n" is written when the broker accepts
  // clients; it is closed then. Closed without that, the broker has failed to start.
  std::optional<int> ready_fd;

  // log_fd N: an inherited descriptor to which each request and its answers are written; see
  // request_log.h. A slow reader of it slows the broker.
  std::optional<int> log_fd;

  // data DIR: shadows survive the broker, in a database there.
  std::optional<std::string> data;

  // data_interval_ms N: for how long an accepted change may be in memory only. The broker calls at
  // least every 100 ms, and a commit takes its time, so this is at least kDataIntervalMin.
  std::chrono::milliseconds data_interval = kDataIntervalDefault;

  // data_durable true: an update is answered only when it has reached the disk.
  bool data_is_durable = false;

  // document_bytes_max N, depth_max N, client_token_bytes_max N: the service's limits where an account has others.
  shadow::Limits limits;
};

// Errors: kUsage for an unknown name or an impossible value, all of them, a line for each.
Result<PluginOptions> parse_plugin_options(std::span<const OptionLine> lines);

}  // namespace shadowsim::plugin
