#include "sim/endpoint/child_process.h"

#include <array>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace shadowsim::endpoint {
namespace {

using namespace std::chrono_literals;

class ChildProcessTest : public testing::Test {
 protected:
  ChildOptions shell(const std::string& script) const {
    return {"/bin/sh", {"-c", script}, {}, output_.get()};
  }

  std::string output() const {
    std::array<char, 1000> text{};
    const ssize_t size = pread(output_.get(), text.data(), text.size(), 0);
    return {text.data(), static_cast<std::size_t>(size)};
  }

  Descriptor output_{memfd_create("output", MFD_CLOEXEC)};
};

bool ends_within(int process, std::chrono::milliseconds span) {
  pollfd ended{process, POLLIN, 0};
  return poll(&ended, 1, static_cast<int>(span.count())) == 1;
}

TEST_F(ChildProcessTest, WhoseProgramIsMissingEndsAtOnce) {
  const auto child = ChildProcess::start({"/does/not/exist", {}, {}, output_.get()});
  ASSERT_TRUE(child.has_value());
  EXPECT_TRUE(child->has_ended_within(10s));
}

TEST_F(ChildProcessTest, SaysHowItEnded) {
  const auto killed = ChildProcess::start(shell("kill -9 $$"));
  ASSERT_TRUE(killed->has_ended_within(10s));
  EXPECT_EQ(killed->how_it_ended(), "was ended by signal 9 (Killed)");
  const auto ended = ChildProcess::start(shell("exit 3"));
  ASSERT_TRUE(ended->has_ended_within(10s));
  EXPECT_EQ(ended->how_it_ended(), "ended with exit code 3");
}

TEST_F(ChildProcessTest, WritesToItsOutput) {
  const auto child = ChildProcess::start(shell("echo one; echo two >&2"));
  ASSERT_TRUE(child->has_ended_within(10s));
  EXPECT_EQ(output(), "one\ntwo\n");
}

TEST_F(ChildProcessTest, HasAProcessGroupOfItsOwn) {
  const auto child = ChildProcess::start(shell("echo started; exec sleep 60"));
  while (output().empty())
    ASSERT_FALSE(child->has_ended_within(1ms));
  EXPECT_EQ(getpgid(child->pid()), child->pid());
  EXPECT_NE(getpgid(0), child->pid());
}

TEST_F(ChildProcessTest, KeepsTheDescriptorsItIsGivenAndNoOthers) {
  const Descriptor kept{memfd_create("kept", MFD_CLOEXEC)};
  const Descriptor dropped{memfd_create("dropped", 0)};
  auto options =
      shell("for fd in " + std::to_string(kept.get()) + " " + std::to_string(dropped.get()) +
            "; do test -e /proc/self/fd/$fd; echo $?; done");
  options.inherited = {kept.get()};
  const auto child = ChildProcess::start(options);
  ASSERT_TRUE(child->has_ended_within(10s));
  EXPECT_EQ(output(), "0\n1\n");
}

TEST_F(ChildProcessTest, StopsWhenAskedTo) {
  auto child = ChildProcess::start(shell("exec sleep 60"));
  const pid_t pid = child->pid();
  child->stop();
  EXPECT_EQ(kill(pid, 0), -1) << "it is still there";
}

TEST_F(ChildProcessTest, StopsEvenIfItDoesNotListen) {
  auto child = ChildProcess::start(shell("trap '' TERM; echo deaf; while :; do sleep 1; done"));
  while (output().empty())
    ASSERT_FALSE(child->has_ended_within(1ms));
  child->stop();
  EXPECT_EQ(kill(child->pid(), 0), -1) << "it is still there";
}

// A parent that starts a child, tells its number through a pipe, and waits to be killed.
[[noreturn]] void be_a_parent(const ChildOptions& options, int tell) {
  const auto child = ChildProcess::start(options);
  const pid_t pid = child->pid();
  if (write(tell, &pid, sizeof pid) != sizeof pid) _exit(1);
  for (;;)
    pause();
}

TEST_F(ChildProcessTest, DiesWithAParentThatIsKilled) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor read_end{ends[0]};
  const Descriptor write_end{ends[1]};
  const ChildOptions options = shell("trap '' TERM INT HUP; while :; do sleep 1; done");
  const pid_t parent = fork();
  ASSERT_GE(parent, 0);
  if (parent == 0) be_a_parent(options, write_end.get());

  pid_t child = 0;
  ASSERT_EQ(read(read_end.get(), &child, sizeof child), static_cast<ssize_t>(sizeof child));
  const Descriptor process = open_process(child);
  ASSERT_TRUE(process.is_open());
  EXPECT_FALSE(ends_within(process.get(), 0ms));
  ASSERT_EQ(kill(parent, SIGKILL), 0);
  EXPECT_TRUE(ends_within(process.get(), 10s)) << "the child outlives its parent";
  waitpid(parent, nullptr, 0);
}

}  // namespace
}  // namespace shadowsim::endpoint
