#pragma once

#include <openssl/x509.h>

#include "sim/policy/facts.h"

namespace shadowsim::gateway {

// Adds what policies can know of a client's certificate: its ID, which is its SHA-256 in hexadecimal; its
// serial number, in decimal; subject and issuer, attribute by attribute, in the order of the certificate,
// and their alternative names. The thing that it is attached to is that of its common name, the first
// one (our choice).
// Source: Developer Guide, "X.509 Certificate AWS IoT Core policy variables" and "Using X.509 certificate
//         policy variables". A DirectoryName is written as in RFC 2253 (our choice).
void add_certificate(const X509& certificate, policy::Context& context);

}  // namespace shadowsim::gateway
