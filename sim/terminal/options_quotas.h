#pragma once

#include <string>

#include <CLI/App.hpp>

#include "sim/terminal/quota_choice.h"

namespace shadowsim::terminal {

// The options that say what an account has: --quotas, without which it is `otherwise`, and --quota-share.
void add_quotas(CLI::App& command, QuotaOptions& quotas, const std::string& otherwise = "AWS's");

}  // namespace shadowsim::terminal
