#include "sim/mqtt/endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::mqtt {
namespace {

using testing::HasSubstr;

const TlsFiles kMutual{"light.pem", "light.key", "ca.pem"};

struct Refused {
  EndpointOptions options;
  const char* because;
};

class RefuseEndpoint : public testing::TestWithParam<Refused> {};

TEST_P(RefuseEndpoint, AsAMistakeOfUsageThatQuotesTheAddress) {
  const auto endpoint = make_endpoint(GetParam().options);
  ASSERT_TRUE(endpoint.has_error());
  EXPECT_EQ(endpoint.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(endpoint.error().message, HasSubstr("'" + GetParam().options.address + "'"));
  EXPECT_THAT(endpoint.error().message, HasSubstr(GetParam().because));
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseEndpoint,
    testing::Values(Refused{{"http://host"}, "mqtt, mqtts, ws, wss"},
                    Refused{{"://host"}, "mqtt, mqtts"}, Refused{{""}, "host"},
                    Refused{{"mqtt://"}, "host"}, Refused{{"mqtt://:1883"}, "host"},
                    Refused{{"two words"}, "host"}, Refused{{"user@host"}, "host"},
                    Refused{{"mqtt://[::1"}, "host"}, Refused{{"mqtt://[::1]1883"}, "host"},
                    Refused{{"host:0"}, "1 to 65535"}, Refused{{"host:65536"}, "1 to 65535"},
                    Refused{{"host:"}, "1 to 65535"}, Refused{{"host:18x"}, "1 to 65535"},
                    Refused{{"mqtt://host/path"}, "path '/path'"}, Refused{{"host/"}, "path '/'"},
                    Refused{{"ws://host/other"}, "path '/other'"},
                    Refused{{"host", 0, {"light.pem", "", ""}}, "needs its private key"},
                    Refused{{"mqtts://host", 0, {"", "light.key", ""}}, "needs its certificate"},
                    Refused{{"mqtt://host", 0, kMutual}, "not with mqtt://"},
                    Refused{{"ws://host", 0, {"", "", "ca.pem"}}, "not with ws://"}));

struct Accepted {
  EndpointOptions options;
  const char* uri;
  const char* alpn = "";
};

class MakeEndpoint : public testing::TestWithParam<Accepted> {};

TEST_P(MakeEndpoint, KnowsSchemeHostAndPort) {
  const auto endpoint = make_endpoint(GetParam().options);
  ASSERT_TRUE(endpoint.has_value()) << endpoint.error().message;
  EXPECT_EQ(to_uri(*endpoint), GetParam().uri);
  EXPECT_EQ(endpoint->alpn, GetParam().alpn);
  EXPECT_EQ(endpoint->tls, GetParam().options.tls);
}

INSTANTIATE_TEST_SUITE_P(
    , MakeEndpoint,
    testing::Values(Accepted{{"broker.local"}, "mqtt://broker.local:1883"},
                    Accepted{{"broker.local:1884"}, "mqtt://broker.local:1884"},
                    Accepted{{"mqtt://10.0.0.1"}, "mqtt://10.0.0.1:1883"},
                    Accepted{{"MQTT://host/"}, "mqtt://host:1883"},
                    Accepted{{"mqtts://host"}, "mqtts://host:8883"},
                    Accepted{{"ws://host"}, "ws://host:80"},
                    Accepted{{"wss://host/mqtt"}, "wss://host:443"},
                    Accepted{{"mqtt://host:1884", 1885}, "mqtt://host:1885"},
                    Accepted{{"::1"}, "mqtt://[::1]:1883"},
                    Accepted{{"[::1]:1884"}, "mqtt://[::1]:1884"},
                    Accepted{{"mqtts://[fe80::1]"}, "mqtts://[fe80::1]:8883"},
                    // certificates and a bare host mean TLS
                    Accepted{{"abc-ats.iot.eu-central-1.amazonaws.com", 0, kMutual},
                             "mqtts://abc-ats.iot.eu-central-1.amazonaws.com:8883"},
                    Accepted{{"host", 0, {"", "", "ca.pem"}}, "mqtts://host:8883"},
                    // AWS IoT takes MQTT on 443 by ALPN only
                    Accepted{{"host", 443, kMutual}, "mqtts://host:443", "x-amzn-mqtt-ca"},
                    Accepted{{"mqtts://host:443"}, "mqtts://host:443", "x-amzn-mqtt-ca"}));

}  // namespace
}  // namespace shadowsim::mqtt
