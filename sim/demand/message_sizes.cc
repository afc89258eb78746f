#include "sim/demand/message_sizes.h"

#include <string>

#include "sim/scenario/json_text.h"
#include "sim/shadow/request.h"

namespace shadowsim::demand {
namespace {

// "change-4294967295" is as long as a token of ours gets.
constexpr std::string_view kLongestToken = "change-4294967295";

// ,"version":1234567890,"timestamp":1234567890 and the braces around it all.
constexpr std::uint64_t kVersionAndTimestamp = 44;

// "":{"timestamp":1234567890}, beside the property's name.
constexpr std::uint64_t kMetadataOfProperty = 28;

// "metadata":{"reported":{}},
constexpr std::uint64_t kMetadataOfSection = 27;

}  // namespace

std::uint64_t update_bytes(const std::vector<scenario::Property>& properties, bool in_both) {
  const std::string section = scenario::json_object(properties);
  return shadow::make_update_request({.desired = in_both ? std::string_view{section} : "",
                                      .reported = section,
                                      .client_token = kLongestToken,
                                      .version = {}})
      .size();
}

std::uint64_t get_bytes() {
  return shadow::make_get_request(kLongestToken).size();
}

std::uint64_t answer_bytes(const std::vector<scenario::Property>& properties, bool in_both) {
  std::uint64_t metadata = kMetadataOfSection;
  for (const auto& property : properties)
    metadata += property.name.size() + kMetadataOfProperty;
  return update_bytes(properties, in_both) + kVersionAndTimestamp +
         (in_both ? 2 * metadata : metadata);
}

// Metadata of a document is about as long as its state, the delta as long as one section.
std::uint64_t document_bytes(std::uint64_t state_bytes) {
  return state_bytes * 5 / 2 + kVersionAndTimestamp + 2 * kMetadataOfSection + kLongestToken.size();
}

std::uint64_t packet_bytes(std::uint64_t topic_bytes, std::uint64_t payload_bytes) {
  // Type, length, the topic's length, the packet's number, and in MQTT 5 the length of no properties.
  constexpr std::uint64_t kFixed = 1 + 3 + 2 + 2 + 1;
  return kFixed + topic_bytes + payload_bytes;
}

}  // namespace shadowsim::demand
