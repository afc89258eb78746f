#include "tests/probe/packet_broker.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/packet/packet_writing.h"

namespace shadowsim::probe {
namespace {

using packet::Frame;
using packet::PacketType;
using packet::Version;

// Filters of probes are plain, or have one "+" level.
bool matches(std::string_view filter, std::string_view topic) {
  const std::size_t plus = filter.find('+');
  if (plus == std::string_view::npos) return filter == topic;
  if (!topic.starts_with(filter.substr(0, plus))) return false;
  const std::size_t end = topic.find('/', plus);
  return end != std::string_view::npos && topic.substr(end) == filter.substr(plus + 1);
}

// The QoS with which a topic is wanted; none where it is not.
std::optional<std::uint8_t> wanted_qos(const std::map<std::string, std::uint8_t>& filters,
                                       std::string_view topic) {
  std::optional<std::uint8_t> most;
  for (const auto& [filter, qos] : filters) {
    if (matches(filter, topic)) most = std::max(most.value_or(0), qos);
  }
  return most;
}

}  // namespace

void PacketBroker::take(Wire wire, const Frame& frame) {
  if (frame.type() == PacketType::kConnect) return connect(wire, *packet::read_connect(frame));
  const auto found = connections_.find(wire);
  if (found == connections_.end()) return;
  Connection& one = found->second;
  std::string out;
  if (frame.type() == PacketType::kPublish) {
    const auto sent = packet::read_publish(frame, one.version);
    if (sent->qos > 0) packet::append_puback(out, one.version, sent->packet_id, 0, {});
    if (sent->qos == 2) out[0] = '\x50';  // PUBREC
    publish(*sent);
  } else if (frame.type() == PacketType::kSubscribe) {
    const auto asked = packet::read_subscribe(frame, one.version);
    std::string codes;
    for (const packet::Filter& filter : asked->filters) {
      const auto qos = static_cast<std::uint8_t>(filter.options & 3U);
      one.session->filters[std::string{filter.text}] = qos;
      codes.push_back(static_cast<char>(qos));
    }
    packet::append_suback(out, one.version, asked->packet_id, codes, {});
  } else if (frame.type() == PacketType::kUnsubscribe) {
    const auto asked = packet::read_unsubscribe(frame, one.version);
    std::string codes;
    for (const std::string_view filter : asked->filters)
      codes.push_back(one.session->filters.erase(std::string{filter}) > 0 ? '\0' : '\x11');
    packet::append_unsuback(out, one.version, asked->packet_id, codes);
  } else if (frame.type() == PacketType::kPingreq) {
    out = std::string{"\xD0\0", 2};  // PINGRESP
  }
  if (!out.empty()) listener_.sends(wire, out);
}

void PacketBroker::connect(Wire wire, const packet::Connect& connect) {
  const std::string client_id{connect.client_id};
  for (auto one = connections_.begin(); one != connections_.end();) {
    const Wire other = one->first;
    const bool is_same = one++->second.client_id == client_id;
    if (is_same) {
      gone(other);
      listener_.ends(other);
    }
  }
  if (connect.clean_start) discard(client_id);
  const bool is_resumed = sessions_.contains(client_id);
  if (!is_resumed) sessions_[client_id] = std::make_shared<Session>();
  const packet::Property* const expiry =
      connect.properties.find(packet::PropertyId::kSessionExpiryInterval);
  const bool is_kept =
      connect.version == Version::kMqtt5 ? expiry != nullptr : !connect.clean_start;
  Connection& one =
      connections_.emplace(wire, Connection{connect.version, client_id, is_kept, {}}).first->second;
  one.session = sessions_[client_id];
  std::string out;
  packet::append_connack(out, connect.version, is_resumed, 0, {});
  listener_.sends(wire, out);
  for (const std::string& missed : std::exchange(one.session->missed, {}))
    deliver(wire, one, *packet::read_publish(packet::next_frame(missed).frame, Version::kMqtt5), 1);
}

void PacketBroker::gone(Wire wire) {
  const auto found = connections_.find(wire);
  if (found == connections_.end()) return;
  if (!found->second.is_kept) discard(found->second.client_id);
  connections_.erase(found);
}

void PacketBroker::publish(const packet::Publish& publish) {
  for (auto& [wire, connection] : connections_) {
    const auto qos = wanted_qos(connection.session->filters, publish.topic);
    if (qos) deliver(wire, connection, publish, std::min(*qos, publish.qos));
  }
  for (auto& [client_id, session] : sessions_) {
    const bool is_away = std::ranges::none_of(
        connections_, [&](const auto& one) { return one.second.client_id == client_id; });
    if (!is_away || publish.qos == 0 || wanted_qos(session->filters, publish.topic) != 1) continue;
    std::string missed;
    packet::append_publish(missed, Version::kMqtt5, publish);
    session->missed.push_back(missed);
  }
  listener_.published(std::string{publish.topic}, std::string{publish.payload});
}

void PacketBroker::deliver(Wire wire, Connection& connection, packet::Publish publish,
                           std::uint8_t qos) {
  publish.qos = qos;
  publish.packet_id = qos == 0 ? std::uint16_t{0} : ++connection.last_id;
  publish.retain = false;
  std::string out;
  packet::append_publish(out, connection.version, publish);
  listener_.sends(wire, out);
}

}  // namespace shadowsim::probe
