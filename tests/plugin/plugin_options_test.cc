#include "sim/plugin/plugin_options.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::plugin {
namespace {

using testing::HasSubstr;

struct WrongLine {
  OptionLine line;
  const char* said;
};

class RefuseOption : public testing::TestWithParam<WrongLine> {};

TEST_P(RefuseOption, SaysWhatIsWrongAndWhatIsAllowed) {
  const auto parsed = parse_plugin_options({{GetParam().line}});
  ASSERT_TRUE(parsed.has_error());
  EXPECT_EQ(parsed.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(parsed.error().message, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(, RefuseOption,
                         testing::Values(WrongLine{{"redy_fd", "5"}, "there are ready_fd"},
                                         WrongLine{{"ready_fd", ""}, "integer"},
                                         WrongLine{{"ready_fd", "-1"}, "integer"},
                                         WrongLine{{"ready_fd", "1"}, "from 3"},
                                         WrongLine{{"ready_fd", "5x"}, "integer"},
                                         WrongLine{{"ready_fd", "99999999999999999999"}, "integer"},
                                         WrongLine{{"log_fd", "2"}, "from 3"},
                                         WrongLine{{"data", ""}, "must be a directory"},
                                         WrongLine{{"data_interval_ms", "159"}, "from 160"},
                                         WrongLine{{"data_durable", "yes"}, "true or false"},
                                         WrongLine{{"data_durable", "true"}, "needs data"},
                                         WrongLine{{"document_bytes_max", "0"}, "from 1"},
                                         WrongLine{{"depth_max", "65"}, "to 64"},
                                         WrongLine{{"client_token_bytes_max", "0"}, "from 1"}));

TEST(PluginOptions, GatherAllProblems) {
  const std::vector<OptionLine> lines{{"ready_fd", "x"}, {"depth_max", "y"}};
  const auto parsed = parse_plugin_options(lines);
  ASSERT_TRUE(parsed.has_error());
  EXPECT_THAT(parsed.error().message, HasSubstr("ready_fd"));
  EXPECT_THAT(parsed.error().message, HasSubstr("\nplugin_opt_depth_max"));
}

TEST(PluginOptions, AreThoseOfAnAccountWithoutIncreasesByDefault) {
  const auto options = parse_plugin_options({}).value();
  EXPECT_EQ(options.ready_fd, std::nullopt);
  EXPECT_EQ(options.log_fd, std::nullopt);
  EXPECT_EQ(options.data, std::nullopt);
  EXPECT_EQ(options.data_interval, std::chrono::milliseconds{200});
  EXPECT_FALSE(options.data_is_durable);
  EXPECT_EQ(options.limits.document_bytes_max, 8192U);
  EXPECT_EQ(options.limits.depth_max, 8U);
}

TEST(PluginOptions, AreReadFromTheirLines) {
  const std::vector<OptionLine> lines{{"ready_fd", "7"},        {"log_fd", "8"},
                                      {"data", "/d"},           {"data_interval_ms", "1000"},
                                      {"data_durable", "true"}, {"document_bytes_max", "30720"},
                                      {"depth_max", "6"},       {"client_token_bytes_max", "4"}};
  const auto options = parse_plugin_options(lines).value();
  EXPECT_EQ(options.ready_fd, 7);
  EXPECT_EQ(options.log_fd, 8);
  EXPECT_EQ(options.data, "/d");
  EXPECT_EQ(options.data_interval, std::chrono::milliseconds{1000});
  EXPECT_TRUE(options.data_is_durable);
  EXPECT_EQ(options.limits.document_bytes_max, 30720U);
  EXPECT_EQ(options.limits.depth_max, 6U);
  EXPECT_EQ(options.limits.client_token_bytes_max, 4U);
}

}  // namespace
}  // namespace shadowsim::plugin
