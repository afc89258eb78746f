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

// Filters of probes are plain, or have one "+" level.
bool matches(std::string_view filter, std::string_view topic) {
  const std::size_t plus = filter.find('+');
  if (plus == std::string_view::npos) return filter == topic;
  if (!topic.starts_with(filter.substr(0, plus))) return false;
  const std::size_t end = topic.find('/', plus);
  return end != std::string_view::npos && topic.substr(end) == filter.substr(plus + 1);
}

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
    : time_{time}, door_{std::make_shared<admission::FrontDoor>(std::move(rules), time.now())} {}

void VirtualEndpoint::open(Wire wire, std::string packet) {
  connections_.emplace(
      wire, std::unique_ptr<Connection>{new Connection{.screening = {door_, {}, "auto", nullptr},
                                                       .last_heard = time_.now()}});
  send(wire, std::move(packet));
}

void VirtualEndpoint::send(Wire wire, std::string packets) {
  time_.at(time_.now() + kLatency,
           [this, wire, packets = std::move(packets)] { arrive(wire, packets); });
}

void VirtualEndpoint::close(Wire wire) {
  time_.at(time_.now() + kLatency, [this, wire] { connections_.erase(wire); });
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
  answer(wire, passed.to_broker);
  if (passed.ends) end(wire);
}

void VirtualEndpoint::answer(Wire wire, std::string_view packets) {
  for_each_packet(packets, [&](const Frame& frame) {
    Connection* const one = find(wire);
    if (one == nullptr) return;
    std::string out;
    if (frame.type() == PacketType::kConnect) {
      const auto connect = packet::read_connect(frame);
      one->version = connect->version;
      one->client_id = connect->client_id;
      for (auto& [other, connection] : connections_) {
        if (other != wire && connection->client_id == one->client_id) end(other);
      }
      packet::append_connack(out, one->version, false, 0, {});
    } else if (frame.type() == PacketType::kPublish) {
      const auto sent = packet::read_publish(frame, one->version);
      if (sent->qos == 1) packet::append_puback(out, one->version, sent->packet_id, 0, {});
      if (sent->qos == 2) {
        packet::append_puback(out, one->version, sent->packet_id, 0, {});
        out[0] = '\x50';  // PUBREC
      }
      publish(std::string{sent->topic}, std::string{sent->payload});
    } else if (frame.type() == PacketType::kSubscribe) {
      const auto asked = packet::read_subscribe(frame, one->version);
      std::string codes;
      for (const packet::Filter& filter : asked->filters) {
        one->filters.emplace(filter.text);
        codes.push_back(static_cast<char>(filter.options & 3U));
      }
      packet::append_suback(out, one->version, asked->packet_id, codes, {});
    }
    if (!out.empty())
      time_.at(time_.now() + kLatency, [this, wire, out] { from_broker(wire, out); });
  });
}

void VirtualEndpoint::publish(const std::string& topic, const std::string& payload) {
  for (const auto& [wire, connection] : connections_) {
    const bool wants = std::ranges::any_of(
        connection->filters, [&](const std::string& filter) { return matches(filter, topic); });
    if (!wants) continue;
    std::string out;
    packet::append_publish(out, connection->version, {.topic = topic, .payload = payload});
    time_.at(time_.now() + kLatency, [this, to = wire, out] { from_broker(to, out); });
  }
  service::Publications answers;
  if (const auto away = shadow::read_turned_away(topic)) {
    service_.turn_away(away->topic, payload, away->code, time_.wall_now(), answers);
  } else {
    service_.handle(topic, payload, time_.wall_now(), answers);
  }
  for (const service::Publication& one : answers)
    publish(one.topic, one.payload);
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
    connections_.erase(wire);
    player_->on_end(wire);
  });
}

VirtualEndpoint::Connection* VirtualEndpoint::find(Wire wire) {
  const auto found = connections_.find(wire);
  return found == connections_.end() ? nullptr : found->second.get();
}

}  // namespace shadowsim::probe
