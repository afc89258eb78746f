#include "sim/gateway/faulty_link.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sim/packet/packet.h"

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t kPieceBytes = 4 * 1024;

// What may be under way from a client before no more is read of it: back pressure, and no loss.
constexpr std::size_t kUnderWayBytesMost = 256 * 1024;

// A client that needs more to say who it is has no faults.
constexpr std::size_t kGreetingBytesMost = 64 * 1024;

}  // namespace

FaultyLink::FaultyLink(const Clock& clock, std::shared_ptr<FaultsInForce> faults,
                       ClientStream& client, const asio::any_io_executor& executor,
                       std::weak_ptr<void> owner, Deliver deliver)
    : clock_{clock},
      faults_{std::move(faults)},
      client_{client},
      executor_{executor},
      owner_{std::move(owner)},
      deliver_{std::move(deliver)},
      up_{faults_->chance_of_one_more()},
      down_{faults_->chance_of_one_more()},
      up_changes_{executor},
      up_has_room_{executor},
      down_changes_{executor} {}

asio::awaitable<std::size_t> FaultyLink::read_some(std::span<char> room) {
  while (!is_stopped_) {
    const TimePoint now = clock_.now();
    if (const std::size_t count = up_.take(room, now); count != 0) {
      has_passed_ = true;
      up_has_room_.cancel();
      co_return count;
    }
    if (up_.has_ended(now)) break;
    if (is_reading_ahead_ || up_.held_bytes() != 0 || up_.will_end()) {
      co_await wait(up_changes_, until_next(up_));
      continue;
    }
    const std::size_t count = co_await client_.read_some(room);
    meet({room.data(), count});
    // Else it may have had some since the read began.
    if (!up_.has_faults()) {
      has_passed_ = true;
      co_return count;
    }
    take_in({room.data(), count});
    if (count != 0) begin(&FaultyLink::read_ahead, is_reading_ahead_);
  }
  co_return 0;
}

std::string_view FaultyLink::hold(std::string_view bytes) {
  if (bytes.empty() || (!down_.has_faults() && down_.held_bytes() == 0)) return bytes;
  down_.put(bytes, clock_.now());
  down_changes_.cancel();
  if (!is_carrying_down_) begin(&FaultyLink::carry_down, is_carrying_down_);
  return {};
}

void FaultyLink::look() {
  if (!is_met_) return;
  const auto faults = faults_->on(client_id_);
  const TimePoint now = clock_.now();
  up_.set(faults, now);
  down_.set(faults, now);
  up_changes_.cancel();
  down_changes_.cancel();
  if (!holds_back()) deliver_({});
}

void FaultyLink::stop() {
  is_stopped_ = true;
  for (auto* const timer : {&up_changes_, &up_has_room_, &down_changes_})
    timer->cancel();
}

// Reads on while what has come is held, until there is no fault any more.
asio::awaitable<void> FaultyLink::read_ahead() {
  std::vector<char> room(kPieceBytes);
  std::size_t count = 1;
  while (!is_stopped_ && count != 0 && up_.has_faults()) {
    if (up_.held_bytes() >= kUnderWayBytesMost) {
      co_await wait(up_has_room_, std::nullopt);
      continue;
    }
    count = co_await client_.read_some(room);
    take_in({room.data(), count});
  }
  // Who has given up before anything of it arrived was never there.
  if (count == 0 && !has_passed_) stop();
  is_reading_ahead_ = false;
  up_changes_.cancel();
}

asio::awaitable<void> FaultyLink::carry_down() {
  std::vector<char> room(kPieceBytes);
  while (!is_stopped_ && down_.held_bytes() != 0) {
    const std::size_t count = down_.take(room, clock_.now());
    if (count != 0) {
      deliver_({room.data(), count});
    } else {
      co_await wait(down_changes_, until_next(down_));
    }
  }
  is_carrying_down_ = false;
}

// Until that time is over, or the timer is cancelled.
asio::awaitable<void> FaultyLink::wait(asio::steady_timer& timer, std::optional<Duration> length) {
  if (length) {
    timer.expires_after(*length);
  } else {
    timer.expires_at(asio::steady_timer::time_point::max());
  }
  co_await timer.async_wait(kAwaited);
}

std::optional<Duration> FaultyLink::until_next(LinkFaults& way) const {
  const TimePoint now = clock_.now();
  const auto next = way.next(now);
  if (!next) return std::nullopt;
  return std::max(*next - now, Duration::zero());
}

void FaultyLink::begin(asio::awaitable<void> (FaultyLink::*part)(), bool& has_begun) {
  has_begun = true;
  asio::co_spawn(
      executor_, [this, owner = owner_.lock(), part] { return (this->*part)(); }, asio::detached);
}

// Reads the client's ID in what it says first.
void FaultyLink::meet(std::string_view bytes) {
  if (is_met_) return;
  greeting_ += bytes;
  const packet::Framing framing = packet::next_frame(greeting_);
  is_met_ = framing.state != packet::Framing::State::kIncomplete || bytes.empty() ||
            greeting_.size() > kGreetingBytesMost;
  if (!is_met_) return;
  if (framing.state == packet::Framing::State::kComplete &&
      framing.frame.type() == packet::PacketType::kConnect) {
    const auto connect = packet::read_connect(framing.frame);
    if (connect) client_id_ = connect->client_id;
  }
  greeting_ = {};
  look();
}

void FaultyLink::take_in(std::string_view bytes) {
  if (bytes.empty()) {
    up_.end(clock_.now());
  } else {
    up_.put(bytes, clock_.now());
  }
  up_changes_.cancel();
}

}  // namespace shadowsim::gateway
