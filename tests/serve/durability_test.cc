// What survives when `shadowsim serve --data` is ended, asked to or killed.

#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"
#include "tests/serve/serve_process.h"
#include "tests/serve/shadow_client.h"

namespace shadowsim {
namespace {

using namespace std::chrono_literals;
using endpoint::TemporaryDirectory;
using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

// As docs/serve.md states it.
constexpr auto kInterval = 200ms;

std::vector<std::string> options(const TemporaryDirectory& directory, bool durable) {
  std::vector<std::string> words{"--data", directory.file("data")};
  if (durable) words.emplace_back("--durable");
  return words;
}

enum class Victim { kServe, kBroker };

struct Crash {
  bool durable;
  Victim victim;
};

class KillInMidChurn : public testing::TestWithParam<Crash> {};

// The newest version that must be there after a crash at `killed_at`; 0 where none need be.
std::uint64_t due_version(const std::vector<Accepted>& accepted, bool durable,
                          Clock::time_point killed_at) {
  std::uint64_t version = 0;
  for (const Accepted& one : accepted) {
    if (durable || one.seen_at <= killed_at - kInterval) version = one.version;
  }
  return version;
}

void kill_hard(ServeProcess& serve, Victim victim) {
  const pid_t broker = serve.broker();
  ASSERT_GT(broker, 0);
  kill(victim == Victim::kServe ? serve.pid() : broker, SIGKILL);
  EXPECT_EQ(serve.wait_for_exit(), victim == Victim::kServe ? -SIGKILL : 4);
}

TEST_P(KillInMidChurn, LosesNoVersionThatWasPromised) {
  constexpr int kThings = 10;
  const TemporaryDirectory directory;
  std::map<std::string, std::vector<Accepted>> accepted;
  Clock::time_point killed_at;
  {
    ServeProcess serve{options(directory, GetParam().durable)};
    ShadowClient client{serve.wait_for_port()};
    // Long enough that there is much older than the interval.
    const auto until = Clock::now() + 3 * kInterval;
    client.churn(kThings, [&] { return client.accepted_count() >= 200 && Clock::now() >= until; });
    killed_at = Clock::now();
    kill_hard(serve, GetParam().victim);
    client.drain();
    accepted = client.accepted();
  }
  ServeProcess serve{options(directory, GetParam().durable)};
  ShadowClient client{serve.wait_for_port()};
  ASSERT_EQ(accepted.size(), std::size_t{kThings});
  for (const auto& [thing, versions] : accepted) {
    const std::uint64_t due = due_version(versions, GetParam().durable, killed_at);
    ASSERT_GT(due, 1U) << "nothing was old enough";
    const auto seen = client.get(thing);
    ASSERT_TRUE(seen.has_value()) << thing;
    EXPECT_GE(seen->version, due) << thing;
    EXPECT_EQ(seen->n, static_cast<std::int64_t>(seen->version)) << "half of an update is there";
  }
}

INSTANTIATE_TEST_SUITE_P(, KillInMidChurn,
                         testing::Values(Crash{false, Victim::kServe},
                                         Crash{false, Victim::kBroker}, Crash{true, Victim::kServe},
                                         Crash{true, Victim::kBroker}),
                         [](const auto& test) {
                           return std::string{test.param.durable ? "Durable" : "Data"} +
                                  (test.param.victim == Victim::kServe ? "Serve" : "Broker");
                         });

TEST(Durability, HoldsForALonelyUpdateWhenTheBrokerGoesQuietAfterIt) {
  const TemporaryDirectory directory;
  for (std::int64_t n = 1; n <= 5; ++n) {
    ServeProcess serve{options(directory, false)};
    ShadowClient client{serve.wait_for_port()};
    const auto before = client.get("lamp");
    EXPECT_EQ(before ? before->n : 0, n - 1);
    client.update_and_wait("lamp", n);
    // The interval itself, unless the broker ends.
    EXPECT_FALSE(serve.ends_within(kInterval));
    kill_hard(serve, n % 2 == 0 ? Victim::kServe : Victim::kBroker);
  }
}

TEST(Durability, WhereItIsAskedForHoldsFromTheAnswerOn) {
  const TemporaryDirectory directory;
  for (std::int64_t n = 1; n <= 5; ++n) {
    ServeProcess serve{options(directory, true)};
    ShadowClient client{serve.wait_for_port()};
    const auto before = client.get("lamp");
    EXPECT_EQ(before ? before->n : 0, n - 1);
    client.update_and_wait("lamp", n);
    kill_hard(serve, n % 2 == 0 ? Victim::kServe : Victim::kBroker);
  }
}

TEST(Durability, IsWholeAfterAnOrderlyEnd) {
  const TemporaryDirectory directory;
  {
    ServeProcess serve{options(directory, false)};
    ShadowClient client{serve.wait_for_port()};
    EXPECT_EQ(client.update_and_wait("gone", 1), 1U);
    client.remove("gone");
    EXPECT_EQ(client.update_and_wait("lamp", 5), 1U);
    EXPECT_EQ(client.update_and_wait("lamp", 6), 2U);
    serve.send(SIGTERM);
    EXPECT_EQ(serve.wait_for_exit(), 0);
  }
  ServeProcess serve{options(directory, false)};
  ShadowClient client{serve.wait_for_port()};
  const auto lamp = client.get("lamp");
  ASSERT_TRUE(lamp.has_value());
  EXPECT_EQ(lamp->version, 2U);
  EXPECT_EQ(lamp->n, 6);
  EXPECT_FALSE(client.get("gone").has_value());
  EXPECT_EQ(client.update_and_wait("gone", 1), 3U);
}

TEST(Durability, WithoutADirectoryIsNotGiven) {
  {
    ServeProcess serve{{}};
    ShadowClient client{serve.wait_for_port()};
    client.update_and_wait("lamp", 1);
    serve.send(SIGTERM);
    EXPECT_EQ(serve.wait_for_exit(), 0);
  }
  ServeProcess serve{{}};
  ShadowClient client{serve.wait_for_port()};
  EXPECT_FALSE(client.get("lamp").has_value());
}

TEST(Durability, ThatTheDiskRefusesEndsTheServiceWithAWord) {
  for (const bool durable : {false, true}) {
    const TemporaryDirectory directory;
    ServeProcess serve{options(directory, durable), {.disk_is_full_soon = true}};
    {
      ShadowClient client{serve.wait_for_port()};
      client.churn(10, [&] { return client.accepted_count() >= 10; });
      client.drain();
    }
    EXPECT_EQ(serve.wait_for_exit(), 4);
    EXPECT_THAT(serve.errors(), HasSubstr("shadows.sqlite cannot be used"));
  }
}

}  // namespace
}  // namespace shadowsim
