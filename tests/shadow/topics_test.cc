#include "sim/shadow/topics.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/base/random.h"

namespace shadowsim::shadow {
namespace {

class RefuseTopic : public testing::TestWithParam<std::string> {};

TEST_P(RefuseTopic, IsNoShadowTopic) {
  EXPECT_EQ(parse_topic(GetParam()), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseTopic,
    testing::Values(
        "", "/", "$aws", "$aws/things", "$aws/things/", "$aws/things/a", "$aws/things/a/shadow",
        "$aws/things/a/shadow/", "$aws/things//shadow/get", "aws/things/a/shadow/get",
        "/$aws/things/a/shadow/get", "$AWS/things/a/shadow/get", "$aws/things/a/Shadow/get",
        "$aws/things/a/shadow/GET", "$aws/things/a/shadow/get/",
        "$aws/things/a/shadow/get/accepted/", "$aws/things/a/shadow/get/accepted/x",
        "$aws/things/a/shadow/get/delta", "$aws/things/a/shadow/delete/documents",
        "$aws/things/a/shadow/other", "$aws/things/a/b/shadow/get", "$aws/things/a/shadow/name",
        "$aws/things/a/shadow/name/", "$aws/things/a/shadow/name/x", "$aws/things/a/shadow/name/x/",
        "$aws/things/a/shadow/name//get", "$aws/things/a/shadow/name/get",
        "$aws/things/a/shadow/name/x/y/get", "$aws/things/a.b/shadow/get",
        "$aws/things/a b/shadow/get", "$aws/things/$a/shadow/get", "$aws/things/a~b/shadow/get",
        "$aws/things/\xC3\xA9/shadow/get", "$aws/things/a/shadow/name/a~b/get",
        "$aws/things/a/shadow/name/a.b/get", "$aws/things/+/shadow/get",
        "$aws/things/" + std::string(129, 'a') + "/shadow/get",
        "$aws/things/a/shadow/name/" + std::string(65, 'a') + "/get",
        std::string{"$aws/things/a\0/shadow/get", 25}));

TEST(Topics, OfEveryKindOfClassicAndNamedShadowsReadBackAsWritten) {
  for (const ShadowKey key :
       {ShadowKey{"lamp", {}}, ShadowKey{"a:b_c-9", "config"}, ShadowKey{"shadow", "name"},
        ShadowKey{"name", "update"}, ShadowKey{"t", "get"}, ShadowKey{"t", "$package"}}) {
    for (std::size_t kind = 0; kind < kTopicKinds; ++kind) {
      const Topic topic{key, static_cast<TopicKind>(kind)};
      EXPECT_EQ(parse_topic(make_topic(key, topic.kind)), topic) << make_topic(key, topic.kind);
    }
  }
}

TEST(Topics, AreThoseOfTheGuide) {
  EXPECT_EQ(make_topic({"lamp", {}}, TopicKind::kUpdateDelta),
            "$aws/things/lamp/shadow/update/delta");
  EXPECT_EQ(make_topic({"lamp", "cfg"}, TopicKind::kGetRejected),
            "$aws/things/lamp/shadow/name/cfg/get/rejected");
}

TEST(Topics, WritingReplacesWhatWasThere) {
  std::string topic = "before";
  write_topic(topic, {"lamp", {}}, TopicKind::kGet);
  EXPECT_EQ(topic, "$aws/things/lamp/shadow/get");
}

TEST(Topics, TheLongestNamesAreLegal) {
  const std::string thing(128, 'a');
  const std::string shadow(64, 'b');
  EXPECT_TRUE(parse_topic(make_topic({thing, shadow}, TopicKind::kGet)).has_value());
}

TEST(Topics, KnowTheAnswersToARequest) {
  EXPECT_EQ(accepted_of(TopicKind::kGet), TopicKind::kGetAccepted);
  EXPECT_EQ(accepted_of(TopicKind::kUpdate), TopicKind::kUpdateAccepted);
  EXPECT_EQ(rejected_of(TopicKind::kUpdate), TopicKind::kUpdateRejected);
  EXPECT_EQ(rejected_of(TopicKind::kDelete), TopicKind::kDeleteRejected);
  EXPECT_TRUE(is_request(TopicKind::kDelete));
  EXPECT_FALSE(is_request(TopicKind::kGetAccepted));
}

TEST(TopicsDeathTest, AnAnswerHasNoAnswers) {
  EXPECT_DEATH(accepted_of(TopicKind::kUpdateDelta), "update/delta");
}

TEST(Topics, NoBytesMakeParsingFail) {
  Random random{7};
  const std::string good = "$aws/things/a/shadow/name/b/update/accepted";
  for (int round = 0; round < 20'000; ++round) {
    std::string topic = good.substr(0, random.below(good.size() + 1));
    for (std::uint64_t change = random.below(4); change > 0 && !topic.empty(); --change)
      topic[random.below(topic.size())] = static_cast<char>(random.below(256));
    const auto parsed = parse_topic(topic);
    EXPECT_TRUE(!parsed || make_topic(parsed->shadow, parsed->kind) == topic) << topic;
  }
}

}  // namespace
}  // namespace shadowsim::shadow
