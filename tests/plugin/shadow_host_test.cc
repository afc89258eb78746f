#include "sim/plugin/shadow_host.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::plugin {
namespace {

using namespace std::chrono_literals;
using endpoint::TemporaryDirectory;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Moment kStart{TimePoint{1000s}, WallTime{1'700'000'000'000ms}};
constexpr const char* kUpdate = R"({"state":{"reported":{"n":1}}})";

Moment after(Duration span) {
  return {kStart.time + span, kStart.wall + std::chrono::floor<std::chrono::milliseconds>(span)};
}

// A host whose publications are kept as the last parts of their topics.
class Hosting {
 public:
  explicit Hosting(const PluginOptions& options)
      : host_{ShadowHost::open(
                  options,
                  [this](const service::Publication& message) {
                    published_.push_back(message.topic.substr(message.topic.find("/shadow/") + 8));
                  },
                  kStart.wall)
                  .value()} {}

  Result<void> request(const std::string& topic, const std::string& payload = "",
                       const Moment& now = kStart) {
    const std::string whole = "$aws/things/lamp/shadow/" + topic;
    return host_->handle({"phone", whole, payload}, now);
  }

  ShadowHost& host() { return *host_; }
  std::vector<std::string> take_published() { return std::exchange(published_, {}); }

 private:
  std::vector<std::string> published_;
  std::unique_ptr<ShadowHost> host_;
};

TEST(ShadowHostThat, IsToldSoTurnsARequestAway) {
  Hosting host{PluginOptions{}};
  EXPECT_TRUE(host.host().handle(
      {"phone", "$shadowsim/rejected/429/$aws/things/lamp/shadow/update", kUpdate}, kStart));
  EXPECT_THAT(host.take_published(), ElementsAre("update/rejected"));
  EXPECT_TRUE(host.request("get"));
  EXPECT_THAT(host.take_published(), ElementsAre("get/rejected")) << "nothing was stored";
}

PluginOptions keeping_in(const TemporaryDirectory& directory, bool durable) {
  PluginOptions options;
  options.data = directory.path();
  options.data_is_durable = durable;
  return options;
}

// Whether a host that starts in this moment finds the lamp's shadow. Looks at a copy of the files,
// as a crash would leave them.
bool is_on_disk(const TemporaryDirectory& directory) {
  const TemporaryDirectory copy;
  std::filesystem::copy(directory.path(), copy.path());
  Hosting host{keeping_in(copy, false)};
  EXPECT_TRUE(host.request("get"));
  return host.take_published().front() == "get/accepted";
}

// Both ends of a pipe; the host closes the one that it says ready on.
struct Pipe {
  Pipe() { EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() { close(ends[0]); }

  // What is in it now.
  std::string take() const {
    std::string text(4096, '\0');
    const ssize_t got = read(ends[0], text.data(), text.size());
    text.resize(static_cast<std::size_t>(got < 0 ? 0 : got));
    return text;
  }

  std::array<int, 2> ends{};
};

TEST(ShadowHost, WithADatabaseThatCannotBeOpenedIsAnError) {
  PluginOptions options;
  options.data = "/dev/null/below";
  const auto host = ShadowHost::open(
      options, [](const auto&) {}, kStart.wall);
  ASSERT_TRUE(host.has_error());
  EXPECT_THAT(host.error().message, HasSubstr("/dev/null/below"));
}

TEST(ShadowHost, AnswersAtOnceAndOnlyRequests) {
  Hosting host{{}};
  EXPECT_TRUE(host.request("update/accepted", kUpdate));
  EXPECT_THAT(host.take_published(), IsEmpty());
  EXPECT_TRUE(host.request("update", kUpdate));
  EXPECT_THAT(host.take_published(), ElementsAre("update/accepted", "update/documents"));
}

TEST(ShadowHost, SaysReadyOnceAtTheFirstTick) {
  const Pipe pipe;
  PluginOptions options;
  options.ready_fd = pipe.ends[1];
  Hosting host{options};
  EXPECT_TRUE(host.host().tick(kStart));
  EXPECT_TRUE(host.host().tick(kStart));
  EXPECT_EQ(pipe.take(), "ready\n");
  EXPECT_EQ(pipe.take(), "");  // closed
}

TEST(ShadowHost, LogsRequestsWithTheirAnswers) {
  const Pipe pipe;
  PluginOptions options;
  options.log_fd = pipe.ends[1];
  Hosting host{options};
  EXPECT_TRUE(host.request("other"));
  EXPECT_TRUE(host.request("get", "{}"));
  EXPECT_EQ(pipe.take(),
            "22:13:20.000Z phone > $aws/things/lamp/shadow/get {}\n"
            "22:13:20.000Z < $aws/things/lamp/shadow/get/rejected "
            R"({"code":404,"message":"No shadow exists with name: 'lamp'"})"
            "\n");
  close(pipe.ends[1]);
}

TEST(ShadowHost, CommitsWithinTheIntervalThoughTheBrokerGoesQuiet) {
  const TemporaryDirectory directory;
  Hosting host{keeping_in(directory, false)};
  EXPECT_TRUE(host.request("update", kUpdate));
  EXPECT_THAT(host.take_published(), ElementsAre("update/accepted", "update/documents"));
  EXPECT_TRUE(host.host().tick(after(1ms)));
  // The broker's next pass may end 100 ms after this one, and the one after that another 100 ms
  // later: which would be too late.
  EXPECT_TRUE(host.host().tick(after(49ms)));
  EXPECT_FALSE(is_on_disk(directory));
  EXPECT_TRUE(host.host().tick(after(149ms)));
  EXPECT_TRUE(is_on_disk(directory));
}

TEST(ShadowHost, CommitsWhileRequestsKeepComing) {
  const TemporaryDirectory directory;
  Hosting host{keeping_in(directory, false)};
  EXPECT_TRUE(host.request("update", kUpdate));
  EXPECT_TRUE(host.request("update", kUpdate, after(50ms)));
  EXPECT_TRUE(is_on_disk(directory));
}

TEST(ShadowHost, ThatIsDurableAnswersOnlyWhatIsOnDisk) {
  const TemporaryDirectory directory;
  Hosting host{keeping_in(directory, true)};
  EXPECT_TRUE(host.request("update", kUpdate));
  EXPECT_TRUE(host.request("get"));
  EXPECT_THAT(host.take_published(), IsEmpty());
  EXPECT_FALSE(is_on_disk(directory));
  EXPECT_TRUE(host.host().tick(kStart));
  EXPECT_TRUE(is_on_disk(directory));
  EXPECT_THAT(host.take_published(),
              ElementsAre("update/accepted", "update/documents", "get/accepted"));
  EXPECT_TRUE(host.host().tick(kStart));
  EXPECT_THAT(host.take_published(), IsEmpty());
}

TEST(ShadowHost, ThatIsDurableHoldsABoundedNumberOfAnswers) {
  const TemporaryDirectory directory;
  Hosting host{keeping_in(directory, true)};
  for (int count = 0; count < 4096; ++count)
    EXPECT_TRUE(host.request("get"));
  EXPECT_EQ(host.take_published().size(), 4096U);
}

TEST(ShadowHost, CommitsAtTheEnd) {
  const TemporaryDirectory directory;
  Hosting host{keeping_in(directory, false)};
  EXPECT_TRUE(host.request("update", kUpdate));
  EXPECT_TRUE(host.host().finish());
  EXPECT_TRUE(is_on_disk(directory));
}

// Lets no file grow, as a full disk does.
class FullDisk {
 public:
  FullDisk() : handler_{std::signal(SIGXFSZ, SIG_IGN)} {
    getrlimit(RLIMIT_FSIZE, &old_);
    rlimit none = old_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit old_{};
  void (*handler_)(int);
};

TEST(ShadowHost, ThatCannotKeepWhatItAcceptsSaysSoOnceAndAnswersNothingAnyMore) {
  const TemporaryDirectory directory;
  for (const bool durable : {false, true}) {
    Hosting host{keeping_in(directory, durable)};
    EXPECT_TRUE(host.request("update", kUpdate));
    host.take_published();
    Result<void> kept;
    {
      const FullDisk full;
      kept = host.host().tick(after(0s));
      if (!durable) kept = host.host().tick(after(50ms));
    }
    ASSERT_TRUE(kept.has_error());
    EXPECT_THAT(kept.error().message, HasSubstr("shadows.sqlite cannot be used"));
    EXPECT_TRUE(host.request("get"));
    EXPECT_TRUE(host.host().tick(after(1s)));
    EXPECT_TRUE(host.host().finish());
    EXPECT_THAT(host.take_published(), IsEmpty());
  }
}

}  // namespace
}  // namespace shadowsim::plugin
