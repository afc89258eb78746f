#include "sim/runtime/session_engines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;

TEST(SessionEngines, ANameThatIsNoneIsAMistakeOfUsageThatSaysWhichThereAre) {
  const auto engine = find_session_engine("mosquito");
  ASSERT_TRUE(engine.has_error());
  EXPECT_EQ(engine.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(engine.error().message,
              AllOf(HasSubstr("'mosquito'"), HasSubstr("paho"), HasSubstr("mosquitto")));
}

TEST(SessionEngines, AreFoundByTheirNames) {
  for (const auto& engine : session_engines())
    EXPECT_EQ(find_session_engine(engine.name).value(), &engine);
  EXPECT_EQ(default_session_engine().name, "paho");
}

TEST(SessionEngines, TellTheVersionsOfTheirLibraries) {
  EXPECT_THAT(find_session_engine("paho").value()->version(),
              MatchesRegex("Paho C\\+\\+ [0-9.]+, C [0-9.]+"));
  EXPECT_THAT(find_session_engine("mosquitto").value()->version(),
              MatchesRegex("libmosquitto [0-9.]+"));
}

TEST(SessionEngines, RefuseWhatTheyCannotSpeak) {
  mqtt::Endpoint endpoint;
  endpoint.host = "localhost";
  endpoint.port = 443;
  for (const auto transport : {mqtt::Transport::kWebSocket, mqtt::Transport::kWebSocketTls}) {
    endpoint.transport = transport;
    EXPECT_TRUE(find_session_engine("paho").value()->check(endpoint));
    const auto fit = find_session_engine("mosquitto").value()->check(endpoint);
    ASSERT_TRUE(fit.has_error());
    EXPECT_EQ(fit.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(fit.error().message, HasSubstr("WebSockets"));
  }
}

}  // namespace
}  // namespace shadowsim::runtime
