#include "sim/shadow/utf8.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::shadow {
namespace {

using namespace std::string_literals;

class RefuseUtf8 : public testing::TestWithParam<std::string> {};

TEST_P(RefuseUtf8, WhateverStandsAround) {
  EXPECT_FALSE(is_utf8(GetParam()));
  EXPECT_FALSE(is_utf8("12345678" + GetParam()));
  EXPECT_FALSE(is_utf8(GetParam() + "12345678"));
}

INSTANTIATE_TEST_SUITE_P(, RefuseUtf8,
                         testing::Values("\x80"s,              // a continuation without a lead
                                         "\xC3"s,              // a lead without a continuation
                                         "\xC3("s,             // nor with another character
                                         "\xC0\xAF"s,          // overlong, two bytes
                                         "\xC1\xBF"s,          // likewise
                                         "\xE0\x9F\xBF"s,      // overlong, three bytes
                                         "\xF0\x8F\xBF\xBF"s,  // overlong, four bytes
                                         "\xED\xA0\x80"s,      // a surrogate
                                         "\xF4\x90\x80\x80"s,  // above U+10FFFF
                                         "\xF5\x80\x80\x80"s,  // likewise
                                         "\xFF"s, "\xE2\x82"s, "\xF0\x9F\x98"s));

TEST(Utf8, AcceptsEveryLengthOfCharacter) {
  for (const auto& text :
       {""s, "a"s, "12345678"s, "a\0b"s, "\xC2\x80"s, "\xDF\xBF"s, "\xE0\xA0\x80"s, "\xED\x9F\xBF"s,
        "\xEE\x80\x80"s, "\xEF\xBF\xBF"s, "\xF0\x90\x80\x80"s, "\xF4\x8F\xBF\xBF"s,
        "1234567\xC3\xA9 1234567\xE2\x82\xAC"s})
    EXPECT_TRUE(is_utf8(text)) << text;
}

}  // namespace
}  // namespace shadowsim::shadow
