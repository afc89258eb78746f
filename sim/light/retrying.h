#pragma once

namespace shadowsim::light {

// Whether a request that the shadow service has rejected with that code may be accepted later: too
// many requests, and failures of its own.
// Source: Device Shadow guide, "Device Shadow error messages".
constexpr bool is_worth_retrying(int code) {
  constexpr int kTooManyRequests = 429;
  constexpr int kInternalFailure = 500;
  return code == kTooManyRequests || code >= kInternalFailure;
}

}  // namespace shadowsim::light
