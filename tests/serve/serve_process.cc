#include "tests/serve/serve_process.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/endpoint/child_process.h"

namespace shadowsim {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{20'000};

bool is_readable_within(int descriptor, milliseconds span) {
  pollfd readable{descriptor, POLLIN, 0};
  return poll(&readable, 1, static_cast<int>(span.count())) == 1;
}

std::string content(const std::string& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

std::uint16_t port_after(const std::string& text, const std::string& prefix) {
  const std::size_t found = text.find(prefix);
  if (found == std::string::npos) return 0;
  return static_cast<std::uint16_t>(std::stoi(text.substr(found + prefix.size())));
}

ServeProcess::ServeProcess(const std::vector<std::string>& arguments,
                           const ServeSurroundings& surroundings) {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  output_pipe_ = endpoint::Descriptor{ends[0]};
  const endpoint::Descriptor write_end{ends[1]};
  pid_ = fork();
  if (pid_ == 0) become(arguments, write_end.get(), surroundings);
  EXPECT_GT(pid_, 0);
  process_ = endpoint::open_process(pid_);
}

ServeProcess::~ServeProcess() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void ServeProcess::become(const std::vector<std::string>& arguments, int output,
                          const ServeSurroundings& surroundings) const {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(output, STDOUT_FILENO);
  dup2(open(directory_.file("stderr").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
  if (surroundings.disk_is_full_soon) {
    constexpr rlim_t kFull = 200'000;
    const rlimit limit{kFull, kFull};
    setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, SIG_IGN);  // and the broker inherits that
  }
  std::vector<std::string> words{"shadowsim", "serve"};
  if (std::ranges::find(arguments, "--port") == arguments.end())
    words.insert(words.end(), {"--port", "0"});
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execv(SHADOWSIM_PROGRAM, pointers.data());
  _exit(127);
}

std::uint16_t ServeProcess::wait_for_port() {
  const std::string prefix = "ready mqtt://127.0.0.1:";
  const auto deadline = Clock::now() + kPatience;
  while (output_.find('\n') == std::string::npos && Clock::now() < deadline) {
    if (is_readable_within(process_.get(), milliseconds{0})) break;
    read_output(milliseconds{50});
  }
  if (!output_.starts_with(prefix)) {
    ADD_FAILURE() << "it did not get ready; stdout: " << output_ << "\nstderr: " << errors();
    return 0;
  }
  return static_cast<std::uint16_t>(std::stoi(output_.substr(prefix.size())));
}

int ServeProcess::wait_for_exit() {
  if (!is_readable_within(process_.get(), kPatience)) {
    ADD_FAILURE() << "it goes on; stderr: " << errors();
    return -1000;
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool ServeProcess::ends_within(milliseconds span) const {
  return is_readable_within(process_.get(), span);
}

void ServeProcess::send(int signal) const {
  kill(pid_, signal);
}

pid_t ServeProcess::broker() const {
  const std::string children = content(fmt::format("/proc/{0}/task/{0}/children", pid_));
  return children.empty() ? 0 : std::stoi(children);
}

const std::string& ServeProcess::output() {
  read_output(milliseconds{0});
  return output_;
}

std::string ServeProcess::errors() const {
  return content(directory_.file("stderr"));
}

void ServeProcess::read_output(milliseconds patience) {
  std::array<char, 256> buffer{};
  while (is_readable_within(output_pipe_.get(), patience)) {
    const ssize_t got = read(output_pipe_.get(), buffer.data(), buffer.size());
    if (got <= 0) return;
    output_.append(buffer.data(), static_cast<std::size_t>(got));
    patience = milliseconds{0};
  }
}

}  // namespace shadowsim
