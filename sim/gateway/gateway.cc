#include "sim/gateway/gateway.h"

#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "sim/base/check.h"
#include "sim/gateway/server_tls.h"

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);

}  // namespace

// The listeners, and who has come in by them.
struct Gateway::Doors {
  std::vector<std::shared_ptr<Acceptor>> acceptors;
  std::vector<std::weak_ptr<Relay>> relays;
  std::size_t relays_at_last_look = 0;
  std::uint64_t entered = 0;
  bool is_closed = false;

  void add(const std::shared_ptr<Relay>& relay) {
    relays.push_back(relay);
    constexpr std::size_t kSome = 64;
    if (relays.size() < 2 * relays_at_last_look + kSome) return;
    std::erase_if(relays, [](const auto& one) { return one.expired(); });
    relays_at_last_look = relays.size();
  }

  void look_at_faults() const {
    for (const auto& one : relays) {
      if (const auto relay = one.lock()) relay->look_at_faults();
    }
  }

  static asio::awaitable<void> end_fault(std::shared_ptr<Doors> doors,
                                         std::shared_ptr<FaultsInForce> faults,
                                         std::uint64_t number, Duration length) {
    asio::steady_timer over{co_await asio::this_coro::executor, length};
    co_await over.async_wait(kAwaited);
    faults->end(number);
    doors->look_at_faults();
  }

  static asio::awaitable<void> accept(std::shared_ptr<Doors> doors,
                                      std::shared_ptr<Acceptor> acceptor,
                                      Relay::Surroundings surroundings, TlsContext tls) {
    while (!doors->is_closed) {
      auto [error, socket] = co_await acceptor->async_accept(kAwaited);
      if (doors->is_closed) co_return;
      if (error) {  // no descriptors left, say: there may be some in a moment
        asio::steady_timer pause{acceptor->get_executor(), std::chrono::milliseconds{100}};
        co_await pause.async_wait(kAwaited);
        continue;
      }
      ClientStream stream =
          tls ? ClientStream{std::move(socket), tls} : ClientStream{std::move(socket)};
      auto relay =
          std::make_shared<Relay>(acceptor->get_executor(), std::move(stream), surroundings,
                                  fmt::format("auto-{:08}", ++doors->entered));
      doors->add(relay);
      relay->start();
    }
  }
};

Result<std::unique_ptr<Gateway>> Gateway::open(asio::io_context& context, const Clock& clock,
                                               const GatewayOptions& options) {
  std::unique_ptr<Gateway> gateway{new Gateway{context, clock, options}};
  const auto port = gateway->listen(options.port, nullptr);
  if (port.has_error()) return port.error();
  gateway->port_ = *port;
  if (options.tls) {
    const auto tls = make_server_tls(*options.tls);
    if (tls.has_error()) return tls.error();
    const auto tls_port = gateway->listen(options.tls->port, *tls);
    if (tls_port.has_error()) return tls_port.error();
    gateway->tls_port_ = *tls_port;
  }
  return gateway;
}

Gateway::Gateway(asio::io_context& context, const Clock& clock, const GatewayOptions& options)
    : context_{context},
      surroundings_{clock, std::make_shared<admission::FrontDoor>(options.rules, clock.now()),
                    options.broker, options.log,
                    options.link_fault_seed
                        ? std::make_shared<FaultsInForce>(*options.link_fault_seed)
                        : nullptr},
      doors_{std::make_shared<Doors>()} {}

Gateway::~Gateway() {
  doors_->is_closed = true;
  error_code ignored;
  for (const auto& acceptor : doors_->acceptors)
    acceptor->close(ignored);
  for (const auto& one : doors_->relays) {
    if (const auto relay = one.lock()) relay->stop();
  }
}

void Gateway::end_connections(const std::function<bool(std::size_t place)>& which,
                              std::optional<std::uint8_t> reason) {
  std::size_t place = 0;
  for (const auto& one : doors_->relays) {
    const auto relay = one.lock();
    if (!relay || !relay->is_serving() || !which(place++)) continue;
    if (reason) {
      relay->dismiss(*reason);
    } else {
      relay->stop();
    }
  }
}

void Gateway::begin_fault(FaultsInForce::Which which, const LinkFault& fault, Duration length) {
  SHADOWSIM_CHECK(surroundings_.faults, "links of this gateway have no faults");
  const auto number = surroundings_.faults->begin(std::move(which), fault);
  doors_->look_at_faults();
  asio::co_spawn(context_, Doors::end_fault(doors_, surroundings_.faults, number, length),
                 asio::detached);
}

Result<std::uint16_t> Gateway::listen(std::uint16_t port, const TlsContext& tls) {
  auto acceptor = std::make_shared<Acceptor>(context_);
  const tcp::endpoint endpoint{asio::ip::address_v4::loopback(), port};
  error_code error;
  acceptor->open(endpoint.protocol(), error);
  if (!error) acceptor->set_option(Acceptor::reuse_address{true}, error);
  if (!error) acceptor->bind(endpoint, error);
  if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) return system_error(fmt::format("port {}: {}", port, error.message()));
  const std::uint16_t bound = acceptor->local_endpoint(error).port();
  doors_->acceptors.push_back(acceptor);
  asio::co_spawn(context_, Doors::accept(doors_, acceptor, surroundings_, tls), asio::detached);
  return bound;
}

}  // namespace shadowsim::gateway
