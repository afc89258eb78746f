#include "sim/measure/refusals_seen.h"

#include <algorithm>

#include <fmt/format.h>

namespace shadowsim::measure {
namespace {

constexpr std::string_view kTotal = "total";

std::string mqtt_text(int code) {
  return fmt::format("0x{:02X}", code);
}

// Those that the kind may have. Source: MQTT Version 5.0, section 2.4; Device Shadow guide, "Device
// Shadow error messages".
std::vector<std::string> known_codes(RefusalKind kind) {
  if (kind == RefusalKind::kShadow)
    return {"400", "401", "403", "404", "409", "413", "415", "429", "500", "silence"};
  std::vector<std::string> codes;
  constexpr int kFirst = 0x80;
  constexpr int kLast = 0xA2;
  for (int code = kFirst; code <= kLast; ++code)
    codes.push_back(mqtt_text(code));
  if (kind == RefusalKind::kConnect) codes.emplace_back("timeout");
  if (kind == RefusalKind::kConnect || kind == RefusalKind::kDisconnect)
    codes.emplace_back("close");
  return codes;
}

}  // namespace

std::string_view name_of(RefusalKind kind) {
  switch (kind) {
    case RefusalKind::kConnect:
      return "connect";
    case RefusalKind::kPublish:
      return "publish";
    case RefusalKind::kSubscribe:
      return "subscribe";
    case RefusalKind::kDisconnect:
      return "disconnect";
    case RefusalKind::kShadow:
      break;
  }
  return "shadow";
}

void RefusalsSeen::note_mqtt(RefusalKind kind, std::uint8_t code) {
  note(kind, mqtt_text(code));
}

void RefusalsSeen::note_shadow(int code) {
  note(RefusalKind::kShadow, std::to_string(code));
}

void RefusalsSeen::note(RefusalKind kind, std::string_view code, std::uint64_t times) {
  if (times > 0) codes_[static_cast<std::size_t>(kind)][std::string{code}] += times;
}

std::uint64_t RefusalsSeen::total(RefusalKind kind) const {
  std::uint64_t sum = 0;
  for (const auto& [code, count] : codes(kind))
    sum += count;
  return sum;
}

std::uint64_t RefusalsSeen::total() const {
  std::uint64_t sum = 0;
  for (const RefusalKind kind : kAllRefusalKinds)
    sum += total(kind);
  return sum;
}

void RefusalsSeen::add(const RefusalsSeen& more) {
  for (const RefusalKind kind : kAllRefusalKinds) {
    for (const auto& [code, count] : more.codes(kind))
      note(kind, code, count);
  }
}

std::optional<double> RefusalsSeen::value(std::string_view path) const {
  if (path == kTotal) return static_cast<double>(total());
  for (const RefusalKind kind : kAllRefusalKinds) {
    const std::string_view name = name_of(kind);
    if (path == name) return static_cast<double>(total(kind));
    if (!path.starts_with(name) || path[name.size()] != '.') continue;
    const std::string code{path.substr(name.size() + 1)};
    const auto found = codes(kind).find(code);
    if (found != codes(kind).end()) return static_cast<double>(found->second);
    const auto known = known_codes(kind);
    if (std::ranges::find(known, code) != known.end()) return 0.0;
  }
  return std::nullopt;
}

std::vector<std::string> RefusalsSeen::paths() {
  std::vector<std::string> all{std::string{kTotal}};
  for (const RefusalKind kind : kAllRefusalKinds) {
    all.emplace_back(name_of(kind));
    for (const std::string& code : known_codes(kind))
      all.push_back(fmt::format("{}.{}", name_of(kind), code));
  }
  return all;
}

}  // namespace shadowsim::measure
