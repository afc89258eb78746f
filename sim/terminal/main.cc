#include <cstdio>
#include <exception>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "sim/runtime/floor_peer.h"
#include "sim/terminal/cmd_certs.h"
#include "sim/terminal/cmd_check.h"
#include "sim/terminal/cmd_compare.h"
#include "sim/terminal/cmd_conformance.h"
#include "sim/terminal/cmd_light.h"
#include "sim/terminal/cmd_merge.h"
#include "sim/terminal/cmd_policy_show.h"
#include "sim/terminal/cmd_policy_test.h"
#include "sim/terminal/cmd_report.h"
#include "sim/terminal/cmd_run.h"
#include "sim/terminal/cmd_serve.h"
#include "sim/terminal/cmd_worker.h"
#include "sim/terminal/options.h"

namespace shadowsim::terminal {
namespace {

struct Perform {
  ExitCode operator()(const RunCommand& command) const { return run(command); }
  ExitCode operator()(const MergeCommand& command) const { return merge(command); }
  ExitCode operator()(const CompareCommand& command) const { return compare(command); }
  ExitCode operator()(const ReportCommand& command) const { return report(command); }
  ExitCode operator()(const CheckCommand& command) const { return check(command); }
  ExitCode operator()(const CertsCommand& command) const { return certs(command); }
  ExitCode operator()(const ServeCommand& command) const { return serve(command); }
  ExitCode operator()(const LightCommand& command) const { return light(command); }
  ExitCode operator()(const ConformanceCommand& command) const { return conformance(command); }
  ExitCode operator()(const PolicyShowCommand& command) const { return policy_show(command); }
  ExitCode operator()(const PolicyTestCommand& command) const { return policy_test(command); }

  ExitCode operator()(const WorkerCommand& command) const { return work(command); }

  ExitCode operator()(const FloorPeerCommand& command) const {
    const auto served = runtime::run_floor_peer(command.port_descriptor);
    return served.has_error() ? exit_code_of(served.error().kind) : ExitCode::kPassed;
  }

  ExitCode operator()(const SayCommand& command) const {
    fmt::print(command.to_stderr ? stderr : stdout, "{}", command.text);
    return command.code;
  }
};

}  // namespace
}  // namespace shadowsim::terminal

int main(int argc, char** argv) {
  using namespace shadowsim::terminal;  // NOLINT(google-build-using-namespace)
  try {
    const std::vector<std::string> arguments{argv + 1, argv + argc};
    return static_cast<int>(std::visit(Perform{}, parse_command_line(arguments)));
  } catch (const std::exception& failure) {
    fmt::print(stderr, "shadowsim: internal error: {}\n", failure.what());
    return static_cast<int>(ExitCode::kInternal);
  }
}
