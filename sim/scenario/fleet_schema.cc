#include "sim/scenario/schema_tables.h"
#include "sim/scenario/value_kinds.h"

namespace shadowsim::scenario {

using namespace kinds;

namespace {

constexpr double kLightsMost = 10'000'000;

constexpr Type kUniform = list_of(kDelay, 2, 2);
constexpr Key kDelayKeys[] = {
    {"uniform", kUniform, Need::kOptional, kNone, "Any delay from the first to the second."},
    {"exponential", duration_above_zero(3600 * kSecond), Need::kOptional, kNone,
     "Many short delays and a few long ones, with this mean."},
    {"normal", kUniform, Need::kOptional, kNone,
     "Bell-shaped: the mean and the standard deviation; what falls below zero is zero."},
};
constexpr Choice kOneDelay[] = {{Choice::Kind::kExactlyOne, {"uniform", "exponential", "normal"}}};

constexpr Type kShadowName = plain(Scalar::kShadowName);
constexpr Key kShadowKeys[] = {
    {"name", kShadowName, Need::kRequired, kNone,
     "The shadow's name; `classic` stands for the one without a name."},
    {"initial_state", properties(kJson), Need::kOptional, kNone,
     "What a light is in this shadow before anybody changes it; without it, "
     "`fleet.initial_state`."},
};
constexpr Mapping kShadow{"shadow",
                          "One of the shadows that every light has.",
                          kShadowKeys,
                          {},
                          "shadows: [classic, {name: cfg, initial_state: {interval: 60}}]"};
constexpr Type kAnyShadow = with_mapping(kShadowName, kShadow);

constexpr Key kFleetCertificatesKeys[] = {
    {"certificate", plain(Scalar::kPatternOfThing), Need::kDefault, "\"certs/{thing}.pem\"",
     "Each light's certificate, a PEM file."},
    {"key", plain(Scalar::kPatternOfThing), Need::kDefault, "\"certs/{thing}.key\"",
     "Its private key, a PEM file."},
    {"ca", kText, Need::kDefault, "certs/ca.pem",
     "Whom all sessions trust to have issued the endpoint's certificate, a PEM file; `--ca-file` "
     "overrides it. Beside it are `server.pem` and `server.key`, with which the embedded endpoint "
     "listens, and `client.pem` and `client.key` of apps without certificates of their own."},
};
constexpr Mapping kFleetCertificates{
    "fleet certificates",
    "A certificate for each light, over TLS. Relative file names count from the folder of the "
    "scenario's file. `shadowsim certs FILE` makes all of them for the embedded endpoint, which "
    "then lets in nobody else.",
    kFleetCertificatesKeys,
    {},
    "certificates: {certificate: \"certs/{thing}.pem\", key: \"certs/{thing}.key\"}"};

constexpr Key kFleetKeys[] = {
    {"lights", integer(1, kLightsMost, "lights"), Need::kRequired, kNone,
     "How many lights there are."},
    {"thing_name", plain(Scalar::kPattern), Need::kDefault, "\"light-{index:4}\"",
     "Each light's thing name; `{index}` counts from 0, `{index:4}` pads it to 4 digits."},
    {"client_id", plain(Scalar::kPatternOfThing), Need::kDefault, "\"test-{thing}\"",
     "Each light's MQTT client ID; `{thing}` is its thing name."},
    {"initial_state", properties(kJson), Need::kDefault, "{color: red}",
     "What a light is before anybody changes it; it reports this when the service has no shadow "
     "for it."},
    {"shadow", kShadowName, Need::kOptional, kNone,
     "The one shadow of each light, short for `shadows` with one name; without either, the "
     "classic shadow."},
    {"shadows", list_of(kAnyShadow, 1), Need::kOptional, kNone,
     "Several shadows of each light, at most 10: `classic` stands for the one without a name. A "
     "light reads, applies and reports each on its own, over one session."},
    {"connect_rate", kRate, Need::kDefault, "100/s", "How many connects are begun per second."},
    {"connects_in_flight", integer(1, 10'000, "connects"), Need::kDefault, "50",
     "How many connects may wait for their answer at a time."},
    {"check_rate", kRate, Need::kDefault, "2000/s",
     "How many shadows the final check asks for per second, at most."},
    {"connect_timeout", duration_above_zero(3600 * kSecond), Need::kDefault, "10s",
     "How long one connect may take, from TCP to CONNACK."},
    {"answer_timeout", duration_above_zero(3600 * kSecond), Need::kDefault, "10s",
     "How long a light waits for an answer of the service before it asks again."},
    {"apply_delay", with_mapping(kDelay, kDelayDistribution), Need::kDefault, "0s",
     "From a delta's arrival to its being applied and reported: how long the light itself takes."},
    {"keep_alive", duration(65535 * kSecond), Need::kDefault, "60s",
     "The MQTT keep-alive of all sessions, in whole seconds; 0s switches it off."},
    {"mqtt_version", word("5", "3.1.1"), Need::kDefault, "5",
     "The MQTT version of all sessions; `--mqtt-version` overrides it."},
    {"qos", integer(0, 1), Need::kDefault, "1",
     "The QoS of all publishes and subscriptions. With 0 a lost link can lose a change for good."},
    {"certificates", mapping(kFleetCertificates), Need::kOptional, kNone,
     "A certificate for each light; without them, all sessions show that of `--cert`, if any."},
    {"careful", kBoolean, Need::kDefault, "true",
     "Whether lights keep below the quotas of a connection and of a shadow, and lights and apps "
     "back "
     "off when they are refused, as AWS asks of clients. `false` is a fleet that holds nothing "
     "back "
     "and is there again within a tenth of a second. Apps send their changes when they are planned "
     "either way."},
};

}  // namespace

constinit const Mapping kDelayDistribution{"delay distribution", "A delay drawn anew each time.",
                                           kDelayKeys, kOneDelay, "{uniform: [5ms, 20ms]}"};

constinit const Mapping kFleet{"fleet",
                               "The lights, and how they connect and behave.",
                               kFleetKeys,
                               {},
                               "fleet: {lights: 200, apply_delay: {uniform: [5ms, 20ms]}}"};

}  // namespace shadowsim::scenario
