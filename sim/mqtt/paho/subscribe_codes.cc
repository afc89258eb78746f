#include "sim/mqtt/paho/subscribe_codes.h"

#include <memory>

#include <mqtt/server_response.h>

namespace shadowsim::mqtt::paho {
namespace {

using Response = std::unique_ptr<::mqtt::subscribe_response>;

const Response& response_of(const ::mqtt::token& token);

// Names a private member, which an explicit instantiation may, and gives it to response_of().
// Source: C++20, [temp.spec.general], paragraph 6.
template <Response(::mqtt::token::*member)>
struct Opener {
  friend const Response& response_of(const ::mqtt::token& token) { return token.*member; }
};
template struct Opener<&::mqtt::token::subRsp_>;

}  // namespace

std::vector<ReasonCode> subscribe_codes(const ::mqtt::token& token) {
  std::vector<ReasonCode> codes;
  const Response& response = response_of(token);
  if (!response) return codes;
  for (const auto code : response->get_reason_codes())
    codes.push_back(static_cast<ReasonCode>(code));
  return codes;
}

}  // namespace shadowsim::mqtt::paho
