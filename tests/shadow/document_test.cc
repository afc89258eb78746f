#include "sim/shadow/document.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::shadow {
namespace {

constexpr Timestamp kNow{std::chrono::seconds{1'700'000'000}};

std::string state_of(const Section& section) {
  std::string out;
  append_state(out, section);
  return out;
}

// What the update makes of the document.
std::variant<Document, Rejection> update(const Document& stored, const std::string& payload,
                                         const Limits& limits = {}) {
  RequestReader reader{limits};
  const auto request = reader.read_update(payload);
  return updated(stored, std::get<UpdateRequest>(request), kNow, limits);
}

Document document_of(const char* desired, const char* reported, Version version) {
  return {Section::parse(desired).value(), Section::parse(reported).value(), version};
}

TEST(Document, RefusesAnyVersionButTheStoredOne) {
  const Document stored = document_of("{}", R"({"a":1})", 4);
  for (const char* version : {"0", "3", "5", "4294967300", "18446744073709551615"}) {
    const auto result = update(stored, std::string{R"({"state":{},"version":)"} + version + "}");
    ASSERT_TRUE(std::holds_alternative<Rejection>(result)) << version;
    EXPECT_EQ(std::get<Rejection>(result).code, 409);
  }
  EXPECT_EQ(std::get<Document>(update(stored, R"({"state":{},"version":4})")).version, 5U);
}

TEST(Document, ChecksTheVersionBeforeTheSize) {
  Limits limits;
  limits.document_bytes_max = 1;
  const std::string body = R"({"state":{"desired":{"a":1}},"version":)";
  EXPECT_EQ(std::get<Rejection>(update({}, body + "7}", limits)).code, 409);
  EXPECT_EQ(std::get<Rejection>(update({}, body + "0}", limits)).code, 413);
}

TEST(Document, MayBeAsLargeAsTheLimitAfterMergingAndNoLarger) {
  // Eight bytes of braces, quotes and colons stand around the two texts.
  const Document stored{
      Section::parse(R"({"a":")" + std::string(4088, 'x') + "\"}").value(), {}, 1};
  const auto report = [](std::size_t bytes) {
    return R"({ "state" : {"reported": {"b":")" + std::string(bytes, 'y') +
           R"(" } }, "clientToken": "does not count"})";
  };
  EXPECT_EQ(stored_bytes(std::get<Document>(update(stored, report(4088)))), 8192U);
  EXPECT_EQ(std::get<Rejection>(update(stored, report(4089))).code, 413);
}

TEST(Document, CountsBytesOfUtf8NotCharactersNorEscapes) {
  Limits limits;
  limits.document_bytes_max = 10;  // {"a":"é"} in UTF-8
  EXPECT_TRUE(std::holds_alternative<Document>(
      update({}, R"({"state":{"desired":{"a":"\u00e9"}}})", limits)));
  limits.document_bytes_max = 9;
  EXPECT_EQ(std::get<Rejection>(update({}, R"({"state":{"desired":{"a":"\u00e9"}}})", limits)).code,
            413);
}

struct SectionsRow {
  const char* request;
  const char* desired;
  const char* reported;
};

class SectionsRule : public testing::TestWithParam<SectionsRow> {};

TEST_P(SectionsRule, IsThatOfTheProtocol) {
  const Document stored = document_of(R"({"a":1})", R"({"b":2})", 7);
  const auto result = std::get<Document>(update(stored, GetParam().request));
  EXPECT_EQ(state_of(result.desired), GetParam().desired);
  EXPECT_EQ(state_of(result.reported), GetParam().reported);
  EXPECT_EQ(result.version, 8U);
}

INSTANTIATE_TEST_SUITE_P(
    , SectionsRule,
    testing::Values(SectionsRow{R"({"state":{}})", R"({"a":1})", R"({"b":2})"},
                    SectionsRow{R"({"state":null})", "{}", "{}"},
                    SectionsRow{R"({"state":{"desired":null}})", "{}", R"({"b":2})"},
                    SectionsRow{R"({"state":{"reported":null}})", R"({"a":1})", "{}"},
                    SectionsRow{R"({"state":{"desired":{}}})", R"({"a":1})", R"({"b":2})"},
                    SectionsRow{R"({"state":{"desired":{"a":null}}})", "{}", R"({"b":2})"},
                    SectionsRow{R"({"state":{"desired":{"c":3},"reported":null}})",
                                R"({"a":1,"c":3})", "{}"}));

TEST(Document, TombstoneCountsTheDeleteItself) {
  EXPECT_EQ(tombstone_version(3), 4U);
}

}  // namespace
}  // namespace shadowsim::shadow
