#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/gateway/screening.h"
#include "sim/packet/packet_writing.h"

// What the tests of screening share.
namespace shadowsim::gateway {

using namespace packet;

inline constexpr TimePoint kNow{std::chrono::hours{1}};

inline constexpr const char* kPolicy = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["iot:Connect"], "Resource": "*"},
  {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"],
   "Resource": ["arn:aws:iot:us-east-1:123456789012:topic/good",
                "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/c/shadow/*"]},
  {"Effect": "Allow", "Action": "iot:Subscribe",
   "Resource": "arn:aws:iot:us-east-1:123456789012:topicfilter/good"}]})";

// A connection that is held against the sample policy and AWS's quotas.
class Connection {
 public:
  // `session_expiry`: seconds, MQTT 5.
  explicit Connection(Version version, std::string client_id = "c",
                      std::uint32_t session_expiry = 0)
      : version_{version} {
    admission::Rules rules;
    rules.policies = std::make_shared<const std::vector<policy::Document>>(
        std::vector<policy::Document>{*policy::parse_document(kPolicy, "p", nullptr)});
    rules.quotas = quota::QuotaProfile{};
    door = std::make_shared<admission::FrontDoor>(std::move(rules), kNow);
    screening = std::make_unique<Screening>(door, policy::Context{}, "auto-1", nullptr);
    PropertyWriter properties;
    if (session_expiry != 0)
      properties.set_four_bytes(PropertyId::kSessionExpiryInterval, session_expiry);
    std::string bytes;
    append_connect(
        bytes, {.version = version, .clean_start = true, .keep_alive = 10, .client_id = client_id},
        properties);
    connected = from_client(bytes);
  }

  Passed from_client(std::string_view bytes) {
    Passed passed;
    screening->from_client(next_frame(bytes).frame, kNow, passed);
    return passed;
  }
  Passed from_broker(std::string_view bytes) {
    Passed passed;
    screening->from_broker(next_frame(bytes).frame, kNow, passed);
    return passed;
  }
  Passed publish(std::string_view topic, std::uint8_t qos, std::uint16_t packet_id = 7) {
    std::string bytes;
    append_publish(bytes, version_,
                   {.qos = qos,
                    .topic = topic,
                    .packet_id = static_cast<std::uint16_t>(qos == 0 ? 0 : packet_id),
                    .payload = "x"});
    return from_client(bytes);
  }
  Passed subscribe(const std::vector<Filter>& filters) {
    std::string bytes;
    append_subscribe(bytes, version_, {.packet_id = 5}, filters);
    return from_client(bytes);
  }

  std::shared_ptr<admission::FrontDoor> door;
  std::unique_ptr<Screening> screening;
  Passed connected;

 private:
  Version version_;
};

inline PublishAnswer puback(std::string_view bytes) {
  return *read_publish_answer(next_frame(bytes).frame, Version::kMqtt5);
}

}  // namespace shadowsim::gateway
