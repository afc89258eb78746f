#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/mqtt/endpoint.h"
#include "sim/mqtt/session.h"
#include "sim/runtime/session_engines.h"
#include "sim/scenario/overrides.h"
#include "sim/terminal/quota_choice.h"
#include "sim/terminal/result_output.h"

// What the command line says of a run: all of it, and the part of each of its workers.
namespace shadowsim::terminal {

// How a run is divided, as the options say it.
struct DivisionOptions {
  std::string workers = "1";  // --workers: a number or "auto"
  std::string shard;          // --shard: "I/N", "auto", or empty for the whole fleet
  std::string start_at;       // --start-at: RFC 3339, or empty for as soon as all are connected
};

// Where live metrics are served.
struct MetricsOptions {
  std::optional<std::uint16_t> port = {};  // --metrics-port; 0: any free one; none: nowhere
  std::string address = "127.0.0.1";       // --metrics-address
};

// `shadowsim run FILE`
struct RunCommand {
  std::string file;
  mqtt::EndpointOptions endpoint;                // an empty address means the embedded endpoint
  std::optional<mqtt::ProtocolVersion> version;  // none: the scenario's
  const runtime::SessionEngine* client = &runtime::default_session_engine();  // never null
  scenario::Overrides overrides;
  DivisionOptions division;
  QuotaOptions quotas;       // with an endpoint that is not the embedded one
  std::string out;           // directory of the results; empty: results/<scenario>-<time>
  std::uint32_t repeat = 1;  // how often it is played, at least once
  MetricsOptions metrics;
  OutputStyle output;
};

// The hidden `shadowsim worker FILE`, which a run starts for itself.
struct WorkerCommand {
  std::string file;
  mqtt::EndpointOptions endpoint;
  std::optional<mqtt::ProtocolVersion> version;
  const runtime::SessionEngine* client = &runtime::default_session_engine();  // never null
  scenario::Overrides overrides;
  std::string shard;
  std::string
      quotas;  // a quota file, what a background takes a share of; empty: the scenario's or AWS's defaults
  int parent = -1;  // descriptor of the socket to the parent

  // Whether all its lights try, though none gets in: the endpoint has a gateway of the run's own.
  bool hears_everybody = false;
};

}  // namespace shadowsim::terminal
