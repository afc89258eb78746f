#include "sim/endpoint/child_process.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <linux/close_range.h>

namespace shadowsim::endpoint {
namespace {

constexpr int kCouldNotStart = 127;  // as a shell says it

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void unblock_signals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// The child's way to its program. Between fork() and exec() of a process with threads, only what is
// safe in a signal handler may be called: nothing here allocates or locks.
[[noreturn]] void become(const char* program, char* const* arguments, const ChildOptions& options,
                         int null_device, pid_t parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) _exit(kCouldNotStart);
  if (getppid() != parent) _exit(kCouldNotStart);  // it died before we could ask for the signal
  setpgid(0, 0);
  unblock_signals();
  raise_descriptor_limit();
  if (dup2(null_device, STDIN_FILENO) < 0 || dup2(options.output, STDOUT_FILENO) < 0 ||
      dup2(options.output, STDERR_FILENO) < 0)
    _exit(kCouldNotStart);
  // All others close, whether or not whoever opened them has thought of it.
  close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  for (const int descriptor : options.inherited)
    fcntl(descriptor, F_SETFD, 0);
  execv(program, arguments);
  _exit(kCouldNotStart);
}

}  // namespace

Descriptor open_process(pid_t pid) {
  // Not by glibc 2.36's function, which its header declares to be C++.
  return Descriptor{static_cast<int>(syscall(SYS_pidfd_open, pid, 0))};
}

ChildProcess::ChildProcess(pid_t pid, Descriptor process)
    : pid_{pid}, process_{std::move(process)} {}

Result<ChildProcess> ChildProcess::start(const ChildOptions& options) {
  std::vector<std::string> words{options.program};
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const Descriptor null_device{open("/dev/null", O_RDONLY | O_CLOEXEC)};
  if (!null_device.is_open()) return system_error("open /dev/null", errno);

  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) return system_error(fmt::format("start {}", options.program), errno);
  if (child == 0)
    become(options.program.c_str(), arguments.data(), options, null_device.get(), parent);
  Descriptor process = open_process(child);
  if (!process.is_open()) {
    const int why = errno;
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    return system_error(fmt::format("watch over {}", options.program), why);
  }
  return ChildProcess{child, std::move(process)};
}

ChildProcess::~ChildProcess() {
  stop();
}

bool ChildProcess::has_ended_within(std::chrono::milliseconds span) const {
  if (!process_.is_open()) return true;
  pollfd ended{process_.get(), POLLIN, 0};
  return poll(&ended, 1, static_cast<int>(span.count())) > 0;
}

std::string ChildProcess::how_it_ended() const {
  siginfo_t end{};
  // Leaves it to stop() to reap the process.
  waitid(P_PID, static_cast<id_t>(pid_), &end, WEXITED | WNOHANG | WNOWAIT);
  if (end.si_code == CLD_EXITED) return fmt::format("ended with exit code {}", end.si_status);
  const char* const name = sigdescr_np(end.si_status);
  return fmt::format("was ended by signal {} ({})", end.si_status,
                     name == nullptr ? "unknown" : name);
}

void ChildProcess::stop() {
  if (!process_.is_open()) return;
  constexpr std::chrono::seconds kPatience{2};
  kill(pid_, SIGTERM);
  if (!has_ended_within(kPatience)) kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  process_.reset();
}

}  // namespace shadowsim::endpoint
