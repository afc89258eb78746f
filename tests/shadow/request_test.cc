#include "sim/shadow/request.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/random.h"

namespace shadowsim::shadow {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// {"state":{"desired":...}} with this many keys on the way to the leaf.
std::string nested(std::size_t keys, const std::string& leaf) {
  std::string json = leaf;
  for (std::size_t key = 0; key < keys; ++key)
    json = R"({"a":)" + json + "}";
  return R"({"state":{"desired":)" + json + "}}";
}

struct Wrong {
  std::string payload;
  int code;
  std::string message;
  std::optional<std::string_view> token = std::nullopt;
};

class RefuseUpdate : public testing::TestWithParam<Wrong> {};

TEST_P(RefuseUpdate, WithTheFirstReasonInTheOrderOfChecks) {
  RequestReader reader{Limits{}};
  const auto read = reader.read_update(GetParam().payload);
  ASSERT_TRUE(std::holds_alternative<RefusedRequest>(read)) << GetParam().payload;
  const auto& refused = std::get<RefusedRequest>(read);
  EXPECT_EQ(refused.rejection.code, GetParam().code);
  EXPECT_EQ(refused.rejection.message, GetParam().message);
  EXPECT_EQ(refused.client_token, GetParam().token);
}

const std::string kTooLongToken(65, 't');
const std::string kUtf8 = "Unsupported documented encoding; supported encoding is UTF-8";
const std::string kNode = "State contains an invalid node";
const std::string kDeep = "JSON contains too many levels of nesting; maximum is 8";

INSTANTIATE_TEST_SUITE_P(
    , RefuseUpdate,
    testing::Values(
        Wrong{"\xFF", 415, kUtf8}, Wrong{"{\"clientToken\":\"\xC3\"}", 415, kUtf8},
        Wrong{"", 400, "Invalid JSON"}, Wrong{" ", 400, "Invalid JSON"},
        Wrong{"{", 400, "Invalid JSON"}, Wrong{"[]", 400, "Invalid JSON"},
        Wrong{"null", 400, "Invalid JSON"}, Wrong{"\"state\"", 400, "Invalid JSON"},
        Wrong{std::string(100'000, '['), 400, "Invalid JSON"},
        Wrong{R"({"clientToken":5})", 400, "Invalid clientToken"},
        Wrong{R"({"clientToken":null,"state":{}})", 400, "Invalid clientToken"},
        Wrong{R"({"clientToken":")" + kTooLongToken + R"(","state":5})", 400,
              "Invalid clientToken"},
        // 33 characters of two bytes are too long, 32 are not
        Wrong{
            R"({"clientToken":"\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9)"
            R"(\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9)"
            R"(\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9","state":{}})",
            400, "Invalid clientToken"},
        Wrong{"{}", 400, "Missing required node: state"},
        Wrong{R"({"clientToken":"t","version":"x"})", 400, "Missing required node: state", "t"},
        Wrong{R"({"clientToken":"","State":{}})", 400, "Missing required node: state", ""},
        Wrong{R"({"state":[],"clientToken":"t"})", 400, "State node must be an object", "t"},
        Wrong{R"({"state":false,"version":-1})", 400, "State node must be an object"},
        Wrong{R"({"state":{"delta":{},"desired":5}})", 400, kNode + ": 'delta'"},
        Wrong{R"({"state":{"desired":5,"Reported":{}}})", 400, kNode + ": 'Reported'"},
        Wrong{R"({"state":{"":1}})", 400, kNode},
        Wrong{R"({"state":{"desired":[],"reported":[]}})", 400, "Desired node must be an object"},
        Wrong{R"({"state":{"desired":{},"reported":"x"},"version":"x"})", 400,
              "Reported node must be an object"},
        Wrong{R"({"state":{},"version":"1"})", 400, "Invalid version"},
        Wrong{R"({"state":{},"version":-1,"clientToken":"t"})", 400, "Invalid version", "t"},
        Wrong{R"({"state":{},"version":1.5})", 400, "Invalid version"},
        Wrong{R"({"state":null,"version":null})", 400, "Invalid version"},
        Wrong{R"({"state":{},"version":true})", 400, "Invalid version"},
        Wrong{R"({"state":{"desired":{"a":[null]}},"version":[]})", 400, "Invalid version"},
        Wrong{nested(9, "1"), 400, kDeep}, Wrong{nested(8, "[1]"), 400, kDeep},
        Wrong{nested(8, R"({"b":null})"), 400, kDeep}, Wrong{nested(5'000, "1"), 400, kDeep},
        Wrong{nested(9, "[null]"), 400, kDeep},
        Wrong{R"({"state":{"desired":{"a":[1,null]}},"clientToken":"t"})", 400, kNode, "t"},
        Wrong{R"({"state":{"reported":{"a":[[null]]}}})", 400, kNode},
        Wrong{R"({"state":{"reported":{"a":[{"b":null}]}}})", 400, kNode}));

TEST(UpdateRequest, WithAnEndlessWrongKeyIsRefusedInFewWords) {
  RequestReader reader{Limits{}};
  std::string key = "x";
  while (key.size() < 10'000)
    key += "\xC3\xA9";
  const auto read = reader.read_update(R"({"state":{")" + key + R"(":1}})");
  const auto& message = std::get<RefusedRequest>(read).rejection.message;
  EXPECT_LT(message.size(), 300U);
  EXPECT_THAT(message, EndsWith("\xC3\xA9'"));
}

TEST(UpdateRequest, NamesTheDepthLimitInForce) {
  Limits limits;
  limits.depth_max = 6;
  RequestReader reader{limits};
  EXPECT_TRUE(std::holds_alternative<UpdateRequest>(reader.read_update(nested(6, "1"))));
  const auto read = reader.read_update(nested(7, "1"));
  EXPECT_THAT(std::get<RefusedRequest>(read).rejection.message, HasSubstr("maximum is 6"));
}

TEST(UpdateRequest, MayBeAsDeepAsTheLimitAndIgnoresWhatIsBesideTheState) {
  RequestReader reader{Limits{}};
  for (const std::string& payload :
       {nested(8, "1"), nested(8, "{}"), nested(8, "[]"), nested(8, "null"), nested(7, "[1]"),
        R"({"state":{},"other":)" + std::string(1'000, '[') + std::string(1'000, ']') + "}"})
    EXPECT_TRUE(std::holds_alternative<UpdateRequest>(reader.read_update(payload))) << payload;
}

TEST(UpdateRequest, TellsAbsentNullAndObjectApart) {
  RequestReader reader{Limits{}};
  auto read = reader.read_update(R"({"state":{"desired":null,"reported":{"a":1}},"version":3})");
  const auto request = std::get<UpdateRequest>(read);
  EXPECT_TRUE(request.desired.removes());
  EXPECT_FALSE(request.desired.merges());
  EXPECT_TRUE(request.reported.merges());
  EXPECT_EQ(request.version, 3U);
  EXPECT_EQ(request.client_token, std::nullopt);
  EXPECT_FALSE(request.state_is_null);

  read = reader.read_update(R"({"state":null,"clientToken":"t"})");
  EXPECT_TRUE(std::get<UpdateRequest>(read).state_is_null);
  EXPECT_FALSE(std::get<UpdateRequest>(read).desired.is_named());
  EXPECT_EQ(std::get<UpdateRequest>(read).client_token, "t");
}

TEST(UpdateRequest, OfKeysThatStandTwiceTheLastCounts) {
  RequestReader reader{Limits{}};
  const auto read = reader.read_update(
      R"({"state":5,"clientToken":1,"version":"x","state":{"desired":1,"desired":{"a":1}},)"
      R"("clientToken":"t","version":2})");
  ASSERT_TRUE(std::holds_alternative<UpdateRequest>(read));
  EXPECT_EQ(std::get<UpdateRequest>(read).client_token, "t");
  EXPECT_EQ(std::get<UpdateRequest>(read).version, 2U);
}

TEST(UpdateRequest, AVersionBeyondAllVersionsIsWellFormed) {
  RequestReader reader{Limits{}};
  const auto read = reader.read_update(R"({"state":{},"version":99999999999999999999})");
  ASSERT_TRUE(std::holds_alternative<UpdateRequest>(read));
  EXPECT_EQ(std::get<UpdateRequest>(read).version, ~Version{0});
}

TEST(UpdateRequest, TokenOfTheGreatestLengthIsFine) {
  RequestReader reader{Limits{}};
  std::string token;
  for (int character = 0; character < 32; ++character)
    token += "\xC3\xA9";
  const auto read = reader.read_update(R"({"state":{},"clientToken":")" + token + "\"}");
  EXPECT_EQ(std::get<UpdateRequest>(read).client_token, token);
}

TEST(PlainRequest, TakesABodyThatIsNoObjectForNone) {
  RequestReader reader{Limits{}};
  for (const char* payload :
       {"", "{", "[]", "null", "5", "\"clientToken\"", "\xFF", "{}{}", "hello"}) {
    const auto read = reader.read_plain(payload);
    ASSERT_TRUE(std::holds_alternative<PlainRequest>(read)) << payload;
    EXPECT_EQ(std::get<PlainRequest>(read).client_token, std::nullopt);
  }
}

TEST(PlainRequest, LooksAtNothingButTheToken) {
  RequestReader reader{Limits{}};
  auto read = reader.read_plain(R"({"state":5,"version":"x","clientToken":"t"})");
  EXPECT_EQ(std::get<PlainRequest>(read).client_token, "t");
  read = reader.read_plain("{}");
  EXPECT_EQ(std::get<PlainRequest>(read).client_token, std::nullopt);
}

TEST(PlainRequest, WithABadTokenIsRefusedWithoutAnEcho) {
  RequestReader reader{Limits{}};
  for (const std::string& payload :
       {std::string{R"({"clientToken":[]})"}, R"({"clientToken":")" + kTooLongToken + "\"}"}) {
    const auto read = reader.read_plain(payload);
    ASSERT_TRUE(std::holds_alternative<RefusedRequest>(read));
    EXPECT_EQ(std::get<RefusedRequest>(read).rejection.message, "Invalid clientToken");
    EXPECT_EQ(std::get<RefusedRequest>(read).client_token, std::nullopt);
  }
}

TEST(MakeRequest, WritesWhatIsNamedAndNothingElse) {
  EXPECT_EQ(make_update_request({}), R"({"state":{}})");
  EXPECT_EQ(make_update_request({.desired = R"({"a":1})"}), R"({"state":{"desired":{"a":1}}})");
  EXPECT_EQ(make_update_request(
                {.desired = "null", .reported = R"({"a":1})", .client_token = "t\"", .version = 7}),
            R"({"state":{"desired":null,"reported":{"a":1}},"clientToken":"t\"","version":7})");
  EXPECT_EQ(make_get_request(""), "{}");
  EXPECT_EQ(make_get_request("t"), R"({"clientToken":"t"})");
  EXPECT_EQ(make_delete_request("t"), R"({"clientToken":"t"})");
}

TEST(RequestReaderDeathTest, RefusesADepthLimitThatRecursionCouldNotBear) {
  Limits limits;
  limits.depth_max = kDepthMax + 1;
  EXPECT_DEATH(RequestReader{limits}, "depth_max=65");
}

TEST(RequestReader, NoBytesMakeItFail) {
  Random random{11};
  RequestReader reader{Limits{}};
  const std::string good =
      R"({"state":{"desired":{"a":[1,{"b":-2.5e3}],"\u00e9":null},"reported":null},)"
      R"("clientToken":"t","version":12})";
  for (int round = 0; round < 20'000; ++round) {
    std::string payload = good.substr(0, good.size() - random.below(3));
    for (std::uint64_t change = random.below(4); change > 0; --change) {
      const std::size_t at = random.below(payload.size());
      if (random.below(2) == 0)
        payload[at] = static_cast<char>(random.below(256));
      else
        payload.insert(at, 1, good[random.below(good.size())]);
    }
    const auto read = reader.read_update(payload);
    const auto* const refused = std::get_if<RefusedRequest>(&read);
    EXPECT_TRUE(refused == nullptr || refused->rejection.code == 400 ||
                refused->rejection.code == 415);
    (void)reader.read_plain(payload);
  }
}

}  // namespace
}  // namespace shadowsim::shadow
