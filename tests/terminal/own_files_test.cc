#include "sim/terminal/own_files.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

TEST(OwnFiles, TheProgramIsTheOneThatRuns) {
  EXPECT_EQ(std::filesystem::path{own_program()}.filename(), "terminal_test");
  EXPECT_TRUE(std::filesystem::exists(own_program()));
}

class PluginOf : public testing::Test {
 protected:
  PluginOf()
      : prefix_{std::filesystem::path{testing::TempDir()} /
                fmt::format("shadowsim-plugin-of-{}", getpid())} {
    std::filesystem::remove_all(prefix_);
    std::filesystem::create_directories(prefix_ / "bin");
    std::filesystem::create_directories(prefix_ / "lib/shadowsim/plugins");
  }
  ~PluginOf() override { std::filesystem::remove_all(prefix_); }

  std::string found() const { return broker_plugin_of(prefix_ / "bin/shadowsim"); }

  const std::filesystem::path prefix_;
  const std::filesystem::path beside_ = prefix_ / "bin/shadowsim_broker_plugin.so";
  const std::filesystem::path installed_ =
      prefix_ / "lib/shadowsim/plugins/shadowsim_broker_plugin.so";
};

TEST_F(PluginOf, AnInstalledProgramIsInTheLibraries) {
  std::ofstream{installed_} << "x";
  EXPECT_EQ(found(), installed_);
}

TEST_F(PluginOf, ABuiltProgramIsBesideIt) {
  std::ofstream{installed_} << "x";
  std::ofstream{beside_} << "x";
  EXPECT_EQ(found(), beside_);
}

TEST_F(PluginOf, AnyProgramIsBesideItWhereThereIsNone) {
  EXPECT_EQ(found(), beside_);
}

TEST(OwnFiles, ThePluginIsLookedForBesideIt) {
  EXPECT_EQ(std::filesystem::path{broker_plugin()}.parent_path(),
            std::filesystem::path{own_program()}.parent_path());
}

}  // namespace
}  // namespace shadowsim::terminal
