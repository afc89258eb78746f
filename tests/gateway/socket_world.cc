#include "tests/gateway/socket_world.h"

#include <utility>

#include <fmt/format.h>

namespace shadowsim::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::seconds kPatience{20};

const char* const kGoodOnly = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "iot:Connect", "Resource": "arn:aws:iot:us-east-1:123456789012:client/good*"},
  {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"],
   "Resource": "arn:aws:iot:us-east-1:123456789012:topic/good"},
  {"Effect": "Allow", "Action": "iot:Subscribe",
   "Resource": "arn:aws:iot:us-east-1:123456789012:topicfilter/good"}]})";

ScriptedBroker::ScriptedBroker(asio::io_context& context)
    : acceptor_{context, {asio::ip::address_v4::loopback(), 0}} {
  accept();
}

std::uint16_t ScriptedBroker::port() const {
  return acceptor_.local_endpoint().port();
}

void ScriptedBroker::accept() {
  acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
    if (error) return;
    auto party = Party::on(std::move(socket), Version::kMqtt5);
    party->on_packet = [this, one = party.get()](const Frame& frame) { answer(*one, frame); };
    party->on_end = [one = party.get()] { one->close(); };
    parties.push_back(std::move(party));
    accept();
  });
}

void ScriptedBroker::answer(Party& party, const Frame& frame) const {
  if (frame.type() == PacketType::kConnect) party.version = read_connect(frame)->version;
  if (!answers) return;
  std::string out;
  switch (frame.type()) {
    case PacketType::kConnect:
      append_connack(out, party.version, false, 0, {});
      break;
    case PacketType::kPublish: {
      const auto publish = read_publish(frame, party.version);
      if (publish && publish->qos == 1 && acknowledges)
        append_puback(out, party.version, publish->packet_id, 0, {});
      break;
    }
    case PacketType::kSubscribe: {
      const auto subscribe = read_subscribe(frame, party.version);
      if (!subscribe) break;
      append_suback(out, party.version, subscribe->packet_id,
                    std::string(subscribe->filters.size(), '\1'), {});
      break;
    }
    case PacketType::kUnsubscribe: {
      const auto unsubscribe = read_unsubscribe(frame, party.version);
      if (!unsubscribe) break;
      append_unsuback(out, party.version, unsubscribe->packet_id,
                      std::string(unsubscribe->filters.size(), '\0'));
      break;
    }
    case PacketType::kPingreq:
      out = std::string{"\xD0\x00", 2};
      break;
    default:
      break;
  }
  if (!out.empty()) party.send(out);
}

admission::Rules rules_with(const std::string& quotas, const std::string& policy) {
  admission::Rules rules;
  if (!quotas.empty()) {
    auto profile = quota::read_profile_text(quotas, "quotas.yaml");
    EXPECT_TRUE(profile.has_value()) << (profile ? "" : profile.error().message);
    if (profile) rules.quotas = *std::move(profile);
  }
  if (!policy.empty()) {
    auto document = policy::parse_document(policy, "policy.json", nullptr);
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message);
    if (document)
      rules.policies = std::make_shared<const std::vector<policy::Document>>(
          std::vector<policy::Document>{*std::move(document)});
  }
  return rules;
}

SocketWorld::SocketWorld(admission::Rules rules, bool has_real_time, std::optional<TlsListener> tls,
                         std::optional<BrokerAddress> before,
                         std::optional<std::uint64_t> link_fault_seed) {
  GatewayOptions options{.tls = std::move(tls),
                         .broker = before.value_or(BrokerAddress{.port = broker.port()}),
                         .rules = std::move(rules),
                         .link_fault_seed = link_fault_seed,
                         .log = [this](const std::string& line) { log.push_back(line); }};
  const Clock& time = has_real_time ? static_cast<const Clock&>(system_clock) : clock;
  gateway = Gateway::open(context, time, options).value();
}

void SocketWorld::until(const std::function<bool()>& is_so, const char* what) {
  const TimePoint deadline = system_clock.now() + kPatience;
  while (!is_so()) {
    if (system_clock.now() > deadline) FAIL() << "in vain: " << what;
    context.restart();
    context.run_one_for(std::chrono::milliseconds{100});
  }
}

void SocketWorld::until_heard(const Party& party, std::size_t packets) {
  until([&] { return party.heard.size() >= packets; }, "a packet");
}

void SocketWorld::until_end(const Party& party) {
  until([&] { return party.has_ended; }, "the end of a connection");
}

void SocketWorld::settle() {
  context.restart();
  while (context.poll() > 0)
    context.restart();
}

std::shared_ptr<Party> SocketWorld::knock(Version version) {
  return Party::connect(context, gateway->port(), version);
}

std::shared_ptr<Party> SocketWorld::ask_in(Version version, const Connect& connect,
                                           const PropertyWriter& properties) {
  auto client = knock(version);
  Connect told = connect;
  told.version = version;
  client->send(connect_packet(told, properties));
  return client;
}

std::shared_ptr<Party> SocketWorld::enter(Version version, std::string client_id) {
  if (client_id.empty()) client_id = fmt::format("good-{}", ++entered_);
  auto client = ask_in(version, {.clean_start = true, .client_id = client_id});
  until_heard(*client);
  EXPECT_EQ(client->take_heard(), "CONNACK 0x00");
  return client;
}

std::string SocketWorld::answer_to(Party& client, std::string_view bytes) {
  client.send(bytes);
  client.send(kPing);
  until(
      [&] {
        return !client.heard.empty() &&
               (client.heard.back() == "PINGRESP" || client.heard.back() == "close");
      },
      "PINGRESP, or the end");
  if (!client.heard.empty() && client.heard.back() == "PINGRESP") client.heard.pop_back();
  return client.take_heard();
}

std::string connect_packet(const Connect& connect, const PropertyWriter& properties) {
  std::string bytes;
  append_connect(bytes, connect, properties);
  return bytes;
}

std::string publish_packet(Version version, std::string_view topic, std::uint8_t qos,
                           std::uint16_t packet_id, std::string_view payload) {
  std::string bytes;
  append_publish(bytes, version,
                 {.qos = qos,
                  .topic = topic,
                  .packet_id = qos == 0 ? std::uint16_t{0} : packet_id,
                  .payload = payload});
  return bytes;
}

std::string subscribe_packet(Version version, const std::vector<Filter>& filters) {
  std::string bytes;
  append_subscribe(bytes, version, {.packet_id = 5}, filters);
  return bytes;
}

}  // namespace shadowsim::gateway
