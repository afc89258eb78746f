#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shadowsim::terminal {

// Whether a host cannot be an AWS account's endpoint by its name alone: a loopback, private or
// link-local address, "localhost", a name without a dot (a machine of one's own network, a
// container) or one that ends in ".localhost" or ".local" (so a Kubernetes service). An account is
// always reached by a full name, as its certificate is for that. Nothing is resolved.
// Source: RFC 1918, 3927, 4193, 4291, 6761, 6762.
bool is_local_host(std::string_view host);

// The Region of an AWS endpoint: "eu-north-1" for "a1b2-ats.iot.eu-north-1.amazonaws.com"; none for
// other hosts.
std::optional<std::string> aws_region(std::string_view host);

}  // namespace shadowsim::terminal
