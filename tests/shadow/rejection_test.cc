#include "sim/shadow/rejection.h"

#include <gtest/gtest.h>

namespace shadowsim::shadow {
namespace {

struct Text {
  Reason reason;
  const char* detail;
  Rejection expected;
};

class RejectionText : public testing::TestWithParam<Text> {};

TEST_P(RejectionText, IsTheServices) {
  EXPECT_EQ(make_rejection(GetParam().reason, GetParam().detail), GetParam().expected);
  EXPECT_EQ(code_of(GetParam().reason), GetParam().expected.code);
}

INSTANTIATE_TEST_SUITE_P(
    , RejectionText,
    testing::Values(
        Text{Reason::kInvalidJson, "", {400, "Invalid JSON"}},
        Text{Reason::kMissingState, "", {400, "Missing required node: state"}},
        Text{Reason::kStateNotObject, "", {400, "State node must be an object"}},
        Text{Reason::kDesiredNotObject, "", {400, "Desired node must be an object"}},
        Text{Reason::kReportedNotObject, "", {400, "Reported node must be an object"}},
        Text{Reason::kInvalidNode, "delta", {400, "State contains an invalid node: 'delta'"}},
        Text{Reason::kInvalidNode, "", {400, "State contains an invalid node"}},
        Text{Reason::kInvalidVersion, "", {400, "Invalid version"}},
        Text{Reason::kInvalidClientToken, "", {400, "Invalid clientToken"}},
        Text{
            Reason::kTooDeep, "6", {400, "JSON contains too many levels of nesting; maximum is 6"}},
        Text{Reason::kUnauthorized, "", {401, "Unauthorized"}},
        Text{Reason::kForbidden, "", {403, "Forbidden"}},
        Text{Reason::kNoShadow, "t~s", {404, "No shadow exists with name: 't~s'"}},
        Text{Reason::kVersionConflict, "", {409, "Version conflict"}},
        Text{Reason::kTooLarge, "", {413, "The payload exceeds the maximum size allowed"}},
        Text{Reason::kNotUtf8,
             "",
             {415, "Unsupported documented encoding; supported encoding is UTF-8"}},
        Text{Reason::kTooManyRequests, "", {429, "TOO_MANY_REQUESTS"}},
        Text{Reason::kInternalFailure, "", {500, "Internal service failure"}}));

}  // namespace
}  // namespace shadowsim::shadow
