#include "sim/runtime/worker_link.h"

#include <array>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "sim/endpoint/descriptor.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

class WorkerLinkTest : public testing::Test {
 protected:
  void SetUp() override {
    std::array<int, 2> ends{};
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    parents_ = endpoint::Descriptor{ends[0]};
    workers_ = endpoint::Descriptor{ends[1]};
  }

  void say(const std::string& line) const {
    const std::string text = line + '\n';
    ASSERT_EQ(write(parents_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  // What the worker hears until its parent's end.
  std::vector<std::string> heard() {
    boost::asio::io_context context{1};
    std::vector<std::string> all;
    const WorkerLink link{
        context,
        ParentSocket{workers_.get()},
        {.begin =
             [&](TimePoint at) {
               all.push_back("begin " + std::to_string(at.time_since_epoch().count()));
             },
         .stop = [&] { all.emplace_back("stop"); }}};
    parents_.reset();
    context.run();
    return all;
  }

  endpoint::Descriptor parents_;
  endpoint::Descriptor workers_;
};

TEST_F(WorkerLinkTest, TheParentsEndIsAnOrderToStop) {
  EXPECT_EQ(heard(), std::vector<std::string>{"stop"});
}

TEST_F(WorkerLinkTest, WhatIsNoOrderIsOneToStop) {
  say("hello");
  EXPECT_EQ(heard(), (std::vector<std::string>{"stop", "stop"}));
}

TEST_F(WorkerLinkTest, HearsOrders) {
  say(to_line(BeginTimeline{TimePoint{42ns}}));
  EXPECT_EQ(heard(), (std::vector<std::string>{"begin 42", "stop"}));
}

TEST_F(WorkerLinkTest, TellsALineAtATime) {
  tell(ParentSocket{workers_.get()}, WorkerReady{});
  tell(ParentSocket{workers_.get()}, WorkerReady{});
  std::array<char, 100> text{};
  const ssize_t size = read(parents_.get(), text.data(), text.size());
  const std::string line = to_line(WorkerReady{}) + '\n';
  EXPECT_EQ(std::string(text.data(), static_cast<std::size_t>(size)), line + line);
}

TEST_F(WorkerLinkTest, TellingAParentThatIsGoneEndsNobody) {
  parents_.reset();
  tell(ParentSocket{workers_.get()}, WorkerReady{});
}

}  // namespace
}  // namespace shadowsim::runtime
