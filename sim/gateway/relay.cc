#include "sim/gateway/relay.h"

#include <chrono>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
using admission::Direction;
using boost::system::error_code;

constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);

// What one side may be behind before the other is not read any more.
constexpr std::size_t kWaitingBytesMost = 256 * 1024;

}  // namespace

Relay::Relay(asio::any_io_executor executor, ClientStream client, Surroundings surroundings,
             std::string own_client_id)
    : executor_{std::move(executor)},
      client_{std::move(client)},
      broker_{executor_},
      surroundings_{std::move(surroundings)},
      own_client_id_{std::move(own_client_id)},
      to_client_{executor_},
      to_broker_{executor_},
      watch_{executor_},
      last_heard_{surroundings_.clock.now()} {}

void Relay::start() {
  if (surroundings_.faults)
    link_ = std::make_unique<FaultyLink>(surroundings_.clock, surroundings_.faults, client_,
                                         executor_, weak_from_this(), [this](auto bytes) {
                                           to_client_.add(bytes);
                                           to_client_.has_more.cancel();
                                         });
  begin(&Relay::serve_client);
  begin(&Relay::watch_client);
}

void Relay::begin(asio::awaitable<void> (Relay::*part)()) {
  asio::co_spawn(
      executor_, [self = shared_from_this(), part] { return ((*self).*part)(); }, asio::detached);
}

void Relay::stop() {
  begin_end();
  if (link_) link_->stop();
  broker_.close();
  client_.close();
  wake_all();
}

void Relay::dismiss(std::uint8_t reason) {
  Passed passed;
  screening_->dismiss(reason, passed);
  pass(passed);
}

asio::awaitable<void> Relay::serve_client() {
  if (!co_await client_.begin()) {
    stop();
    co_return;
  }
  screening_ = std::make_unique<Screening>(surroundings_.door, client_.identity(), own_client_id_,
                                           surroundings_.log);
  begin(&Relay::send_to_client);
  bool has_broker = false;
  std::size_t count = 1;
  while (!is_ending_) {
    count = co_await read_client(from_client_.room());
    is_client_going_ = count == 0;
    if (is_client_going_) break;
    from_client_.add(count);
    last_heard_ = surroundings_.clock.now();
    const bool is_more = take(from_client_, Direction::kFromClient, last_heard_);
    is_client_going_ = screening_->has_said_goodbye();
    // Whoever says all at once is heard, too.
    if (!has_broker && screening_->is_admitted()) {
      has_broker = co_await connect_to_broker();
      if (!has_broker) break;
    }
    if (!is_more) break;
    const Duration wait = screening_->slow_down(Direction::kFromClient, count, last_heard_);
    if (wait == Duration::zero() && has_room(to_broker_)) continue;
    // What is not read is not silence.
    is_held_back_ = true;
    co_await pause(wait);
    co_await wait_for_room(to_broker_);
    is_held_back_ = false;
    last_heard_ = surroundings_.clock.now();
  }
  begin_end();
  // What the client still sends is read, or its unread bytes would reset the connection before it has
  // seen the last packet.
  std::vector<char> ignored(count == 0 ? 0 : Inbox::kLeast);
  while (count != 0)
    count = co_await read_client(ignored);
  is_client_over_ = true;
  if (is_broker_over_) stop();
}

asio::awaitable<void> Relay::serve_broker() {
  std::size_t count = 1;
  while (!is_ending_) {
    count = co_await broker_.read_some(from_broker_.room());
    if (count == 0) break;
    from_broker_.add(count);
    const TimePoint now = surroundings_.clock.now();
    if (!take(from_broker_, Direction::kToClient, now)) break;
    if (!is_sending_backlog_ && screening_->until_backlog(now)) begin(&Relay::send_backlog);
    const Duration wait = screening_->slow_down(Direction::kToClient, count, now);
    if (wait == Duration::zero() && has_room(to_client_)) continue;
    co_await pause(wait);
    is_broker_held_back_ = true;
    co_await wait_for_room(to_client_);
    is_broker_held_back_ = false;
  }
  Passed passed;
  if (!is_ending_) screening_->broker_gone(passed);
  pass(passed);
  begin_end();
  // It ends when it has taken all that it was sent. A client that goes sees its own end not before that, or it
  // could be back before it has gone.
  std::vector<char> ignored(count == 0 ? 0 : Inbox::kLeast);
  while (count != 0)
    count = co_await broker_.read_some(ignored);
  broker_.close();
  is_broker_over_ = true;
  if (is_client_over_ || is_client_going_) stop();
}

asio::awaitable<void> Relay::send_to_client() {
  co_await to_client_.send_all(client_, [this] { return is_ending_ && !waits_for_link(); });
  begin_end();
  if (!is_client_going_) client_.end_sending();
}

asio::awaitable<void> Relay::send_to_broker() {
  co_await to_broker_.send_all(broker_, [this] { return is_ending_; });
  begin_end();
  broker_.end_sending();
}

// What the client has missed, until it has caught up or is gone.
asio::awaitable<void> Relay::send_backlog() {
  is_sending_backlog_ = true;
  while (!is_ending_) {
    const TimePoint now = surroundings_.clock.now();
    const auto wait = screening_->until_backlog(now);
    if (!wait) break;
    if (*wait > Duration::zero()) {
      co_await pause(*wait);
      continue;
    }
    Passed passed;
    screening_->send_backlog(now, passed);
    pass(passed);
  }
  is_sending_backlog_ = false;
}

bool Relay::take(Inbox& input, Direction direction, TimePoint now) {
  const bool is_clients = direction == Direction::kFromClient;
  const std::string_view all = input.bytes();
  std::string_view rest = all;
  while (!passed_.ends && !is_ending_) {
    packet::Framing framing = packet::next_frame(rest);
    constexpr char kConnect = 0x10;
    if (is_clients && !screening_->is_admitted() && !rest.empty() && rest.front() != kConnect)
      framing.state = packet::Framing::State::kMalformed;
    if (framing.state == packet::Framing::State::kMalformed) {
      screening_->malformed(passed_);
      break;
    }
    if (is_clients && screening_->is_too_large(framing.body_bytes, passed_)) break;
    if (framing.state == packet::Framing::State::kIncomplete) break;
    if (is_clients) {
      screening_->from_client(framing.frame, now, passed_);
    } else {
      screening_->from_broker(framing.frame, now, passed_);
    }
    rest.remove_prefix(framing.frame.bytes.size());
  }
  input.drop(all.size() - rest.size());
  pass(passed_);
  return !is_ending_;
}

void Relay::pass(Passed& passed) {
  const bool ends = std::exchange(passed.ends, false);
  std::string_view rest = is_ending_ ? std::string_view{} : passed.to_client;
  if (link_) rest = link_->hold(rest);
  if (!rest.empty() && to_client_.is_idle()) rest.remove_prefix(client_.write_now(rest));
  to_client_.add(rest);
  rest = is_ending_ ? std::string_view{} : passed.to_broker;
  if (!rest.empty() && to_broker_.is_idle()) rest.remove_prefix(broker_.write_now(rest));
  to_broker_.add(rest);
  passed.to_client.clear();
  passed.to_broker.clear();
  // What was held back may be gone without having waited in the outbox.
  if (is_broker_held_back_ && has_room(to_client_)) to_client_.has_room.cancel();
  if (ends) begin_end();
}

void Relay::begin_end() {
  if (is_ending_) return;
  is_ending_ = true;
  if (screening_) screening_->left(surroundings_.clock.now());
  wake_all();
}

void Relay::wake_all() {
  for (auto* const timer : {&watch_, &to_client_.has_more, &to_client_.has_room,
                            &to_broker_.has_more, &to_broker_.has_room})
    timer->cancel();
}

asio::awaitable<void> Relay::pause(Duration length) {
  if (length == Duration::zero()) co_return;
  asio::steady_timer timer{executor_, length};
  co_await timer.async_wait(kAwaited);
}

bool Relay::has_room(const Outbox& outbox) const {
  std::size_t held = &outbox == &to_client_ ? screening_->held_bytes() : 0;
  if (link_ && &outbox == &to_client_) held += link_->held_bytes();
  return outbox.waiting.size() + held <= kWaitingBytesMost;
}

asio::awaitable<void> Relay::wait_for_room(Outbox& outbox) {
  while (!is_ending_ && !has_room(outbox)) {
    outbox.has_room.expires_at(asio::steady_timer::time_point::max());
    co_await outbox.has_room.async_wait(kAwaited);
  }
}

asio::awaitable<void> Relay::discard_earlier_session() {
  const std::string& packets = screening_->discarding();
  if (packets.empty()) co_return;
  BrokerStream broker{executor_};
  if (!co_await broker.connect(surroundings_.broker) || !co_await broker.write(packets)) co_return;
  std::vector<char> ignored(Inbox::kLeast);
  while (co_await broker.read_some(ignored) != 0) {
  }
}

asio::awaitable<bool> Relay::connect_to_broker() {
  co_await discard_earlier_session();
  const bool is_connected = co_await broker_.connect(surroundings_.broker);
  if (!is_connected) co_return false;
  is_broker_over_ = false;
  watch_.cancel();  // from now on its keep-alive counts
  begin(&Relay::serve_broker);
  begin(&Relay::send_to_broker);
  co_return true;
}

}  // namespace shadowsim::gateway
