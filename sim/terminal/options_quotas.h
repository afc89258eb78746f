#pragma once

#include <CLI/App.hpp>

#include "sim/terminal/quota_choice.h"

namespace shadowsim::terminal {

// The options that say what an account has: --quotas and --quota-share.
void add_quotas(CLI::App& command, QuotaOptions& quotas);

}  // namespace shadowsim::terminal
