#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowsim::shadow {

// Why the service refuses a request. rejection.cc has one table of their codes and texts.
// Source: Device Shadow guide, "Device Shadow error messages".
enum class Reason : std::uint8_t {
  kInvalidJson,
  kMissingState,
  kStateNotObject,
  kDesiredNotObject,
  kReportedNotObject,
  kInvalidNode,
  kInvalidVersion,
  kInvalidClientToken,
  kTooDeep,
  kUnauthorized,
  kForbidden,
  kNoShadow,
  kVersionConflict,
  kTooLarge,
  kNotUtf8,
  kTooManyRequests,
  kInternalFailure,
};

// A refusal as it goes out: programs decide by the code, people read the message.
struct Rejection {
  int code = 500;  // 400 to 500, with the meanings of HTTP
  std::string message;

  friend bool operator==(const Rejection&, const Rejection&) = default;
};

int code_of(Reason reason);

// The reason with its text; `detail` is appended where the text has a place for one: the depth
// limit of kTooDeep, the quoted name of kNoShadow and kInvalidNode.
Rejection make_rejection(Reason reason, std::string_view detail = {});

}  // namespace shadowsim::shadow
