#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sim/admission/open_requests.h"
#include "sim/admission/refusal.h"

namespace shadowsim::admission {

// Whether a PUBLISH may pass, and where it goes.
struct PublishVerdict {
  std::optional<Refusal> refusal{};  // none: it passes
  std::string_view topic{};          // with the alias resolved; lives as long as request and visit

  // A request that the shadow service is to answer holds this place until it is; 0: none.
  OpenRequests::Place place = 0;

  // Refused by the shadow service and not by the front door: the message passes, and is rejected.
  bool is_rejected() const {
    return refusal && refusal->reaction.kind == quota::Reaction::Kind::kReject;
  }
};

struct SubscribeVerdict {
  std::optional<Refusal> whole{};                 // of the packet: then no filter takes effect
  std::vector<std::optional<Refusal>> filters{};  // by filter; none: it passes
};

}  // namespace shadowsim::admission
