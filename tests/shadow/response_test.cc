#include "sim/shadow/response.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::shadow {
namespace {

constexpr Timestamp kThen{std::chrono::seconds{1'700'000'000}};
constexpr Timestamp kNow{std::chrono::seconds{1'700'000'060}};
constexpr Envelope kWithToken{kNow, "t1"};

std::string accepted_of(const std::string& payload) {
  RequestReader reader{Limits{}};
  const auto request = reader.read_update(payload);
  std::string out = "what was there before";
  write_update_accepted(out, std::get<UpdateRequest>(request), 5, {kNow, std::nullopt});
  return out;
}

// The messages of the example in section 4.1 of the protocol reference.
TEST(Response, IsThatOfTheExample) {
  RequestReader reader{Limits{}};
  const auto read = reader.read_update(R"({"state":{"desired":{"fan":3}},"clientToken":"t1"})");
  const auto& request = std::get<UpdateRequest>(read);
  std::string out;
  write_update_accepted(out, request, 5, kWithToken);
  EXPECT_EQ(
      out,
      R"({"state":{"desired":{"fan":3}},"metadata":{"desired":{"fan":{"timestamp":1700000060}}},)"
      R"("version":5,"timestamp":1700000060,"clientToken":"t1"})");

  const Document previous{{}, Section::parse(R"({"fan":1})", kThen).value(), 4};
  const auto current = std::get<Document>(updated(previous, request, kNow, Limits{}));
  write_update_delta(out, difference(current.desired, current.reported), 5, kWithToken);
  EXPECT_EQ(out, R"({"state":{"fan":3},"metadata":{"fan":{"timestamp":1700000060}},)"
                 R"("version":5,"timestamp":1700000060,"clientToken":"t1"})");

  write_update_documents(out, &previous, current, kWithToken);
  EXPECT_EQ(out, R"({"previous":{"state":{"reported":{"fan":1}},)"
                 R"("metadata":{"reported":{"fan":{"timestamp":1700000000}}},"version":4},)"
                 R"("current":{"state":{"desired":{"fan":3},"reported":{"fan":1}},)"
                 R"("metadata":{"desired":{"fan":{"timestamp":1700000060}},)"
                 R"("reported":{"fan":{"timestamp":1700000000}}},"version":5},)"
                 R"("timestamp":1700000060,"clientToken":"t1"})");
}

struct Echo {
  const char* state;
  const char* metadata;  // T for a stamp
};

class EchoedRequest : public testing::TestWithParam<Echo> {};

TEST_P(EchoedRequest, IsWhatWasSentWithTheTimeOfNow) {
  std::string metadata = GetParam().metadata;
  for (auto at = metadata.find('T'); at != std::string::npos; at = metadata.find('T'))
    metadata.replace(at, 1, R"({"timestamp":1700000060})");
  EXPECT_EQ(accepted_of(std::string{R"({"state":)"} + GetParam().state + "}"),
            std::string{R"({"state":)"} + GetParam().state + R"(,"metadata":)" + metadata +
                R"(,"version":5,"timestamp":1700000060})");
}

INSTANTIATE_TEST_SUITE_P(, EchoedRequest,
                         testing::Values(Echo{"null", "T"}, Echo{"{}", "{}"},
                                         Echo{R"({"desired":null})", R"({"desired":T})"},
                                         Echo{R"({"desired":{},"reported":null})",
                                              R"({"desired":{},"reported":T})"},
                                         Echo{R"({"desired":{"a":null,"b":{"c":null}}})",
                                              R"({"desired":{"a":T,"b":{"c":T}}})"},
                                         Echo{R"({"reported":{"a":[1,[2,{"b":3}],{}],"c":1.0}})",
                                              R"({"reported":{"a":[T,[T,{"b":T}],{}],"c":T}})"}));

TEST(Response, OfTheFirstDocumentHasNoPreviousOne) {
  std::string out;
  write_update_documents(out, nullptr, Document{{}, {}, 1}, {kNow, std::nullopt});
  EXPECT_EQ(out, R"({"previous":null,"current":{"state":{},"metadata":{},"version":1},)"
                 R"("timestamp":1700000060})");
}

TEST(Response, ToGetHasTheDeltaInStateOnly) {
  const Document document{Section::parse(R"({"a":1,"b":2})", kThen).value(),
                          Section::parse(R"({"b":2})", kThen).value(), 2};
  std::string out;
  write_get_accepted(out, document, {kNow, ""});
  EXPECT_EQ(out,
            R"({"state":{"desired":{"a":1,"b":2},"reported":{"b":2},"delta":{"a":1}},)"
            R"("metadata":{"desired":{"a":{"timestamp":1700000000},"b":{"timestamp":1700000000}},)"
            R"("reported":{"b":{"timestamp":1700000000}}},"version":2,"timestamp":1700000060,)"
            R"("clientToken":""})");
}

TEST(Response, ToGetOfAnEmptyShadowHasEmptyStateAndMetadata) {
  std::string out;
  write_get_accepted(out, Document{{}, {}, 3}, {kNow, std::nullopt});
  EXPECT_EQ(out, R"({"state":{},"metadata":{},"version":3,"timestamp":1700000060})");
}

TEST(Response, ToDeleteHasNeitherStateNorMetadata) {
  std::string out;
  write_delete_accepted(out, 9, kWithToken);
  EXPECT_EQ(out, R"({"version":9,"timestamp":1700000060,"clientToken":"t1"})");
}

TEST(Response, OfRefusalHasNoTimestampAndEscapesWhatItQuotes) {
  std::string out;
  write_rejected(out, make_rejection(Reason::kInvalidNode, "\"\n"), "t\\");
  EXPECT_EQ(
      out,
      R"({"code":400,"message":"State contains an invalid node: '\"\n'","clientToken":"t\\"})");
  write_rejected(out, make_rejection(Reason::kVersionConflict), std::nullopt);
  EXPECT_EQ(out, R"({"code":409,"message":"Version conflict"})");
}

}  // namespace
}  // namespace shadowsim::shadow
