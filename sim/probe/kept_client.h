#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/packet/packet_writing.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {

// One client, coming and going, whose session is kept.
// Threads: one at a time.
// Owns:    nothing. Borrows the desk, which must outlive it, as it must what it does.
class KeptClient {
 public:
  // `expiry`: that it asks for.
  KeptClient(Desk& desk, packet::Version version, Duration expiry)
      : desk_{desk},
        version_{version},
        greeting_{.client_id = desk.name() + "-kept",
                  .clean_start = false,
                  .session_expiry = static_cast<std::uint32_t>(
                      std::chrono::ceil<std::chrono::seconds>(expiry).count())} {}

  // Whether its session was there; none where it was not let in.
  Sequence<std::optional<bool>> come() {
    const std::optional<Entrance> entrance = co_await come_in(desk_, version_, greeting_);
    if (!entrance) co_return std::nullopt;
    line_ = entrance->line;
    const packet::Frame frame = packet::next_frame(entrance->connack).frame;
    const auto connack = packet::read_connack(frame, version_);
    co_return connack->session_present;
  }

  // Comes with a subscription to its topic.
  Sequence<bool> subscribed() {
    const std::optional<bool> is_in = co_await come();
    if (!is_in) co_return false;
    const std::vector<std::string> filters(1, topic());
    const bool is_granted = co_await subscribe(desk_, line_, filters, 1);
    co_return is_granted;
  }

  // Ends its connection.
  void go() { desk_.close(line_); }

  // Comes and goes once more, without a session that is kept.
  Sequence<bool> forget() {
    go();
    co_await rest(desk_,
                  std::chrono::milliseconds{1200});  // the same client ID may come once a second
    const Greeting greeting{.client_id = greeting_.client_id};
    const std::optional<Entrance> entrance = co_await come_in(desk_, version_, greeting);
    if (entrance) desk_.close(entrance->line);
    co_return entrance.has_value();
  }

  // The number of the next message, which it acknowledges; none at the deadline, or at its end.
  Sequence<std::optional<std::uint32_t>> read(TimePoint deadline) {
    for (;;) {
      const std::optional<Reply> reply = co_await next_reply(desk_, deadline);
      if (!reply) co_return std::nullopt;
      if (reply->line != line_) continue;
      if (reply->kind == Reply::Kind::kEnd) co_return std::nullopt;
      if (reply->kind != Reply::Kind::kDelivery) continue;
      if (reply->packet_id != 0) {
        std::string bytes;
        packet::append_puback(bytes, version_, reply->packet_id, 0, {});
        desk_.send(line_, bytes);
      }
      co_return reply->number;
    }
  }

  // That it subscribes to, QoS 1.
  std::string topic() const { return desk_.name() + "/missed"; }

 private:
  Desk& desk_;
  packet::Version version_;
  Greeting greeting_;
  Line line_ = 0;
};

}  // namespace shadowsim::probe
