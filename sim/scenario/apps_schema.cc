#include "sim/scenario/schema_tables.h"
#include "sim/scenario/value_kinds.h"

namespace shadowsim::scenario {

using namespace kinds;

namespace {

constexpr Key kAppCertificatesKeys[] = {
    {"certificate", plain(Scalar::kPattern), Need::kDefault, "\"certs/app-{index}.pem\"",
     "Each app session's certificate, a PEM file."},
    {"key", plain(Scalar::kPattern), Need::kDefault, "\"certs/app-{index}.key\"",
     "Its private key, a PEM file."},
};
constexpr Mapping kAppCertificates{
    "app certificates",
    "A certificate for each app session; only with `fleet.certificates`.",
    kAppCertificatesKeys,
    {},
    "certificates: {certificate: \"certs/app-{index}.pem\", key: \"certs/app-{index}.key\"}"};

constexpr Key kAppsKeys[] = {
    {"sessions", integer(1, 1'000'000, "sessions"), Need::kDefault, "1",
     "How many app sessions share the lights: light L is driven by session L modulo this."},
    {"client_id", plain(Scalar::kPattern), Need::kDefault, "\"test-app-{index}\"",
     "Each app session's MQTT client ID; `{index}` counts from 0."},
    {"certificates", mapping(kAppCertificates), Need::kOptional, kNone,
     "A certificate for each; without them, all apps show that of `--cert` or else `client.pem` "
     "beside the fleet's `ca`."},
};

}  // namespace

constinit const Mapping kApps{"apps",
                              "The sessions that set desired values, as phone apps would.",
                              kAppsKeys,
                              {},
                              "apps: {sessions: 4}"};

}  // namespace shadowsim::scenario
