#include "sim/metrics/metrics_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::metrics {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

// What a server on loopback answers to a GET of /metrics; empty where nobody listens.
std::string fetch(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = "GET /metrics HTTP/1.0\r\n\r\n";
    EXPECT_EQ(write(socket, request.data(), request.size()), static_cast<ssize_t>(request.size()));
    char part[4096];
    for (ssize_t got = 0; (got = read(socket, part, sizeof part)) > 0;)
      answer.append(part, static_cast<std::size_t>(got));
  }
  close(socket);
  return answer;
}

TEST(MetricsServer, SaysWhereItCannotListen) {
  const auto first = MetricsServer::start("127.0.0.1", 0);
  ASSERT_TRUE(first);
  const auto second = MetricsServer::start("127.0.0.1", first->port());
  ASSERT_TRUE(second.has_error());
  EXPECT_EQ(second.error().kind, ErrorKind::kSystem);
  EXPECT_THAT(second.error().message, HasSubstr("127.0.0.1:" + std::to_string(first->port())));
}

TEST(MetricsServer, NobodyIsWaitedForWhoNeverCame) {
  auto server = MetricsServer::start("127.0.0.1", 0);
  ASSERT_TRUE(server);
  server->post({});
  EXPECT_FALSE(server->wait_for_last_fetch(1h));
}

TEST(MetricsServer, WhoHasComeBeforeIsWaitedForAWhile) {
  auto server = MetricsServer::start("127.0.0.1", 0);
  ASSERT_TRUE(server);
  fetch(server->port());
  server->post({});
  EXPECT_FALSE(server->wait_for_last_fetch(1ms));
  fetch(server->port());
  EXPECT_TRUE(server->wait_for_last_fetch(1h));
}

TEST(MetricsServer, TellsWhatWasPostedLast) {
  auto server = MetricsServer::start("127.0.0.1", 0);
  ASSERT_TRUE(server);
  Snapshot snapshot;
  EXPECT_THAT(fetch(server->port()), HasSubstr("shadowsim_changes_scheduled_total 0\n"));
  snapshot.figures.changes.scheduled = 17;
  server->post(snapshot);
  EXPECT_THAT(fetch(server->port()),
              AllOf(HasSubstr("200 OK"), HasSubstr("shadowsim_changes_scheduled_total 17\n")));
}

}  // namespace
}  // namespace shadowsim::metrics
