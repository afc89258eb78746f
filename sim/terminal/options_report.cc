#include <CLI/CLI.hpp>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {

CLI::App& add_report(CLI::App& app, ReportCommand& report) {
  CLI::App& command = *app.add_subcommand("report", "Draw report.html again from stored results");
  command.footer(
      "Reads summary.json, histograms.json, intervals.csv and slowest.json of a result,\n"
      "and writes report.html beside them; the page needs no other file, no network.\n"
      "\n"
      "Example:\n"
      "  shadowsim report results/colour-churn-20261123T070308Z");
  command.add_option("DIR", report.directory, "The result")->required();
  return command;
}

}  // namespace shadowsim::terminal
