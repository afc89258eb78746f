#include "sim/text/text_file.h"

#include <cstdio>
#include <string>

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

std::string failure(const std::string& file) {
  const auto text = read_text_file(file);
  if (text) return "read";
  EXPECT_EQ(text.error().kind, ErrorKind::kUsage);
  return text.error().message;
}

TEST(ReadTextFile, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(failure("/nowhere/x.json"), "/nowhere/x.json: No such file or directory");
  EXPECT_EQ(failure("/tmp"), "/tmp: Is a directory");
  EXPECT_EQ(failure("/dev/zero"), "/dev/zero: larger than 4 MiB, which no file of ours is");
}

TEST(ReadTextFile, GivesEveryByte) {
  const std::string file = testing::TempDir() + "text_file_test.txt";
  std::FILE* const out = std::fopen(file.c_str(), "wb");
  ASSERT_NE(out, nullptr);
  const std::string written{"a\0b\n", 4};
  std::fwrite(written.data(), 1, written.size(), out);
  std::fclose(out);
  const auto text = read_text_file(file);
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, written);
  std::remove(file.c_str());
}

}  // namespace
}  // namespace shadowsim
