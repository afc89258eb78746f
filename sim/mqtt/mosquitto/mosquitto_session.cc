#include "sim/mqtt/mosquitto/mosquitto_session.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <mosquitto.h>

#include "sim/base/check.h"
#include "sim/mqtt/mosquitto/address_list.h"
#include "sim/mqtt/mosquitto/client.h"
#include "sim/mqtt/mosquitto/socket_loop.h"
#include "sim/mqtt/mosquitto/socket_turn.h"
#include "sim/mqtt/mosquitto/tls_context.h"

namespace shadowsim::mqtt::mosquitto {

struct Common {
  const Clock& clock;
  std::uint16_t port;
  Result<std::shared_ptr<SocketLoop>> loop;
  Result<AddressList> addresses;
  Result<std::shared_ptr<TlsContext>> tls;  // null where the endpoint has none

  // What stands in the way of any connect; empty where nothing does.
  std::string obstacle() const {
    if (loop.has_error()) return loop.error().message;
    if (tls.has_error()) return tls.error().message;
    return addresses.has_error() ? addresses.error().message : std::string{};
  }
};

namespace {

using State = Client::State;

class MosquittoSession final : public Session,
                               private SocketLoop::Connection,
                               private Client::Listener {
 public:
  MosquittoSession(const SessionOptions& options, std::shared_ptr<Common> common, Mailbox& mailbox)
      : options_{options}, common_{std::move(common)}, mailbox_{mailbox} {}

  ~MosquittoSession() override { close(); }

  void connect() override;
  void subscribe(std::vector<std::string> filters) override;
  void publish(Publish message) override;
  void disconnect() override;

 private:
  enum class Phase : std::uint8_t { kIdle, kConnecting, kConnected, kDisconnecting };

  // A publish without answer.
  struct UnderWay {
    int packet_id;
    PublishTag tag;
  };

  // The loop's, about the socket.
  void on_ready(bool can_read, bool can_write, TimePoint now) override;
  void on_look(TimePoint now) override;
  void on_after_turn() override;

  // The client's, about what was read.
  void on_connack(ReasonCode code) override;
  void on_suback(std::vector<ReasonCode> codes) override;
  void on_puback(int packet_id, ReasonCode code) override;
  void on_message(const mosquitto_message& message) override;

  SocketLoop& loop() { return **common_->loop; }
  Result<void> load_own_certificate();
  TlsContext* tls() const { return own_tls_ ? own_tls_.get() : common_->tls->get(); }
  bool is_connected() const { return phase_ == Phase::kConnected; }

  void try_addresses(std::string last_failure);
  void begin(Phase phase);
  void settle(State state);
  void end_connection();
  void fail_connect(ConnectFailed failure);
  void watch_writing();
  void close();
  void deliver(Event event) { mailbox_.deliver({options_.id, at_, std::move(event)}); }

  SessionOptions options_;
  std::shared_ptr<Common> common_;
  Mailbox& mailbox_;
  std::shared_ptr<TlsContext> own_tls_;  // from the first connect on, where it has a certificate
  std::optional<Client> client_;         // of the present connection
  std::vector<UnderWay> under_way_;      // in the order in which they were published
  TimePoint at_;                         // when what is being handled was seen
  TimePoint deadline_;                   // of connecting and disconnecting
  std::size_t address_ = 0;              // the nth of the list is being tried
  Phase phase_ = Phase::kIdle;
  ReasonCode connack_ = kSuccess;
  bool is_watching_writing_ = false;
};

void MosquittoSession::connect() {
  SHADOWSIM_CHECK(phase_ == Phase::kIdle, "connected, or a connect is under way");
  begin(Phase::kConnecting);
  if (auto obstacle = common_->obstacle(); !obstacle.empty())
    return fail_connect({ConnectStage::kTransport, kUnspecifiedError, std::move(obstacle)});
  if (const auto loaded = load_own_certificate(); loaded.has_error())
    return fail_connect({ConnectStage::kTransport, kUnspecifiedError, loaded.error().message});
  address_ = 0;
  loop().add(*this);
  try_addresses({});
}

Result<void> MosquittoSession::load_own_certificate() {
  const auto& shared = *common_->tls;
  if (own_tls_ || shared == nullptr || options_.certificate.certificate.empty()) return {};
  auto made = shared->for_session(options_.certificate);
  if (made.has_error()) return made.error();
  own_tls_ = *std::move(made);
  return {};
}

void MosquittoSession::begin(Phase phase) {
  phase_ = phase;
  at_ = common_->clock.now();
  deadline_ = at_ + options_.connect_timeout;
}

// Goes on with the present address of the list, and the next ones where that fails at once.
void MosquittoSession::try_addresses(std::string last_failure) {
  auto& addresses = *common_->addresses;
  for (; address_ < addresses.size(); ++address_) {
    client_.emplace(static_cast<Client::Listener&>(*this), options_, tls());
    connack_ = kSuccess;
    if (client_->connect(addresses.numeric(address_), common_->port) == State::kStanding) {
      is_watching_writing_ = client_->wants_write();
      return loop().watch(client_->socket(), *this, is_watching_writing_);
    }
    last_failure = client_->text();
  }
  fail_connect({ConnectStage::kTransport, kUnspecifiedError, std::move(last_failure)});
}

void MosquittoSession::subscribe(std::vector<std::string> filters) {
  if (!is_connected()) return;  // of a lost connection the mailbox has been told
  at_ = common_->clock.now();
  if (client_->subscribe(filters)) return watch_writing();
  deliver(Subscribed{std::vector<ReasonCode>(filters.size(), kUnspecifiedError)});
}

void MosquittoSession::publish(Publish message) {
  const auto packet_id = is_connected() ? client_->publish(message) : std::nullopt;
  if (!packet_id) {
    at_ = common_->clock.now();
    return deliver(PublishCompleted{message.tag, false, kUnspecifiedError});
  }
  if (message.qos == Qos::kAtLeastOnce) under_way_.push_back({*packet_id, message.tag});
  watch_writing();
}

void MosquittoSession::disconnect() {
  if (!is_connected()) return;
  begin(Phase::kDisconnecting);
  settle(client_->disconnect());
}

void MosquittoSession::on_ready(bool can_read, bool can_write, TimePoint now) {
  at_ = now;
  State state = State::kStanding;
  if (can_read) state = client_->read();
  if (can_write && state == State::kStanding) state = client_->write();
  settle(state);
  if (can_read && client_) loop().call_after_turn(*this);
}

// What came has been handled. If it was answered by a publish, its acknowledgement went along.
void MosquittoSession::on_after_turn() {
  client_->flush();
  watch_writing();
}

void MosquittoSession::on_look(TimePoint now) {
  at_ = now;
  if (is_connected()) return settle(client_->look());
  if (now < deadline_) return;
  if (phase_ == Phase::kConnecting)
    return fail_connect({ConnectStage::kTimeout, kUnspecifiedError, "no answer in time"});
  end_connection();
}

void MosquittoSession::on_connack(ReasonCode code) {
  connack_ = code;
  if (code != kSuccess) return;  // the library ends the connection
  phase_ = Phase::kConnected;
  common_->addresses->prefer(address_);
  deliver(Connected{});
}

void MosquittoSession::on_suback(std::vector<ReasonCode> codes) {
  deliver(Subscribed{std::move(codes)});
}

void MosquittoSession::on_puback(int packet_id, ReasonCode code) {
  // Servers answer in order, so it is nearly always the first. At QoS 0 it is none.
  const auto found = std::ranges::find(under_way_, packet_id, &UnderWay::packet_id);
  if (found == under_way_.end()) return;
  const PublishTag tag = found->tag;
  under_way_.erase(found);
  if (is_failure(code) || options_.tells_successful_publishes)
    deliver(PublishCompleted{tag, true, is_failure(code) ? code : kSuccess});
}

void MosquittoSession::on_message(const mosquitto_message& message) {
  deliver(MessageArrived{message.topic,
                         std::string{static_cast<const char*>(message.payload),
                                     static_cast<std::size_t>(message.payloadlen)},
                         /*duplicate=*/false});
}

// After each call that may have ended the connection or left something to write.
void MosquittoSession::settle(State state) {
  if (state == State::kStanding) return watch_writing();
  if (phase_ != Phase::kConnecting) return end_connection();
  if (connack_ != kSuccess)
    return fail_connect({ConnectStage::kConnack, connack_, to_text(connack_)});
  ++address_;
  try_addresses(client_->text());
}

void MosquittoSession::end_connection() {
  const bool is_lost = phase_ == Phase::kConnected;
  ConnectionLost lost{client_->text(), client_->disconnect_code()};
  for (const UnderWay& publish : std::exchange(under_way_, {}))
    deliver(PublishCompleted{publish.tag, true, kUnspecifiedError});
  close();
  if (is_lost)
    deliver(std::move(lost));
  else
    deliver(Disconnected{});
}

void MosquittoSession::fail_connect(ConnectFailed failure) {
  close();
  deliver(std::move(failure));
}

void MosquittoSession::watch_writing() {
  const bool wants = client_->wants_write();
  if (wants == is_watching_writing_) return;
  is_watching_writing_ = wants;
  loop().watch_writing(client_->socket(), *this, wants);
}

void MosquittoSession::close() {
  phase_ = Phase::kIdle;
  client_.reset();
  if (common_->loop.has_value()) loop().remove(*this);
}

}  // namespace

Result<void> MosquittoSessionFactory::check(const Endpoint& endpoint) {
  if (endpoint.transport == Transport::kTcp || endpoint.transport == Transport::kTls) return {};
  return usage_error(
      "the mosquitto client cannot speak MQTT over WebSockets: use --client paho, "
      "or an endpoint mqtt:// or mqtts://");
}

MosquittoSessionFactory::MosquittoSessionFactory(const Endpoint& endpoint, const Clock& clock,
                                                 boost::asio::io_context& context) {
  SHADOWSIM_CHECK(check(endpoint).has_value(), "no WebSockets");
  SHADOWSIM_CHECK(socket_turns_are_in_force(), "the program must export its read() and write()");
  using Tls = Result<std::shared_ptr<TlsContext>>;
  common_ = std::make_shared<Common>(
      Common{clock, endpoint.port, SocketLoop::make(context, clock),
             AddressList::resolve(endpoint.host, endpoint.port),
             endpoint.uses_tls() ? TlsContext::make(endpoint) : Tls{nullptr}});
}

std::unique_ptr<Session> MosquittoSessionFactory::make(const SessionOptions& options,
                                                       Mailbox& mailbox) {
  return std::make_unique<MosquittoSession>(options, common_, mailbox);
}

}  // namespace shadowsim::mqtt::mosquitto
