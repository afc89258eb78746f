#include "sim/gateway/relay.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
using admission::Direction;
using boost::system::error_code;

constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t kReadBytes = 16 * 1024;

// What one side may be behind before the other is not read any more.
constexpr std::size_t kWaitingBytesMost = 256 * 1024;

// For what was sent last to arrive.
constexpr std::chrono::seconds kFarewell{2};

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
      silence_{executor_},
      last_heard_{surroundings_.clock.now()} {}

void Relay::start() {
  for (const auto& part : {&Relay::serve_client, &Relay::watch_silence}) {
    asio::co_spawn(
        executor_, [self = shared_from_this(), part] { return ((*self).*part)(); }, asio::detached);
  }
}

void Relay::stop() {
  is_ending_ = true;
  error_code ignored;
  broker_.close(ignored);
  client_.close();
  for (auto* const timer : {&silence_, &to_client_.has_more, &to_client_.has_room,
                            &to_broker_.has_more, &to_broker_.has_room})
    timer->cancel();
}

asio::awaitable<void> Relay::serve_client() {
  if (!co_await client_.begin()) {
    stop();
    co_return;
  }
  screening_ = std::make_unique<Screening>(surroundings_.door, client_.identity(), own_client_id_,
                                           surroundings_.log);
  asio::co_spawn(
      executor_, [self = shared_from_this()] { return self->send_to_client(); }, asio::detached);
  std::string input;
  bool has_broker = false;
  while (!is_ending_) {
    const std::size_t held = input.size();
    input.resize(held + kReadBytes);
    const std::size_t count = co_await client_.read_some(std::span{input}.subspan(held));
    input.resize(held + count);
    if (count == 0) break;
    last_heard_ = surroundings_.clock.now();
    if (!take(input, Direction::kFromClient)) break;
    if (!has_broker && screening_->is_admitted()) {
      if (!co_await connect_to_broker()) break;
      has_broker = true;
    }
    co_await slow_down(Direction::kFromClient, count);
    co_await wait_for_room(to_broker_);
    last_heard_ = surroundings_.clock.now();  // what was not read was not silence
  }
  begin_end();
  // What the client still sends is read, or its unread bytes would reset the connection before it has
  // seen the last packet.
  input.resize(kReadBytes);
  while (co_await client_.read_some(std::span{input}) != 0) {
  }
  stop();
}

asio::awaitable<void> Relay::serve_broker() {
  std::string input;
  while (!is_ending_) {
    const std::size_t held = input.size();
    input.resize(held + kReadBytes);
    const auto [error, count] =
        co_await broker_.async_read_some(asio::buffer(input.data() + held, kReadBytes), kAwaited);
    input.resize(held + (error ? 0 : count));
    if (error || !take(input, Direction::kToClient)) break;
    co_await slow_down(Direction::kToClient, count);
    co_await wait_for_room(to_client_);
  }
  Passed passed;
  if (!is_ending_) screening_->broker_gone(passed);
  pass(passed);
  begin_end();
}

asio::awaitable<void> Relay::send_to_client() {
  Outbox& box = to_client_;
  for (;;) {
    if (box.waiting.empty()) {
      if (is_ending_) break;
      box.has_more.expires_at(asio::steady_timer::time_point::max());
      co_await box.has_more.async_wait(kAwaited);
      continue;
    }
    std::swap(box.waiting, box.being_sent);
    const bool was_sent = co_await client_.write(box.being_sent);
    box.being_sent.clear();
    box.has_room.cancel();
    if (!was_sent) break;
  }
  begin_end();
  client_.end_sending();
}

asio::awaitable<void> Relay::send_to_broker() {
  Outbox& box = to_broker_;
  for (;;) {
    if (box.waiting.empty()) {
      if (is_ending_) break;
      box.has_more.expires_at(asio::steady_timer::time_point::max());
      co_await box.has_more.async_wait(kAwaited);
      continue;
    }
    std::swap(box.waiting, box.being_sent);
    const auto [error, count] =
        co_await asio::async_write(broker_, asio::buffer(box.being_sent), kAwaited);
    box.being_sent.clear();
    box.has_room.cancel();
    if (error) break;
  }
  begin_end();
  error_code ignored;
  broker_.close(ignored);
}

// Ends a connection whose client says nothing: no CONNECT at all, or nothing within one and a half times
// the keep-alive; and one whose client does not go after it was told to.
asio::awaitable<void> Relay::watch_silence() {
  while (!is_ending_) {
    const bool is_in = screening_ && screening_->is_admitted();
    Duration patience = surroundings_.door->first_packet_within();
    if (is_in) patience = Duration{std::chrono::seconds{screening_->keep_alive()}} * 3 / 2;
    const bool is_for_ever = is_in && patience == Duration::zero();
    const Duration silent = surroundings_.clock.now() - last_heard_;
    if (!is_for_ever && silent >= patience) {
      Passed passed;
      if (screening_) screening_->silent(passed);
      pass(passed);
      begin_end();
      if (!is_in) stop();
      break;
    }
    silence_.expires_after(is_for_ever ? Duration{std::chrono::hours{1}} : patience - silent);
    co_await silence_.async_wait(kAwaited);
  }
  silence_.expires_after(kFarewell);
  const auto [error] = co_await silence_.async_wait(kAwaited);
  if (!error) stop();
}

bool Relay::take(std::string& input, Direction direction) {
  const bool is_clients = direction == Direction::kFromClient;
  const TimePoint now = surroundings_.clock.now();
  Passed passed;
  std::string_view rest = input;
  while (!passed.ends && !is_ending_) {
    packet::Framing framing = packet::next_frame(rest);
    constexpr char kConnect = 0x10;
    if (is_clients && !screening_->is_admitted() && !rest.empty() && rest.front() != kConnect)
      framing.state = packet::Framing::State::kMalformed;
    if (framing.state == packet::Framing::State::kMalformed) {
      screening_->malformed(passed);
      break;
    }
    if (is_clients && screening_->is_too_large(framing.body_bytes, passed)) break;
    if (framing.state == packet::Framing::State::kIncomplete) break;
    if (is_clients) {
      screening_->from_client(framing.frame, now, passed);
    } else {
      screening_->from_broker(framing.frame, now, passed);
    }
    rest.remove_prefix(framing.frame.bytes.size());
  }
  input.erase(0, input.size() - rest.size());
  pass(passed);
  return !is_ending_;
}

void Relay::pass(Passed& passed) {
  if (is_ending_) return;
  to_client_.waiting += passed.to_client;
  to_broker_.waiting += passed.to_broker;
  if (!passed.to_client.empty()) to_client_.has_more.cancel();
  if (!passed.to_broker.empty()) to_broker_.has_more.cancel();
  if (passed.ends) begin_end();
}

void Relay::begin_end() {
  if (is_ending_) return;
  is_ending_ = true;
  for (auto* const timer : {&silence_, &to_client_.has_more, &to_client_.has_room,
                            &to_broker_.has_more, &to_broker_.has_room})
    timer->cancel();
}

asio::awaitable<void> Relay::slow_down(Direction direction, std::size_t bytes) {
  const Duration wait = screening_->slow_down(direction, bytes, surroundings_.clock.now());
  if (wait == Duration::zero()) co_return;
  asio::steady_timer pause{executor_, wait};
  co_await pause.async_wait(kAwaited);
}

asio::awaitable<void> Relay::wait_for_room(Outbox& outbox) {
  const auto held = [&] { return &outbox == &to_client_ ? screening_->held_bytes() : 0; };
  while (!is_ending_ && outbox.waiting.size() + held() > kWaitingBytesMost) {
    outbox.has_room.expires_at(asio::steady_timer::time_point::max());
    co_await outbox.has_room.async_wait(kAwaited);
  }
}

asio::awaitable<bool> Relay::connect_to_broker() {
  const auto [error] = co_await broker_.async_connect(surroundings_.broker, kAwaited);
  if (error || is_ending_) co_return false;
  error_code ignored;
  broker_.set_option(asio::ip::tcp::no_delay{true}, ignored);
  silence_.cancel();  // from now on its keep-alive counts
  for (const auto& part : {&Relay::serve_broker, &Relay::send_to_broker}) {
    asio::co_spawn(
        executor_, [self = shared_from_this(), part] { return ((*self).*part)(); }, asio::detached);
  }
  co_return true;
}

}  // namespace shadowsim::gateway
