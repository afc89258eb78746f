#include "sim/service/shadow_service.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/random.h"
#include "sim/shadow/answer.h"
#include "sim/time/virtual_time.h"

namespace shadowsim::service {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// A service, its time, and the last answers.
class ShadowServiceTest : public testing::Test {
 protected:
  bool send(const std::string& operation, const std::string& payload,
            const std::string& prefix = "$aws/things/lamp/shadow/") {
    return service_.handle(prefix + operation, payload, time_.wall_now(), publications_);
  }

  // What follows the prefix of each topic published.
  std::vector<std::string> topics() const {
    std::vector<std::string> names;
    for (const auto& publication : publications_)
      names.push_back(publication.topic.substr(publication.topic.find("/shadow/") + 8));
    return names;
  }

  shadow::Version accepted_version() const {
    return shadow::read_update_accepted(publications_[0].payload)->version;
  }

  int code() const { return shadow::read_rejected(publications_[0].payload)->code; }

  std::string message() const { return shadow::read_rejected(publications_[0].payload)->message; }

  ShadowService service_;
  Publications publications_;
  VirtualTime time_;
};

TEST_F(ShadowServiceTest, HasNothingToSayOnOtherTopics) {
  send("get", "");
  for (const char* topic :
       {"", "lamp", "$aws/things/lamp/shadow", "$aws/things/lamp/shadow/get/accepted",
        "$aws/things/lamp/shadow/update/delta", "$aws/things/la mp/shadow/get",
        "$aws/things/lamp/shadow/name/a/b/get", "$aws/things/lamp/shadow/name/get"}) {
    EXPECT_FALSE(service_.handle(topic, "", time_.wall_now(), publications_)) << topic;
    EXPECT_TRUE(publications_.empty());
  }
  EXPECT_EQ(service_.store().shadows(), 0U);
}

TEST_F(ShadowServiceTest, NamesTheMissingShadowAsAwsDoes) {
  send("get", "");
  EXPECT_EQ(message(), "No shadow exists with name: 'lamp'");
  send("name/cfg/delete", R"({"clientToken":"t"})");
  EXPECT_EQ(message(), "No shadow exists with name: 'lamp~cfg'");
  EXPECT_THAT(topics(), ElementsAre("name/cfg/delete/rejected"));
  EXPECT_EQ(shadow::read_rejected(publications_[0].payload)->client_token, "t");
}

TEST_F(ShadowServiceTest, TurnsARequestAwayWithItsTokenAndLeavesTheShadow) {
  send("update", R"({"state":{"desired":{"a":1}}})");
  for (const std::string operation : {"get", "update", "delete", "name/n/update"}) {
    const std::string topic = "$aws/things/lamp/shadow/" + operation;
    const auto turn_away = [&](std::string_view payload) {
      return service_.turn_away(topic, payload, 429, time_.wall_now(), publications_);
    };
    EXPECT_TRUE(turn_away(R"({"state":{"desired":{"a":2}},"clientToken":"t"})"));
    EXPECT_THAT(topics(), ElementsAre(operation + "/rejected"));
    EXPECT_EQ(publications_[0].payload,
              R"({"code":429,"message":"TOO_MANY_REQUESTS","clientToken":"t"})");
    EXPECT_TRUE(turn_away("no JSON"));
    EXPECT_EQ(publications_[0].payload, R"({"code":429,"message":"TOO_MANY_REQUESTS"})");
  }
  send("get", "");
  EXPECT_EQ(shadow::read_get_accepted(publications_[0].payload)->version, 1U);
  EXPECT_FALSE(service_.turn_away("$aws/things/lamp/shadow/get/accepted", "", 429, time_.wall_now(),
                                  publications_));
  EXPECT_THAT(publications_, IsEmpty());
}

TEST_F(ShadowServiceTest, ChecksABadTokenBeforeTheMissingShadow) {
  send("get", R"({"clientToken":5})");
  EXPECT_EQ(code(), 400);
  send("delete", R"({"clientToken":5})");
  EXPECT_EQ(code(), 400);
}

TEST_F(ShadowServiceTest, PublishesADeltaAfterEveryUpdateWhileADifferenceRemains) {
  send("update", R"({"state":{"desired":{"a":1}}})");
  EXPECT_THAT(topics(), ElementsAre("update/delta", "update/accepted", "update/documents"));
  send("update", R"({"state":{"reported":{"b":1}}})");
  EXPECT_THAT(topics(), ElementsAre("update/delta", "update/accepted", "update/documents"));
  send("update", R"({"state":{}})");
  EXPECT_THAT(topics(), ElementsAre("update/delta", "update/accepted", "update/documents"));
  send("update", R"({"state":{"reported":{"a":1}}})");
  EXPECT_THAT(topics(), ElementsAre("update/accepted", "update/documents"));
}

TEST_F(ShadowServiceTest, AFailedUpdateChangesNothing) {
  send("update", R"({"state":{"desired":{"a":1}}})");
  const std::string large(9'000, 'x');
  for (const std::string& payload :
       {std::string{"{"}, std::string{R"({"state":{"desired":{"a":2}},"version":9})"},
        R"({"state":{"desired":{"a":")" + large + R"("}}})"}) {
    send("update", payload);
    EXPECT_THAT(topics(), ElementsAre("update/rejected"));
  }
  const auto* const document = service_.store().find({"lamp", {}});
  EXPECT_EQ(document->version, 1U);
  EXPECT_EQ(document->desired.leaf("/a"), "1");
}

TEST_F(ShadowServiceTest, AnUnbornShadowHasVersionZero) {
  send("update", R"({"state":{},"version":1})");
  EXPECT_EQ(code(), 409);
  send("update", R"({"state":{},"version":0})");
  EXPECT_EQ(accepted_version(), 1U);
}

TEST_F(ShadowServiceTest, ADeletedShadowComesBackAboveItsTombstone) {
  for (int update = 0; update < 3; ++update)
    send("update", R"({"state":{"reported":{"a":1}}})");
  send("delete", "whatever");
  EXPECT_THAT(topics(), ElementsAre("delete/accepted"));
  EXPECT_EQ(shadow::read_delete_accepted(publications_[0].payload)->version, 3U);
  send("update", R"({"state":{},"version":3})");
  EXPECT_EQ(code(), 409);
  time_.run_for(48h - 1ms);
  send("update", R"({"state":{"reported":{"b":1}},"version":4})");
  EXPECT_EQ(accepted_version(), 5U);
  EXPECT_THAT(publications_[1].payload, testing::StartsWith(R"({"previous":null,)"));
}

TEST_F(ShadowServiceTest, AShadowDeletedLongAgoBeginsAfresh) {
  send("update", R"({"state":{}})");
  send("delete", "");
  time_.run_for(48h);
  send("update", R"({"state":{}})");
  EXPECT_EQ(accepted_version(), 1U);
}

TEST_F(ShadowServiceTest, ForgetsOldTombstonesWhenItIsDue) {
  send("update", R"({"state":{}})");
  send("delete", "");
  service_.due(time_.wall_now());
  EXPECT_EQ(service_.store().tombstones(), 1U);
  time_.run_for(48h);
  service_.due(time_.wall_now());
  EXPECT_EQ(service_.store().tombstones(), 0U);
}

TEST_F(ShadowServiceTest, TellsItsListenerOfAcceptedChangesOnly) {
  std::vector<std::string> told;
  service_.listen([&](const StoredChange& change) {
    told.push_back(
        std::string{change.shadow.thing} + "/" + std::string{change.shadow.shadow} + " " +
        (change.document != nullptr ? "at " + std::to_string(change.document->version)
                                    : "gone, " + std::to_string(change.tombstone.version)));
  });
  send("get", "");
  send("update", "{");
  send("delete", "");
  EXPECT_THAT(told, IsEmpty());
  send("name/n/update", R"({"state":{}})");
  send("name/n/update", R"({"state":{}})");
  send("name/n/delete", "");
  EXPECT_THAT(told, ElementsAre("lamp/n at 1", "lamp/n at 2", "lamp/n gone, 3"));
}

TEST_F(ShadowServiceTest, GoesOnFromWhatWasRestored) {
  service_.listen([](const StoredChange&) { FAIL() << "nothing has changed"; });
  service_.restore({"lamp", {}},
                   shadow::Document{shadow::Section::parse(R"({"a":1})").value(), {}, 8});
  service_.restore({"lamp", "n"}, Tombstone{4, time_.wall_now()});
  service_.listen({});
  send("update", R"({"state":{"reported":{"a":1}}})");
  EXPECT_EQ(accepted_version(), 9U);
  EXPECT_THAT(topics(), ElementsAre("update/accepted", "update/documents"));
  send("name/n/update", R"({"state":{}})");
  EXPECT_EQ(accepted_version(), 5U);
}

TEST_F(ShadowServiceTest, TheSameUpdateTwiceChangesNothingButVersionAndTime) {
  const std::string update = R"({"state":{"desired":{"a":{"b":1},"c":null},"reported":{"d":[1]}}})";
  send("update", update);
  const auto first = *service_.store().find({"lamp", {}});
  time_.run_for(10s);
  send("update", update);
  const auto second = *service_.store().find({"lamp", {}});
  EXPECT_TRUE(same_state(first.desired, second.desired));
  EXPECT_TRUE(same_state(first.reported, second.reported));
  EXPECT_EQ(second.version, first.version + 1);
}

TEST_F(ShadowServiceTest, AnswersAnyBytesOnARequestTopicWithAnswersThatCanBeRead) {
  Random random{5};
  const std::vector<std::string> pieces{R"({"state":)",
                                        R"({"desired":)",
                                        R"({"reported":)",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        ",",
                                        ":",
                                        "null",
                                        R"("a")",
                                        R"("clientToken":"t")",
                                        R"("version":1)",
                                        "1e5",
                                        "-0.0",
                                        "\"\\ud83d\\ude00\"",
                                        "\xFF",
                                        R"({"state":{"desired":{"a":1}}})",
                                        R"({"state":null})"};
  for (int round = 0; round < 20'000; ++round) {
    std::string payload;
    for (std::uint64_t count = random.below(8); count > 0; --count)
      payload += pieces[random.below(pieces.size())];
    const char* const operations[] = {"update", "get", "delete"};
    ASSERT_TRUE(send(operations[random.below(3)], payload));
    ASSERT_FALSE(publications_.empty());
    for (const auto& publication : publications_)
      EXPECT_TRUE(shadow::read_delta(publication.payload) ||
                  shadow::read_rejected(publication.payload))
          << publication.payload;
  }
}

TEST_F(ShadowServiceTest, BearsTheLargestMessagesThatABrokerPasses) {
  constexpr std::size_t kMessageBytes = 128 * 1024;
  send("update", std::string(kMessageBytes, '['));
  EXPECT_EQ(code(), 400);
  std::string keys;
  while (keys.size() < kMessageBytes)
    keys += R"("k)" + std::to_string(keys.size()) + R"(":1,)";
  send("update", R"({"state":{"desired":{)" + keys + R"("z":1}}})");
  EXPECT_EQ(code(), 413);
  std::string same;
  while (same.size() < kMessageBytes)
    same += R"("k":1,)";
  send("update", R"({"state":{"desired":{)" + same + R"("k":2}}})");
  EXPECT_EQ(service_.store().find({"lamp", {}})->desired.leaf("/k"), "2");
}

}  // namespace
}  // namespace shadowsim::service
