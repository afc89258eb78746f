#include "sim/plugin/request_log.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::plugin {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;

// 2023-11-14, 22:13:20.007 UTC
constexpr WallTime kNow{1'700'000'000'007ms};

std::string request_line(std::string_view client, std::string_view topic,
                         std::string_view payload) {
  std::string line;
  append_request_line(line, kNow, client, topic, payload);
  return line;
}

TEST(RequestLog, TellsWhoAskedWhat) {
  EXPECT_EQ(request_line("phone", "$aws/things/lamp/shadow/get", R"({"clientToken":"é"})"),
            "22:13:20.007Z phone > $aws/things/lamp/shadow/get {\"clientToken\":\"é\"}\n");
}

TEST(RequestLog, TellsWhatWasAnswered) {
  std::string lines = "before\n";
  append_answer_line(lines, kNow, {"$aws/things/lamp/shadow/get/rejected", R"({"code":404})"});
  EXPECT_EQ(lines, "before\n22:13:20.007Z < $aws/things/lamp/shadow/get/rejected {\"code\":404}\n");
}

struct Text {
  std::string_view raw;
  const char* logged;
};

class LogAnyBytes : public testing::TestWithParam<Text> {};

TEST_P(LogAnyBytes, OnOneLineThatNoTerminalObeys) {
  EXPECT_THAT(request_line("c", "t", GetParam().raw),
              EndsWith(std::string{" t "} + GetParam().logged + "\n"));
  EXPECT_THAT(request_line(GetParam().raw, "t", ""),
              HasSubstr(std::string{" "} + GetParam().logged + " > t"));
}

using std::string_view_literals::operator""sv;

INSTANTIATE_TEST_SUITE_P(, LogAnyBytes,
                         testing::Values(Text{"a\nb\tc", R"(a\x0ab\x09c)"},
                                         Text{"\x1b[31m", R"(\x1b[31m)"}, Text{"\0"sv, R"(\x00)"},
                                         Text{"\x7f", R"(\x7f)"},
                                         Text{"\xc2\x9b"
                                              "1m",
                                              R"(\xc2\x9b1m)"},
                                         Text{"\xc2\xa0", "\xc2\xa0"},
                                         Text{"\xe2\x82\xac", "\xe2\x82\xac"},
                                         Text{"\xe2\x82", R"(\xe2\x82)"}));

TEST(RequestLog, CutsALongBodyAndTellsItsSize) {
  const std::string line = request_line("c", "t", std::string(kLoggedBytesMax + 1, 'x'));
  EXPECT_THAT(line, EndsWith("xx ... (4097 bytes)\n"));
  EXPECT_LT(line.size(), kLoggedBytesMax + 60);
}

}  // namespace
}  // namespace shadowsim::plugin
