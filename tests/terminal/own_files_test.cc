#include "sim/terminal/own_files.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

TEST(OwnFiles, TheProgramIsTheOneThatRuns) {
  EXPECT_EQ(std::filesystem::path{own_program()}.filename(), "terminal_test");
  EXPECT_TRUE(std::filesystem::exists(own_program()));
}

TEST(OwnFiles, ThePluginIsLookedForBesideIt) {
  EXPECT_EQ(std::filesystem::path{broker_plugin()}.parent_path(),
            std::filesystem::path{own_program()}.parent_path());
}

}  // namespace
}  // namespace shadowsim::terminal
