#include "sim/scenario/file_name.h"

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

TEST(FileName, IsANameWhateverTheFileIsCalled) {
  EXPECT_EQ(name_of_file("scenarios/colour-churn.yaml"), "colour-churn");
  EXPECT_EQ(name_of_file("a b.c.yaml"), "a-b-c");
  EXPECT_EQ(name_of_file(".yaml"), "-yaml");
  EXPECT_EQ(name_of_file("x/"), "scenario");
  EXPECT_EQ(name_of_file(std::string(100, 'x')).size(), 64U);
}

TEST(FileName, OfAFileBesideAScenario) {
  EXPECT_EQ(path_beside("s.yaml", "q.yaml"), "q.yaml");
  EXPECT_EQ(path_beside("dir/s.yaml", "sub/q.yaml"), "dir/sub/q.yaml");
  EXPECT_EQ(path_beside("dir/s.yaml", "/q.yaml"), "/q.yaml");
}

}  // namespace
}  // namespace shadowsim::scenario
