#include "sim/terminal/options_quotas.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace shadowsim::terminal {

void add_quotas(CLI::App& command, QuotaOptions& quotas, const std::string& otherwise) {
  const auto group = "Quotas of the account";
  command
      .add_option("--quotas", quotas.file, fmt::format("Its quotas, YAML (default: {})", otherwise))
      ->type_name("FILE")
      ->group(group);
  command
      .add_option_function<std::string>(
          "--quota-share",
          [&quotas](const std::string& text) {
            quotas.share = parse_share(text);
            if (!quotas.share)
              throw CLI::ValidationError{"--quota-share",
                                         text + " is no percentage above 0, at most 100"};
          },
          "How much of them the plan may use (80)")
      ->type_name("PERCENT")
      ->group(group);
}

}  // namespace shadowsim::terminal
