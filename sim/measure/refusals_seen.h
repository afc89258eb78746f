#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowsim::measure {

// How a session was refused.
enum class RefusalKind : std::uint8_t {
  kConnect,    // a connect failed: CONNACK's code; "close" without one, "timeout" without an answer
  kPublish,    // PUBACK's code
  kSubscribe,  // SUBACK's code, for each filter
  kDisconnect,  // a connection ended without our asking: DISCONNECT's code, or "close" without one
  kShadow,  // a `rejected` of the shadow service: its code; "silence" for a light's request that
            // got no answer in time, which is all that a client of MQTT 3.1.1 sees of a throttle
};

inline constexpr std::size_t kRefusalKinds = 5;

// The kind's name in summary.json: "connect".
std::string_view name_of(RefusalKind kind);

// What the sessions of a run saw of being refused, by kind and code: "refusals.seen" of summary.json. It
// is their side only. What ended a connection or swallowed a message need not have been a quota.
class RefusalsSeen {
 public:
  using Codes = std::map<std::string, std::uint64_t>;

  // An MQTT reason code, "0x97", or one of the shadow service, "429".
  void note_mqtt(RefusalKind kind, std::uint8_t code);
  void note_shadow(int code);

  // Any code.
  void note(RefusalKind kind, std::string_view code, std::uint64_t times = 1);

  const Codes& codes(RefusalKind kind) const { return codes_[static_cast<std::size_t>(kind)]; }

  std::uint64_t total(RefusalKind kind) const;
  std::uint64_t total() const;

  void add(const RefusalsSeen& more);

  // The number at a path below "refusals.seen": "total", a kind, or a kind and a code, as in
  // "publish.0x97"; 0 for a code that was not seen. None where there can be no such number.
  std::optional<double> value(std::string_view path) const;

  // The paths that value() knows, with the codes that MQTT 5 and the shadow service have for each kind.
  static std::vector<std::string> paths();

  friend bool operator==(const RefusalsSeen&, const RefusalsSeen&) = default;

 private:
  std::array<Codes, kRefusalKinds> codes_;
};

// The kinds, in the order of summary.json.
inline constexpr std::array<RefusalKind, kRefusalKinds> kAllRefusalKinds{
    RefusalKind::kConnect, RefusalKind::kPublish, RefusalKind::kSubscribe, RefusalKind::kDisconnect,
    RefusalKind::kShadow};

}  // namespace shadowsim::measure
