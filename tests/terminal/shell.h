#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>

#include <gtest/gtest.h>

// How tests of this folder hand a text to a program of the system.
namespace shadowsim::terminal {

struct Output {
  std::string text;  // stdout and stderr
  int status = 0;
};

inline Output run_shell(const std::string& command) {
  FILE* const stream = popen(("{ " + command + "\n} 2>&1").c_str(), "re");
  Output output;
  std::array<char, 4096> piece{};
  while (const auto size = std::fread(piece.data(), 1, piece.size(), stream))
    output.text.append(piece.data(), size);
  output.status = WEXITSTATUS(pclose(stream));
  return output;
}

inline bool is_installed(const std::string& program) {
  return run_shell("command -v " + program).status == 0;
}

// A file with that text, which ends with the test. Its path is safe in a shell.
class ShellFile {
 public:
  explicit ShellFile(const std::string& text)
      : path_{testing::TempDir() + "shadowsim-" +
              testing::UnitTest::GetInstance()->current_test_info()->test_suite_name() + "-" +
              testing::UnitTest::GetInstance()->current_test_info()->name()} {
    std::ofstream{path_} << text;
  }
  ShellFile(const ShellFile&) = delete;
  ShellFile& operator=(const ShellFile&) = delete;
  ~ShellFile() { std::filesystem::remove(path_); }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace shadowsim::terminal
