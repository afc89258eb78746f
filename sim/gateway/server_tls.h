#pragma once

#include <memory>

#include <boost/asio/ssl/context.hpp>

#include "sim/base/result.h"
#include "sim/gateway/gateway_options.h"

namespace shadowsim::gateway {

// What the listener's connections share: its certificate, whom it trusts, and that clients must show a
// certificate. To a client that offers protocols by ALPN it names the first of its own that is among them:
// "x-amzn-mqtt-ca", then "mqtt"; a client that offers others only, or none, is taken, too, as on AWS's port
// 8883.
// Errors: kSystem, naming the file that cannot be used.
// Source: AWS IoT Core Developer Guide, "Device communication protocols", protocols, port mappings and
//         authentication; RFC 7301.
Result<std::shared_ptr<boost::asio::ssl::context>> make_server_tls(const TlsListener& listener);

}  // namespace shadowsim::gateway
