#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/mqtt/endpoint.h"
#include "sim/mqtt/session.h"
#include "sim/policy/session_policy.h"
#include "sim/runtime/session_engines.h"
#include "sim/scenario/overrides.h"
#include "sim/scenario/policy_choice.h"
#include "sim/terminal/exit_code.h"
#include "sim/terminal/quota_choice.h"
#include "sim/terminal/result_output.h"
#include "sim/terminal/run_command.h"

namespace shadowsim::terminal {

// `shadowsim merge DIR... --out DIR`
struct MergeCommand {
  std::vector<std::string> directories;  // at least one
  std::string out;
  bool allows_missing = false;
  OutputStyle output;
};

// `shadowsim compare A B`
struct CompareCommand {
  std::string first;
  std::string second;
  double tolerance = 0.1;  // a share; not negative
  bool quiet = false;
};

// `shadowsim report DIR`
struct ReportCommand {
  std::string directory;
};

// `shadowsim check FILE`
struct CheckCommand {
  std::string file;
  scenario::Overrides overrides;
  bool plan = false;     // print every change
  bool explain = false;  // say in words what will happen, instead of the plan
  QuotaOptions quotas;
};

// `shadowsim certs FILE`
struct CertsCommand {
  std::string file;
  std::string out;  // directory in place of that which the scenario names; empty: that
  scenario::Overrides overrides;
};

// `shadowsim serve`. A port of 0 is any free one; a listener without a port is not opened.
struct ServeCommand {
  std::uint16_t port = 1883;
  std::optional<std::uint16_t> tls_port;
  std::optional<std::uint16_t> web_socket_port;
  std::optional<std::uint16_t> secure_web_socket_port;
  std::string certificates;  // directory; given exactly if there is a listener with TLS
  std::string data;          // directory of the database; empty: shadows live in memory only
  std::vector<scenario::PolicyChoice> policies;  // empty: everything is allowed
  std::string quotas;    // file of an account's quotas; empty: there are none
  bool durable = false;  // an update is answered only when it is on the disk; with data only
  bool verbose = false;  // requests and answers to stderr
};

// `shadowsim light`
struct LightCommand {
  mqtt::EndpointOptions endpoint;  // an empty address means the embedded endpoint
  mqtt::ProtocolVersion version = mqtt::ProtocolVersion::kMqtt5;
  const runtime::SessionEngine* client = &runtime::default_session_engine();  // never null
  std::string thing = "light-0000";
  std::string client_id;  // never empty once parsed: test-<thing> unless given
  std::string shadow;     // empty: the classic shadow
  std::string property = "color";
  bool reported_only = false;
};

// `shadowsim conformance CASES.json`
struct ConformanceCommand {
  std::string file;
  std::string filter;              // part of the names of the cases to run; empty: all
  mqtt::EndpointOptions endpoint;  // an empty address means the embedded endpoint
  mqtt::ProtocolVersion version = mqtt::ProtocolVersion::kMqtt5;
  const runtime::SessionEngine* client = &runtime::default_session_engine();  // never null
  std::string thing_prefix = "conformance";
  std::size_t sessions = 8;
  std::chrono::milliseconds arrival{3'000};
  std::chrono::milliseconds quiet{200};
  bool verbose = false;
};

// `shadowsim policy show FILE`
struct PolicyShowCommand {
  std::string file;
  scenario::Overrides overrides;
  policy::Account account;
};

// `shadowsim policy test CASES.json`
struct PolicyTestCommand {
  std::string file;
  bool verbose = false;  // a line for each case that passed, too
};

// The hidden `shadowsim floor-peer FD`, which a run starts for itself.
struct FloorPeerCommand {
  int port_descriptor = -1;
};

// Nothing to do but to say something: help, version, or what is wrong with the command line.
struct SayCommand {
  ExitCode code = ExitCode::kPassed;
  std::string text;
  bool to_stderr = false;
};

using Command =
    std::variant<RunCommand, MergeCommand, CompareCommand, ReportCommand, CheckCommand,
                 CertsCommand, ServeCommand, LightCommand, ConformanceCommand, PolicyShowCommand,
                 PolicyTestCommand, WorkerCommand, FloorPeerCommand, SayCommand>;

// Takes the command line apart, without the program's name.
Command parse_command_line(const std::vector<std::string>& arguments);

}  // namespace shadowsim::terminal
