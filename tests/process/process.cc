#include "tests/process/process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <sstream>
#include <string_view>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace shadowsim::process {
namespace {

using namespace std::chrono_literals;

constexpr auto kLongest = 120s;

std::string content(const std::string& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

// In the child, between fork and exec.
void become(const std::string& program, std::vector<char*>& arguments, const std::string& directory,
            const Process::Options& options, int input) {
  for (const auto& [name, value] : options.environment)
    setenv(name.c_str(), value.c_str(), 1);
  if (options.descriptors_max > 0) {
    const rlimit limit{options.descriptors_max, options.descriptors_max};
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  dup2(input, STDIN_FILENO);
  dup2(open((directory + "/out").c_str(), kFlags, 0600), STDOUT_FILENO);
  dup2(open((directory + "/err").c_str(), kFlags, 0600), STDERR_FILENO);
  execv(program.c_str(), arguments.data());
  _exit(127);
}

}  // namespace

Process::Process(const std::string& program, const std::vector<std::string>& arguments,
                 const Options& options) {
  directory_ = std::filesystem::temp_directory_path() / "shadowsim-process-XXXXXX";
  EXPECT_NE(mkdtemp(directory_.data()), nullptr);
  std::vector<std::string> texts{program};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  std::array<int, 2> pipe_ends{-1, -1};
  if (options.reads_from_test)
    EXPECT_EQ(pipe2(pipe_ends.data(), O_CLOEXEC), 0);
  else
    pipe_ends[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
  input_ = pipe_ends[1];
  pid_ = fork();
  if (pid_ == 0) become(program, pointers, directory_, options, pipe_ends[0]);
  close(pipe_ends[0]);
  end_descriptor_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
}

Process::~Process() {
  if (pid_ > 0) {
    send_signal(SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(end_descriptor_);
  end_input();
  std::filesystem::remove_all(directory_);
}

void Process::send_signal(int signal) const {
  kill(pid_, signal);
}

void Process::type(const std::string& text) const {
  EXPECT_EQ(write(input_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

void Process::end_input() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

bool Process::has_ended_within(std::chrono::milliseconds span) const {
  pollfd end{end_descriptor_, POLLIN, 0};
  return poll(&end, 1, static_cast<int>(span.count())) > 0;
}

bool Process::waits_until(const std::function<bool()>& has_come) const {
  for (int tries = 0; tries < 3000; ++tries) {
    const bool ended = has_ended_within(20ms);
    if (has_come()) return true;
    if (ended) return false;
  }
  return false;
}

bool Process::says(const std::string& text) const {
  return waits_until([&] {
    return content(directory_ + "/out").find(text) != std::string::npos ||
           content(directory_ + "/err").find(text) != std::string::npos;
  });
}

// Source: proc(5), SigCgt: a mask in hexadecimal, signal 1 its lowest bit.
bool Process::handles(int signal) const {
  return waits_until([&] {
    constexpr std::string_view kCaught = "SigCgt:";
    const std::string status = content("/proc/" + std::to_string(pid_) + "/status");
    const std::size_t at = status.find(kCaught);
    if (at == std::string::npos) return false;
    const auto mask = std::stoull(status.substr(at + kCaught.size()), nullptr, 16);
    return (mask >> static_cast<unsigned>(signal - 1) & 1U) != 0;
  });
}

Ended Process::wait() {
  if (!has_ended_within(kLongest)) {
    ADD_FAILURE() << "the process has not ended by itself";
    send_signal(SIGKILL);
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          content(directory_ + "/out"), content(directory_ + "/err")};
}

std::vector<pid_t> Process::children() const {
  std::istringstream pids{
      content("/proc/" + std::to_string(pid_) + "/task/" + std::to_string(pid_) + "/children")};
  return {std::istream_iterator<pid_t>{pids}, {}};
}

bool disappears(pid_t pid) {
  const int end = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (end < 0) return errno == ESRCH;
  pollfd watched{end, POLLIN, 0};
  const bool ended = poll(&watched, 1, 10'000) > 0;
  close(end);
  return ended;
}

Ended run(const std::string& program, const std::vector<std::string>& arguments) {
  return Process{program, arguments}.wait();
}

}  // namespace shadowsim::process
