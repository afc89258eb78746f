#include "sim/endpoint/broker_process.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/certificates.h"
#include "sim/endpoint/loopback_port.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::endpoint {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

bool ends_within(int process, std::chrono::milliseconds span) {
  pollfd ended{process, POLLIN, 0};
  return poll(&ended, 1, static_cast<int>(span.count())) == 1;
}

TEST(FindMosquitto, NamesThePackageWhereItIsMissing) {
  const TemporaryDirectory directory;
  std::ofstream{directory.file("mosquitto")} << "not a program\n";
  const auto found = find_mosquitto(directory.path() + "::/does/not/exist");
  ASSERT_TRUE(found.has_error());
  EXPECT_EQ(found.error().kind, ErrorKind::kSystem);
  EXPECT_THAT(found.error().message, HasSubstr("apt-get install mosquitto"));
}

TEST(FindMosquitto, TakesTheFirstFolderThatHasIt) {
  const TemporaryDirectory directory;
  const std::string program = directory.file("mosquitto");
  std::ofstream{program} << "#!/bin/sh\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  EXPECT_EQ(find_mosquitto("/does/not/exist:" + directory.path()).value(), program);
}

TEST(FindMosquitto, LooksWhereAUsersPathDoesNot) {
  EXPECT_THAT(mosquitto_folders(), testing::EndsWith(":/usr/sbin:/usr/local/sbin"));
}

TEST(BrokerProcess, ThatEndsEarlyIsAnErrorWithItsLastWords) {
  BrokerOptions options;
  options.config.plugin = "/does/not/exist.so";
  const auto broker = BrokerProcess::start(options);
  ASSERT_TRUE(broker.has_error());
  EXPECT_EQ(broker.error().kind, ErrorKind::kSystem);
  EXPECT_THAT(broker.error().message, HasSubstr("ended before it was ready"));
  EXPECT_THAT(broker.error().message, HasSubstr("/does/not/exist.so"));
}

TEST(BrokerProcess, ThatNeverGetsReadyIsAnError) {
  const TemporaryDirectory directory;
  const std::string program = directory.file("mosquitto");
  std::ofstream{program} << "#!/bin/sh\necho waiting for nothing >&2\nexec sleep 60\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  for (const bool plugin_tells : {false, true}) {
    BrokerOptions options;
    options.program = program;
    options.ready_within = 300ms;
    options.plugin_tells_readiness = plugin_tells;
    const auto broker = BrokerProcess::start(options);
    ASSERT_TRUE(broker.has_error());
    EXPECT_THAT(broker.error().message, HasSubstr("did not get ready"));
    EXPECT_THAT(broker.error().message, HasSubstr("waiting for nothing"));
  }
}

TEST(BrokerProcess, OnAPortThatIsTakenIsAnErrorThatSaysSo) {
  const auto taken = LoopbackPort::reserve(0).value();
  BrokerOptions options;
  options.config.port = taken.number();
  const auto broker = BrokerProcess::start(options);
  ASSERT_TRUE(broker.has_error());
  EXPECT_THAT(broker.error().message, HasSubstr("is taken"));
}

TEST(BrokerProcess, AcceptsClientsOnAFreePortUntilItIsStopped) {
  auto broker = BrokerProcess::start({});
  ASSERT_TRUE(broker.has_value()) << broker.error().message;
  EXPECT_TRUE(accepts_connections(broker->port()));
  EXPECT_EQ(broker->tls_port(), 0);
  EXPECT_EQ(broker->web_socket_port(), 0);
  EXPECT_EQ(broker->secure_web_socket_port(), 0);
  EXPECT_FALSE(ends_within(broker->exit_descriptor(), 0ms));
  broker->stop();
  EXPECT_FALSE(accepts_connections(broker->port()));
  EXPECT_EQ(kill(broker->pid(), 0), -1);
}

TEST(BrokerProcess, AcceptsItsParentOnASocketWithoutAName) {
  const TemporaryDirectory directory;
  setenv("TMPDIR", directory.path().c_str(), 1);
  BrokerOptions options;
  options.has_local_socket = true;
  auto broker = BrokerProcess::start(options);
  unsetenv("TMPDIR");
  ASSERT_TRUE(broker.has_value()) << broker.error().message;
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
  EXPECT_EQ(broker->port(), 0) << "nobody else comes to it";
  EXPECT_TRUE(accepts_connections(broker->local_socket()));
  broker->stop();
  EXPECT_THAT(broker->last_words(), Not(HasSubstr("TCP_NODELAY")));
  EXPECT_FALSE(accepts_connections(broker->local_socket()));
}

TEST(BrokerProcess, TakesThePortItIsGiven) {
  const auto number = LoopbackPort::reserve(0).value().number();
  BrokerOptions options;
  options.config.port = number;
  const auto broker = BrokerProcess::start(options);
  ASSERT_TRUE(broker.has_value()) << broker.error().message;
  EXPECT_EQ(broker->port(), number);
}

TEST(BrokerProcess, ListensForTlsAndWebSocketsToo) {
  const TemporaryDirectory directory;
  auto authority = CertificateAuthority::create(directory.path(), WallTime{1'800'000'000s}).value();
  const auto server = authority.issue_server("server", {"127.0.0.1"}).value();
  BrokerOptions options;
  options.config.tls =
      TlsListener{0, server.certificate, server.private_key, authority.certificate(), true};
  options.config.secure_web_socket = options.config.tls;
  options.config.web_socket_port = std::uint16_t{0};
  const auto broker = BrokerProcess::start(options);
  ASSERT_TRUE(broker.has_value()) << broker.error().message;
  EXPECT_TRUE(accepts_connections(broker->tls_port()));
  EXPECT_TRUE(accepts_connections(broker->web_socket_port()));
  EXPECT_TRUE(accepts_connections(broker->secure_web_socket_port()));
}

// A connection on which a test speaks MQTT byte by byte.
class Conversation {
 public:
  explicit Conversation(std::uint16_t port) : socket_{socket(AF_INET, SOCK_STREAM, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    EXPECT_EQ(connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }

  // The next bytes of the broker after these; none where it closes.
  std::string answer_to(std::string_view bytes) const {
    EXPECT_EQ(write(socket_.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    return next();
  }
  std::string next() const {
    constexpr int kPatience = 20'000;  // ms
    pollfd answered{socket_.get(), POLLIN, 0};
    std::array<char, 256> bytes{};
    if (poll(&answered, 1, kPatience) != 1) return "(nothing)";
    return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(
                              0, read(socket_.get(), bytes.data(), bytes.size())))};
  }

 private:
  Descriptor socket_;
};

TEST(BrokerProcess, TellsHowLargeAPacketMayBeAndDisconnectsWhoSendsALargerOne) {
  using namespace std::string_view_literals;
  const auto broker = BrokerProcess::start({});
  ASSERT_TRUE(broker.has_value()) << broker.error().message;
  const Conversation conversation{broker->port()};
  // CONNECT of MQTT 5, and in the CONNACK the Maximum Packet Size of 0x24800 bytes.
  const auto connack = conversation.answer_to("\x10\x0e\0\x04MQTT\x05\x02\0\x3c\0\0\x01x"sv);
  EXPECT_THAT(connack, HasSubstr(std::string{"\x27\0\x02\x48\0"sv}));
  // The head of a PUBLISH with 0x24800 bytes to come: DISCONNECT "Packet too large", and the end.
  EXPECT_THAT(conversation.answer_to("\x30\x80\x90\x09"sv), testing::StartsWith("\xe0\x01\x95"));
  EXPECT_EQ(conversation.next(), "");
}

[[noreturn]] void be_a_parent(int tell) {
  const auto broker = BrokerProcess::start({});
  const pid_t pid = broker.has_value() ? broker->pid() : 0;
  if (write(tell, &pid, sizeof pid) != sizeof pid) _exit(1);
  for (;;)
    pause();
}

TEST(BrokerProcess, DiesWithAParentThatIsKilled) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor read_end{ends[0]};
  const Descriptor write_end{ends[1]};
  const pid_t parent = fork();
  ASSERT_GE(parent, 0);
  if (parent == 0) be_a_parent(write_end.get());

  pid_t broker = 0;
  ASSERT_EQ(read(read_end.get(), &broker, sizeof broker), static_cast<ssize_t>(sizeof broker));
  ASSERT_GT(broker, 0) << "the broker did not start";
  const Descriptor process = open_process(broker);
  ASSERT_TRUE(process.is_open());
  EXPECT_FALSE(ends_within(process.get(), 0ms));
  ASSERT_EQ(kill(parent, SIGKILL), 0);
  EXPECT_TRUE(ends_within(process.get(), 10s)) << "the broker outlives its parent";
  waitpid(parent, nullptr, 0);
}

}  // namespace
}  // namespace shadowsim::endpoint
