#include "sim/runtime/gateway_thread.h"

#include <csignal>
#include <exception>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "sim/base/check.h"
#include "sim/gateway/gateway.h"
#include "sim/runtime/gateway_side.h"
#include "sim/runtime/process_usage.h"
#include "sim/runtime/watchful_loop.h"
#include "sim/time/system_clock.h"

namespace shadowsim::runtime {
namespace {

namespace asio = boost::asio;

// As long as it lives, threads that begin are not asked to handle signals.
class SignalsElsewhere {
 public:
  SignalsElsewhere() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsElsewhere(const SignalsElsewhere&) = delete;
  SignalsElsewhere& operator=(const SignalsElsewhere&) = delete;
  ~SignalsElsewhere() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

// Source: MQTT 5.0, section 3.14.2.1.
std::optional<std::uint8_t> code_of(scenario::Farewell reason) {
  constexpr std::uint8_t kServerBusy = 0x89;
  constexpr std::uint8_t kServerShuttingDown = 0x8B;
  if (reason == scenario::Farewell::kServerBusy) return kServerBusy;
  if (reason == scenario::Farewell::kShuttingDown) return kServerShuttingDown;
  return std::nullopt;
}

gateway::FaultsInForce::Which clients_of(const std::vector<LightId>& lights,
                                         const scenario::Fleet& fleet) {
  auto clients = std::make_shared<std::unordered_set<std::string>>();
  for (const LightId light : lights)
    clients->insert(fleet.client(light));
  return [clients = std::move(clients)](const std::string& one) { return clients->contains(one); };
}

}  // namespace

struct GatewayThread::Loop {
  SystemClock clock;
  asio::io_context context{1};
  std::unique_ptr<gateway::Gateway> gateway;
  Duration cpu{};  // once the thread has ended, as the next
  std::optional<Error> failure;
  std::thread thread;

  void serve() noexcept {
    try {
      WatchfulLoop watchful{context, clock};
      while (!context.stopped())
        watchful.run_some();
    } catch (const std::exception& thrown) {
      failure = system_error(std::string{"the gateway has given up: "} + thrown.what());
    }
    cpu = thread_cpu();
  }

  void end() {
    context.stop();
    if (thread.joinable()) thread.join();
  }
};

Result<std::unique_ptr<GatewayThread>> GatewayThread::start(
    const gateway::GatewayOptions& options) {
  auto loop = std::make_unique<Loop>();
  auto gateway = gateway::Gateway::open(loop->context, loop->clock, options);
  if (gateway.has_error()) return gateway.error();
  loop->gateway = *std::move(gateway);
  return std::unique_ptr<GatewayThread>{new GatewayThread{std::move(loop)}};
}

GatewayThread::GatewayThread(std::unique_ptr<Loop> loop)
    : loop_{std::move(loop)}, port_{loop_->gateway->port()}, tls_port_{loop_->gateway->tls_port()} {
  std::promise<pid_t> id;
  auto told = id.get_future();
  {
    const SignalsElsewhere elsewhere;
    loop_->thread = std::thread{[loop = loop_.get(), id = std::move(id)]() mutable {
      id.set_value(gettid());
      loop->serve();
    }};
  }
  id_ = told.get();
}

GatewayThread::~GatewayThread() {
  loop_->end();
}

void GatewayThread::carry_out(const scenario::EndpointStep& step, const scenario::Fleet& fleet) {
  if (const auto* const disconnect = std::get_if<scenario::Disconnect>(&step)) {
    asio::post(loop_->context, [loop = loop_.get(), step = *disconnect] {
      loop->gateway->end_connections([&step](std::size_t place) { return step.takes(place); },
                                     code_of(step.reason));
    });
    return;
  }
  const auto& fault = std::get<scenario::LinkFault>(step);
  asio::post(loop_->context,
             [loop = loop_.get(), which = clients_of(fault.lights, fleet),
              bad = gateway::LinkFault{.delay = fault.delay,
                                       .bandwidth = fault.bandwidth,
                                       .is_silent = fault.is_silent},
              length = fault.length] { loop->gateway->begin_fault(which, bad, length); });
}

Result<GatewayReport> GatewayThread::stop() {
  SHADOWSIM_CHECK(loop_->thread.joinable(), "the gateway has been stopped");
  loop_->end();
  if (loop_->failure) return *loop_->failure;
  return GatewayReport{.refusals = refusals_of(loop_->gateway->door()), .cpu = loop_->cpu};
}

}  // namespace shadowsim::runtime
