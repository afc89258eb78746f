// Any bytes as what a client or a broker sends: each packet that is framed is read as what it is, in both
// versions, and what was read is written as the same bytes. Run by scripts/fuzz.

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/check.h"
#include "sim/packet/packet.h"
#include "sim/packet/packet_writing.h"

namespace shadowsim::packet {
namespace {

void check_same(const Frame& frame, const std::string& written) {
  SHADOWSIM_CHECK(written == frame.bytes, "type {}: {} bytes became {}",
                  static_cast<int>(frame.type()), frame.bytes.size(), written.size());
}

void read_connecting(const Frame& frame, Version version) {
  std::string out;
  if (const auto connect = read_connect(frame)) {
    append_connect(out, *connect, PropertyWriter{connect->properties});
    check_same(frame, out);
  }
  out.clear();
  if (const auto connack = read_connack(frame, version)) {
    append_connack(out, version, connack->session_present, connack->code,
                   PropertyWriter{connack->properties});
    check_same(frame, out);
  }
}

void read_rest(const Frame& frame, Version version) {
  std::string out;
  if (const auto publish = read_publish(frame, version)) {
    append_publish(out, version, *publish);
    check_same(frame, out);
  }
  out.clear();
  if (const auto subscribe = read_subscribe(frame, version)) {
    append_subscribe(out, version, *subscribe, subscribe->filters);
    check_same(frame, out);
  }
  out.clear();
  if (const auto unsubscribe = read_unsubscribe(frame, version)) {
    append_unsubscribe(out, version, *unsubscribe);
    check_same(frame, out);
  }
  // What may be written shorter than it was is only read.
  read_publish_answer(frame, version);
  read_subscribe_answer(frame, version);
  read_disconnect(frame, version);
}

void read(std::string_view bytes) {
  for (;;) {
    const Framing framing = next_frame(bytes);
    if (framing.state != Framing::State::kComplete) {
      SHADOWSIM_CHECK(framing.frame.bytes.empty(), "{}", framing.frame.bytes.size());
      return;
    }
    const Frame& frame = framing.frame;
    SHADOWSIM_CHECK(frame.bytes.data() == bytes.data() && frame.bytes.size() <= bytes.size() &&
                        frame.body.size() == framing.body_bytes,
                    "{}", frame.bytes.size());
    for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
      read_connecting(frame, version);
      read_rest(frame, version);
    }
    bytes.remove_prefix(frame.bytes.size());
  }
}

}  // namespace
}  // namespace shadowsim::packet

// The name and the type are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  shadowsim::packet::read({reinterpret_cast<const char*>(bytes), count});
  return 0;
}
