#pragma once

#include <string>

#include <CLI/App.hpp>

#include "sim/scenario/overrides.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {

// Each adds one command with its options and its help to the program's, and returns it. Parsing
// fills the given command, which must live until then.
CLI::App& add_run(CLI::App& app, RunCommand& run);
CLI::App& add_merge(CLI::App& app, MergeCommand& merge);
CLI::App& add_compare(CLI::App& app, CompareCommand& compare);
CLI::App& add_report(CLI::App& app, ReportCommand& report);
CLI::App& add_check(CLI::App& app, CheckCommand& check);
CLI::App& add_certs(CLI::App& app, CertsCommand& certs);
CLI::App& add_serve(CLI::App& app, ServeCommand& serve);
CLI::App& add_light(CLI::App& app, LightCommand& light);
CLI::App& add_conformance(CLI::App& app, ConformanceCommand& conformance);
CLI::App& add_worker(CLI::App& app, WorkerCommand& worker);

// The command that has the next two for its own.
CLI::App& add_policy(CLI::App& app);
CLI::App& add_policy_show(CLI::App& policy, PolicyShowCommand& show);
CLI::App& add_policy_test(CLI::App& policy, PolicyTestCommand& test);

// The hidden commands that print what is made of the command line itself, for shells and man(1).
CLI::App& add_completion(CLI::App& app, std::string& shell);
CLI::App& add_man(CLI::App& app);

// The options that say what is told of a result, the same for each command that has one.
void add_output(CLI::App& command, OutputStyle& style);

// The options that change what the scenario file says, the same for each command that reads one.
void add_overrides(CLI::App& command, scenario::Overrides& overrides);

}  // namespace shadowsim::terminal
