#pragma once

#include "sim/admission/request.h"
#include "sim/packet/packet.h"
#include "sim/policy/facts.h"

// A client's packets as the front door is asked about them. All borrow what the packet borrows.
namespace shadowsim::gateway {

// `identity`: what is known of the client beside its CONNECT; where no certificate names a thing, the
// client ID is taken for one. Requires: the CONNECT has a client ID, be it assigned.
admission::ConnectRequest to_request(const packet::Connect& connect,
                                     const policy::Context& identity);

admission::PublishRequest to_request(const packet::Publish& publish);

admission::SubscribeRequest to_request(const packet::Subscribe& subscribe);

}  // namespace shadowsim::gateway
