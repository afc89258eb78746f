#include "tests/probe/virtual_endpoint.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "sim/packet/packet_writing.h"
#include "sim/shadow/turned_away.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::Frame;
using packet::PacketType;

constexpr Duration kLatency = 1ms;

// Calls it for each packet.
template <class Each>
void for_each_packet(std::string_view bytes, Each each) {
  while (!bytes.empty()) {
    const packet::Framing framing = packet::next_frame(bytes);
    if (framing.state != packet::Framing::State::kComplete) return;
    each(framing.frame);
    bytes.remove_prefix(framing.frame.bytes.size());
  }
}

}  // namespace

VirtualEndpoint::VirtualEndpoint(VirtualTime& time, admission::Rules rules)
    : time_{time},
      door_{std::make_shared<admission::FrontDoor>(std::move(rules), time.now())},
      broker_{{.sends =
                   [this](Wire wire, std::string packet) {
                     time_.at(time_.now() + kLatency, [this, wire, packet = std::move(packet)] {
                       from_broker(wire, packet);
                     });
                   },
               .ends = [this](Wire wire) { end(wire); },
               .published = [this](const std::string& topic,
                                   const std::string& payload) { serve(topic, payload); }}} {}

void VirtualEndpoint::open(Wire wire, std::string packet) {
  connections_.emplace(
      wire, std::unique_ptr<Connection>{new Connection{.screening = {door_, {}, "auto", nullptr},
                                                       .last_heard = time_.now()}});
  watch_first_packet(wire);
  send(wire, std::move(packet));
}

void VirtualEndpoint::send(Wire wire, std::string packets) {
  time_.at(time_.now() + kLatency,
           [this, wire, packets = std::move(packets)] { arrive(wire, packets); });
}

void VirtualEndpoint::close(Wire wire) {
  time_.at(time_.now() + kLatency, [this, wire] { forget(wire); });
}

void VirtualEndpoint::forget(Wire wire) {
  Connection* const one = find(wire);
  if (one == nullptr) return;
  one->screening.left(time_.now());
  broker_.gone(wire);
  connections_.erase(wire);
}

void VirtualEndpoint::arrive(Wire wire, const std::string& packets) {
  Connection* const connection = find(wire);
  if (connection == nullptr) return;
  connection->input += packets;
  connection->last_heard = time_.now();
  read(wire);
}

void VirtualEndpoint::read(Wire wire) {
  for (Connection* one = find(wire); one != nullptr && !one->input.empty(); one = find(wire)) {
    if (time_.now() < one->reads_again) {
      time_.at(one->reads_again, [this, wire] { read(wire); });
      return;
    }
    gateway::Passed passed;
    const packet::Framing framing = packet::next_frame(one->input);
    if (!one->screening.is_too_large(framing.body_bytes, passed)) {
      const bool was_admitted = one->screening.is_admitted();
      one->screening.from_client(framing.frame, time_.now(), passed);
      if (!was_admitted && one->screening.is_admitted()) watch_silence(wire);
    }
    const std::size_t bytes = framing.frame.bytes.size();
    one->input.erase(0, bytes);
    one->reads_again = time_.now() + one->screening.slow_down(admission::Direction::kFromClient,
                                                              bytes, time_.now());
    pass(wire, passed);
  }
}

void VirtualEndpoint::pass(Wire wire, const gateway::Passed& passed) {
  if (!passed.to_client.empty()) to_client(wire, passed.to_client);
  for_each_packet(passed.to_broker, [&](const Frame& frame) {
    const Connection* const one = find(wire);
    if (one == nullptr) return;
    if (frame.type() == PacketType::kConnect && !one->screening.discarding().empty())
      broker_.discard(std::string{packet::read_connect(frame)->client_id});
    broker_.take(wire, frame);
  });
  if (passed.ends) return end(wire);
  send_backlog(wire);
  watch_deliveries(wire);
}

void VirtualEndpoint::serve(const std::string& topic, const std::string& payload) {
  service::Publications answers;
  if (const auto away = shadow::read_turned_away(topic)) {
    service_.turn_away(away->topic, payload, away->code, time_.wall_now(), answers);
  } else {
    service_.handle(topic, payload, time_.wall_now(), answers);
  }
  for (const service::Publication& one : answers)
    broker_.publish({.topic = one.topic, .payload = one.payload});
}

// As soon as what was missed may go.
void VirtualEndpoint::send_backlog(Wire wire) {
  Connection* const one = find(wire);
  if (one == nullptr || one->is_waiting) return;
  const auto wait = one->screening.until_backlog(time_.now());
  if (!wait) return;
  one->is_waiting = true;
  time_.at(time_.now() + *wait, [this, wire] {
    Connection* const waiting = find(wire);
    if (waiting == nullptr) return;
    waiting->is_waiting = false;
    gateway::Passed passed;
    if (waiting->screening.until_backlog(time_.now()) == Duration::zero())
      waiting->screening.send_backlog(time_.now(), passed);
    pass(wire, passed);
  });
}

// Until there is none that could be given up.
void VirtualEndpoint::watch_deliveries(Wire wire) {
  Connection* const one = find(wire);
  if (one == nullptr || one->is_watching) return;
  const auto wait = one->screening.until_giving_up(time_.now());
  if (!wait) return;
  one->is_watching = true;
  time_.at(time_.now() + std::max<Duration>(*wait, 1ms), [this, wire] {
    Connection* const watched = find(wire);
    if (watched == nullptr) return;
    watched->is_watching = false;
    gateway::Passed passed;
    if (watched->screening.until_giving_up(time_.now()) == Duration::zero())
      watched->screening.give_up_delivery(time_.now(), passed);
    pass(wire, passed);
  });
}

void VirtualEndpoint::from_broker(Wire wire, const std::string& packet) {
  Connection* const one = find(wire);
  if (one == nullptr) return;
  gateway::Passed passed;
  one->screening.from_broker(packet::next_frame(packet).frame, time_.now(), passed);
  pass(wire, passed);
}

void VirtualEndpoint::to_client(Wire wire, std::string packets) {
  time_.at(time_.now() + kLatency, [this, wire, packets = std::move(packets)] {
    for_each_packet(
        packets, [&](const Frame& frame) { player_->on_packet(wire, std::string{frame.bytes}); });
  });
}

void VirtualEndpoint::watch_first_packet(Wire wire) {
  time_.at(time_.now() + door_->first_packet_within(), [this, wire] {
    const Connection* const one = find(wire);
    if (one != nullptr && !one->screening.is_admitted()) end(wire);
  });
}

void VirtualEndpoint::watch_silence(Wire wire) {
  Connection* const one = find(wire);
  if (one == nullptr || one->screening.silence_most() == Duration::zero()) return;
  const Duration patience = one->screening.silence_most();
  if (time_.now() - one->last_heard >= patience) {
    gateway::Passed passed;
    one->screening.silent(passed);
    return pass(wire, passed);
  }
  time_.at(one->last_heard + patience, [this, wire] { watch_silence(wire); });
}

void VirtualEndpoint::end(Wire wire) {
  time_.at(time_.now() + kLatency, [this, wire] {
    forget(wire);
    player_->on_end(wire);
  });
}

VirtualEndpoint::Connection* VirtualEndpoint::find(Wire wire) {
  const auto found = connections_.find(wire);
  return found == connections_.end() ? nullptr : found->second.get();
}

}  // namespace shadowsim::probe
