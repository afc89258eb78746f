#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "sim/admission/open_requests.h"

namespace shadowsim::gateway {

// What a client has sent to the broker and the broker has not answered: PUBLISHes of QoS 1, PINGREQs, and
// the places that requests to the shadow service hold meanwhile. The broker has had a request answered
// when it acknowledges it, or, as it takes one packet after the other, a ping that follows it.
// Threads: one at a time.
class AwaitedAnswers {
 public:
  using Place = admission::OpenRequests::Place;

  // A PUBLISH of QoS 1 has gone to the broker.
  void published() { ++unacknowledged_; }

  // PUBLISHes of QoS 1 without their PUBACK.
  std::size_t unacknowledged() const { return unacknowledged_; }

  // The PUBLISH of that packet ID is a request. Returns the place of an earlier one of the same ID, which
  // will have no answer of its own.
  std::optional<Place> requested(std::uint16_t packet_id, Place place);

  // The broker has acknowledged the PUBLISH of that packet ID. Returns its place, if it was a request.
  std::optional<Place> acknowledged(std::uint16_t packet_id);

  // Who wants to know that the broker has answered a ping.
  enum class Asker : std::uint8_t { kClient, kRequest, kBacklog };
  struct Ping {
    Asker asker = Asker::kClient;
    Place place = 0;  // of the request

    friend bool operator==(const Ping&, const Ping&) = default;
  };

  // A PINGREQ has gone to the broker: the client's, or one of ours.
  void pinged(const Ping& ping) { pings_.push_back(ping); }

  // The broker has answered the oldest; that is the client's where there is none.
  Ping ping_answered();

 private:
  std::optional<Place> take(std::uint16_t packet_id);

  std::size_t unacknowledged_ = 0;
  std::vector<std::pair<std::uint16_t, Place>> requests_;  // with packet ID
  std::deque<Ping> pings_;
};

}  // namespace shadowsim::gateway
