#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/quota/limit.h"

// What each limit is: one row for each key of a quota file, with its default.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas"; what is our choice, and where the
//         documentation contradicts itself, is marked in scenarios/quotas/default.yaml.
namespace shadowsim::quota {

// What a limit's number counts.
enum class Unit : std::uint8_t {
  kRate,    // per second; above 0
  kCount,   // whole
  kTime,    // seconds, or days where the key says so
  kFactor,  // above 0
};

// What a limit is for: each account has a limit of its own, or each connection, ...
enum class Scope : std::uint8_t {
  kNone,
  kAccount,
  kConnection,
  kSession,
  kClientId,
  kTopic,
  kShadow,
  kGroup
};

struct LimitRow {
  std::string_view section;  // of the file
  std::string_view key;
  Unit unit;
  Scope scope;
  double large;             // default in a large Region
  double select;            // in a smaller one: the same, or the value of KEY_select_regions
  bool has_select = false;  // whether there is such a key
};

// By limit.
std::span<const LimitRow> limit_rows();

const LimitRow& row_of(Limit limit);

// The limit with that key.
std::optional<Limit> limit_named(std::string_view key);

// Whether the limit can have that number, as it stands in a file; and what it can be otherwise. What a packet
// says has the packet's range; a name can be as long as the service's own topics take it, and not longer.
// Source: MQTT 5.0, section 3.2.2.3; API reference, UpdateThingShadow, patterns of thingName and shadowName.
bool can_be(const LimitRow& row, double number);
std::string allowed_text(const LimitRow& row);

}  // namespace shadowsim::quota
