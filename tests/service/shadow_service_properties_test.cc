// What holds for all documents, patches and messages, tried on random ones.

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/base/random.h"
#include "sim/service/shadow_service.h"
#include "sim/shadow/answer.h"
#include "sim/shadow/utf8.h"
#include "tests/shadow/random_json.h"

namespace shadowsim::service {
namespace {

using shadow::Document;
using shadow::Nulls;
using shadow::random_json;
using shadow::TopicKind;

constexpr int kRounds = 2'000;
constexpr WallTime kNow{std::chrono::seconds{1'700'000'000}};
constexpr shadow::ShadowKey kLamp{"lamp", ""};

std::string random_update(Random& random) {
  const auto section = [&] {
    return random.below(8) == 0 ? "null" : random_json(random, Nulls::kSome);
  };
  switch (random.below(3)) {
    case 0:
      return fmt::format(R"({{"state":{{"desired":{}}}}})", section());
    case 1:
      return fmt::format(R"({{"state":{{"reported":{}}}}})", section());
    default:
      return fmt::format(R"({{"state":{{"desired":{},"reported":{}}}}})", section(), section());
  }
}

class ShadowServiceProperty : public testing::Test {
 protected:
  // The document after an update that has to be accepted.
  const Document& update(const std::string& payload, WallTime now = kNow) {
    EXPECT_TRUE(service_.handle(make_topic(kLamp, TopicKind::kUpdate), payload, now, answers_));
    EXPECT_NE(answer(TopicKind::kUpdateAccepted), nullptr) << payload;
    return *service_.store().find(kLamp);
  }

  const std::string* answer(TopicKind kind) const {
    for (const auto& publication : answers_) {
      if (publication.topic == make_topic(kLamp, kind)) return &publication.payload;
    }
    return nullptr;
  }

  ShadowService service_;
  Publications answers_;
};

TEST_F(ShadowServiceProperty, ApplyingTheDeltaToReportedGivesDesired) {
  Random random{1};
  for (int round = 0; round < kRounds; ++round) {
    const Document document = update(random_update(random));
    const std::string* const message = answer(TopicKind::kUpdateDelta);
    ASSERT_EQ(message == nullptr, is_reached(document.desired, document.reported));
    if (message == nullptr) continue;
    const auto delta = shadow::read_delta(*message);
    ASSERT_TRUE(delta.has_value()) << *message;
    std::string state;
    append_state(state, delta->state);
    const Document& applied = update(fmt::format(R"({{"state":{{"reported":{}}}}})", state));
    EXPECT_EQ(answer(TopicKind::kUpdateDelta), nullptr) << state;
    EXPECT_TRUE(is_reached(applied.desired, applied.reported)) << state;
    EXPECT_TRUE(same_state(applied.desired, document.desired)) << state;
  }
}

TEST_F(ShadowServiceProperty, TheSameUpdateAgainChangesNothingButVersionAndTime) {
  Random random{2};
  for (int round = 0; round < kRounds; ++round) {
    const std::string payload = random_update(random);
    const Document once = update(payload);
    const Document& twice = update(payload, kNow + std::chrono::hours{1});
    EXPECT_EQ(twice.version, once.version + 1);
    EXPECT_TRUE(same_state(twice.desired, once.desired)) << payload;
    EXPECT_TRUE(same_state(twice.reported, once.reported)) << payload;
  }
}

TEST_F(ShadowServiceProperty, SpoiledMessagesAreAnsweredInUtf8AndStoredWithinTheLimits) {
  Random random{3};
  const std::string_view operations[] = {"get", "update", "update", "delete", "update/accepted"};
  const shadow::Limits limits;
  for (int round = 0; round < 10 * kRounds; ++round) {
    std::string topic = fmt::format("$aws/things/t{}/shadow/{}", random.below(20),
                                    operations[random.below(std::size(operations))]);
    std::string payload = random_update(random);
    for (auto spoils = random.below(3); spoils > 0; --spoils) {
      std::string& text = random.below(8) == 0 ? topic : payload;
      text[random.below(text.size())] = static_cast<char>(random.below(256));
    }
    const bool is_request = service_.handle(topic, payload, kNow, answers_);
    ASSERT_EQ(is_request, !answers_.empty()) << topic;
    for (const auto& publication : answers_)
      ASSERT_TRUE(shadow::is_utf8(publication.payload)) << payload;
    if (!is_request) continue;
    const auto* const document = service_.store().find(shadow::parse_topic(topic)->shadow);
    ASSERT_TRUE(document == nullptr || stored_bytes(*document) <= limits.document_bytes_max);
  }
  service_.due(kNow + limits.tombstone_life);
  EXPECT_EQ(service_.store().tombstones(), 0U);
}

TEST_F(ShadowServiceProperty, AShadowThatIsWrittenForeverDoesNotGrow) {
  // New keys all the time, each removed by the next update.
  for (int round = 0; round < kRounds; ++round)
    update(fmt::format(R"({{"state":{{"desired":{{"k{}":{{"a":1}},"k{}":null}}}}}})", round + 1,
                       round));
  EXPECT_EQ(stored_bytes(*service_.store().find(kLamp)),
            std::string{R"({"k2000":{"a":1}})"}.size());
}

}  // namespace
}  // namespace shadowsim::service
