#include "sim/runtime/front_gateway.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "sim/gateway/gateway.h"
#include "sim/runtime/watchful_loop.h"
#include "sim/time/system_clock.h"

namespace shadowsim::runtime {

namespace asio = boost::asio;

namespace {

// The shadow service's own limits, as it is told them.
void tell_service(const quota::QuotaProfile& quotas, endpoint::BrokerConfig& config) {
  using quota::Limit;
  constexpr std::uint64_t kMost = std::numeric_limits<int>::max();
  constexpr std::uint64_t kDepthMost = 64;
  const auto tell = [&](const char* option, Limit limit, std::uint64_t most) {
    const auto value = std::clamp<std::uint64_t>(quotas.count(limit), 1, most);
    config.plugin_options.emplace_back(option, std::to_string(value));
  };
  tell("document_bytes_max", Limit::kDocumentMaxBytes, kMost);
  tell("depth_max", Limit::kJsonDepthMaxLevels, kDepthMost);
  tell("client_token_bytes_max", Limit::kClientTokenMaxBytes, kMost);
}

}  // namespace

void stand_behind_gateway(endpoint::BrokerOptions& options, const admission::Rules& rules) {
  options.has_local_socket = true;
  endpoint::BrokerConfig& config = options.config;
  config.port = 0;
  config.tls.reset();
  config.qos_most = 1;
  if (!rules.quotas) return;
  if (!config.plugin.empty()) tell_service(*rules.quotas, config);
  // The gateway counts what the client sends, which may become somewhat longer on its way: an alias its topic,
  // a request that is turned away its mark. Mosquitto refuses a packet as long as its limit.
  constexpr std::uint64_t kSomewhat = 1024;
  constexpr std::uint64_t kLongest = 256 * 1024 * 1024;
  config.packet_bytes_most = static_cast<std::uint32_t>(std::min(
      rules.quotas->count(quota::Limit::kMaximumPacketSizeAnnouncedBytes) + kSomewhat, kLongest));
  constexpr std::uint64_t kMost = 65535;
  config.in_flight_most = static_cast<std::uint16_t>(std::min(
      rules.quotas->count(quota::Limit::kOutboundUnacknowledgedQos1MaxPerConnection), kMost));
}

struct FrontGateway::Loop {
  SystemClock clock;
  asio::io_context context{1};
  std::unique_ptr<gateway::Gateway> gateway;
};

Result<FrontGateway> FrontGateway::open(const gateway::GatewayOptions& options) {
  auto loop = std::make_unique<Loop>();
  auto gateway = gateway::Gateway::open(loop->context, loop->clock, options);
  if (gateway.has_error()) return gateway.error();
  loop->gateway = *std::move(gateway);
  return FrontGateway{std::move(loop)};
}

FrontGateway::FrontGateway(std::unique_ptr<Loop> loop) : loop_{std::move(loop)} {}
FrontGateway::FrontGateway(FrontGateway&&) noexcept = default;
FrontGateway::~FrontGateway() = default;

std::uint16_t FrontGateway::port() const {
  return loop_->gateway->port();
}

std::uint16_t FrontGateway::tls_port() const {
  return loop_->gateway->tls_port();
}

const admission::Counters& FrontGateway::counters() const {
  return loop_->gateway->door().counters();
}

std::size_t FrontGateway::run_until_readable(std::span<const int> descriptors) {
  std::vector<asio::posix::stream_descriptor> waited;
  std::size_t readable = descriptors.size();
  for (std::size_t i = 0; i < descriptors.size(); ++i) {
    auto& one = waited.emplace_back(loop_->context, descriptors[i]);
    one.async_wait(asio::posix::stream_descriptor::wait_read,
                   [this, &readable, i](const boost::system::error_code& error) {
                     if (error) return;
                     readable = i;
                     loop_->context.stop();
                   });
  }
  loop_->context.restart();
  WatchfulLoop watchful{loop_->context, loop_->clock};
  while (readable == descriptors.size())
    watchful.run_some();
  for (auto& one : waited)
    one.release();
  // The waits that were given up still refer to this call.
  loop_->context.restart();
  loop_->context.poll();
  return readable;
}

}  // namespace shadowsim::runtime
