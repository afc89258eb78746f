#include "bench/mqtt_clients.h"

#include <chrono>
#include <poll.h>
#include <utility>

#include <mosquitto.h>

#include "sim/base/check.h"

namespace shadowsim::bench {
namespace {

void expect_success(int code, const char* call) {
  SHADOWSIM_CHECK(code == MOSQ_ERR_SUCCESS, "{}: {}", call, mosquitto_strerror(code));
}

}  // namespace

struct MqttClients::Client {
  MqttClients* all = nullptr;
  std::size_t number = 0;
  bool is_connected = false;
  std::size_t subscriptions = 0;  // acknowledged
  std::unique_ptr<mosquitto, decltype(&mosquitto_destroy)> mosq{nullptr, mosquitto_destroy};

  void set_callbacks() const {
    mosquitto_connect_callback_set(mosq.get(), [](mosquitto*, void* self, int code) {
      SHADOWSIM_CHECK(code == 0, "refused: {}", mosquitto_connack_string(code));
      static_cast<Client*>(self)->is_connected = true;
    });
    mosquitto_subscribe_callback_set(
        mosq.get(), [](mosquitto*, void* self, int /*id*/, int /*count*/, const int* /*granted*/) {
          ++static_cast<Client*>(self)->subscriptions;
        });
    mosquitto_publish_callback_set(mosq.get(), [](mosquitto*, void* self, int /*id*/) {
      --static_cast<Client*>(self)->all->unacknowledged_;
    });
    mosquitto_message_callback_set(
        mosq.get(), [](mosquitto*, void* self, const mosquitto_message* message) {
          const auto& client = *static_cast<Client*>(self);
          client.all->on_message_(client.number, message->topic,
                                  {static_cast<const char*>(message->payload),
                                   static_cast<std::size_t>(message->payloadlen)});
        });
  }

  void pump(short events) const {
    constexpr int kPacketsMax = 100;
    if ((events & (POLLIN | POLLERR | POLLHUP)) != 0)
      expect_success(mosquitto_loop_read(mosq.get(), kPacketsMax), "mosquitto_loop_read");
    if (mosquitto_want_write(mosq.get()))
      expect_success(mosquitto_loop_write(mosq.get(), kPacketsMax), "mosquitto_loop_write");
  }
};

MqttClients::MqttClients(OnMessage on_message) : on_message_(std::move(on_message)) {
  mosquitto_lib_init();
}

MqttClients::~MqttClients() {
  clients_.clear();
  mosquitto_lib_cleanup();
}

std::size_t MqttClients::connect(std::uint16_t port, const ClientIdentity* identity) {
  constexpr int kKeepAlive = 600;
  auto client = std::make_unique<Client>();
  client->all = this;
  client->number = clients_.size();
  client->mosq.reset(mosquitto_new(nullptr, true, client.get()));
  mosquitto* const mosq = client->mosq.get();
  SHADOWSIM_CHECK(mosq != nullptr, "no memory for a client");
  client->set_callbacks();
  mosquitto_max_inflight_messages_set(mosq, 0);
  mosquitto_int_option(mosq, MOSQ_OPT_TCP_NODELAY, 1);
  if (identity != nullptr) {
    expect_success(mosquitto_tls_set(mosq, identity->ca_certificate.c_str(), nullptr,
                                     identity->files.certificate.c_str(),
                                     identity->files.private_key.c_str(), nullptr),
                   "mosquitto_tls_set");
  }
  expect_success(mosquitto_connect(mosq, "127.0.0.1", port, kKeepAlive), "mosquitto_connect");
  clients_.push_back(std::move(client));
  run_until([&] { return clients_.back()->is_connected; });
  return clients_.back()->number;
}

void MqttClients::subscribe(std::size_t client, const std::string& filter) {
  auto& one = *clients_[client];
  const std::size_t wanted = one.subscriptions + 1;
  expect_success(mosquitto_subscribe(one.mosq.get(), nullptr, filter.c_str(), 1),
                 "mosquitto_subscribe");
  run_until([&] { return one.subscriptions == wanted; });
}

void MqttClients::publish(std::size_t client, const std::string& topic, std::string_view payload) {
  ++unacknowledged_;
  expect_success(mosquitto_publish(clients_[client]->mosq.get(), nullptr, topic.c_str(),
                                   static_cast<int>(payload.size()), payload.data(), 1, false),
                 "mosquitto_publish");
}

void MqttClients::run_until(const std::function<bool()>& is_done) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
  while (!is_done()) {
    SHADOWSIM_CHECK(std::chrono::steady_clock::now() < deadline, "the broker does not answer");
    pump();
  }
}

void MqttClients::pump() {
  constexpr int kWaitMs = 100;
  std::vector<pollfd> sockets;
  for (const auto& client : clients_) {
    const bool wants_write = mosquitto_want_write(client->mosq.get());
    sockets.push_back({mosquitto_socket(client->mosq.get()),
                       static_cast<short>(wants_write ? POLLIN | POLLOUT : POLLIN), 0});
  }
  poll(sockets.data(), sockets.size(), kWaitMs);
  for (std::size_t index = 0; index < sockets.size(); ++index) {
    const pollfd& socket = sockets[index];
    if (socket.revents != 0) clients_[index]->pump(socket.revents);
  }
}

}  // namespace shadowsim::bench
