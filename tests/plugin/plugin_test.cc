// The plugin in a stock mosquitto of the test's own, on a free loopback port, spoken to over MQTT.

#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <signal.h>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>

namespace shadowsim::plugin {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::Pair;

constexpr int kReadyFd = 9;
constexpr int kStartMillisecondsMax = 20'000;

// A port that nobody listened on a moment ago.
std::uint16_t find_free_port() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const any_address = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(bind(listener, any_address, size), 0);
  EXPECT_EQ(getsockname(listener, any_address, &size), 0);
  close(listener);
  return ntohs(address.sin_port);
}

// A mosquitto with the plugin, from its start to the end of the test.
class Broker {
 public:
  explicit Broker(const std::string& plugin_lines = "") : port_(find_free_port()) {
    std::string directory = std::filesystem::temp_directory_path() / "shadowsim-plugin-XXXXXX";
    directory_ = mkdtemp(directory.data());
    const std::string config = directory_ / "mosquitto.conf";
    std::ofstream{config} << fmt::format(
        "user root\nlistener {} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n"
        "plugin {}\nplugin_opt_ready_fd {}\n{}",
        port_, SHADOWSIM_PLUGIN, kReadyFd, plugin_lines);
    start(config);
  }

  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  ~Broker() {
    close(ready_);
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
    std::filesystem::remove_all(directory_);
  }

  std::uint16_t port() const { return port_; }

  // All that the plugin writes on the descriptor given to it, which ends when it is closed.
  std::string wait_until_ready() const {
    std::string said;
    pollfd readable{ready_, POLLIN, 0};
    char byte = 0;
    while (poll(&readable, 1, kStartMillisecondsMax) == 1 && read(ready_, &byte, 1) == 1)
      said += byte;
    return said;
  }

 private:
  void start(const std::string& config) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    ready_ = ends[0];
    process_ = fork();
    ASSERT_GE(process_, 0);
    if (process_ == 0) run(config, ends[1]);
    close(ends[1]);
  }

  [[noreturn]] static void run(const std::string& config, int ready) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (ready != kReadyFd) dup2(ready, kReadyFd);
    for (int other = kReadyFd + 1; other < 64; ++other)
      close(other);
    if (ready != kReadyFd) close(ready);
    execlp("mosquitto", "mosquitto", "-c", config.c_str(), nullptr);
    execl("/usr/sbin/mosquitto", "mosquitto", "-c", config.c_str(), nullptr);
    _exit(127);
  }

  std::uint16_t port_;
  std::filesystem::path directory_;
  pid_t process_ = -1;
  int ready_ = -1;
};

// A client that asks for everything below the shadows of one thing and keeps what comes.
class Client {
 public:
  explicit Client(const Broker& broker, int version = MQTT_PROTOCOL_V311)
      : client_(mosquitto_new(nullptr, true, this), destroy) {
    mosquitto_int_option(client_.get(), MOSQ_OPT_PROTOCOL_VERSION, version);
    mosquitto_disconnect_callback_set(client_.get(), [](mosquitto*, void* self, int) {
      static_cast<Client*>(self)->is_connected_ = false;
    });
    mosquitto_message_callback_set(
        client_.get(), [](mosquitto*, void* self, const mosquitto_message* message) {
          static_cast<Client*>(self)->messages_.emplace(
              message->topic, std::string{static_cast<const char*>(message->payload),
                                          static_cast<std::size_t>(message->payloadlen)});
          static_cast<Client*>(self)->qos_ = message->qos;
          static_cast<Client*>(self)->is_retained_ = message->retain;
        });
    mosquitto_subscribe_callback_set(client_.get(),
                                     [](mosquitto*, void* self, int, int, const int*) {
                                       static_cast<Client*>(self)->is_subscribed_ = true;
                                     });
    EXPECT_EQ(mosquitto_connect(client_.get(), "127.0.0.1", broker.port(), 60), MOSQ_ERR_SUCCESS);
    EXPECT_EQ(mosquitto_subscribe(client_.get(), nullptr, "$aws/things/lamp/shadow/#", 1),
              MOSQ_ERR_SUCCESS);
    wait([&] { return is_subscribed_; });
  }

  void publish(const std::string& topic, const std::string& payload) {
    EXPECT_EQ(mosquitto_publish(client_.get(), nullptr, topic.c_str(),
                                static_cast<int>(payload.size()), payload.data(), 1, false),
              MOSQ_ERR_SUCCESS);
  }

  // Until that many messages have come in all. The broker sends them in order, so a message that
  // would be wrong comes before the answer of a later request.
  void wait_for(std::size_t count) {
    wait([&] { return messages_.size() >= count; });
  }

  void wait_for_end() {
    wait([&] { return !is_connected_; });
  }

  const std::multimap<std::string, std::string>& messages() const { return messages_; }
  int qos() const { return qos_; }
  bool is_retained() const { return is_retained_; }

 private:
  static void destroy(mosquitto* client) { mosquitto_destroy(client); }

  template <class Condition>
  void wait(const Condition& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!condition() && std::chrono::steady_clock::now() < deadline)
      mosquitto_loop(client_.get(), 50, 1);
    EXPECT_TRUE(condition()) << "nothing came in 20 s";
  }

  struct Library {
    Library() { mosquitto_lib_init(); }
    ~Library() { mosquitto_lib_cleanup(); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
  } library_;
  bool is_connected_ = true;
  bool is_subscribed_ = false;
  int qos_ = -1;
  bool is_retained_ = true;
  std::multimap<std::string, std::string> messages_;
  std::unique_ptr<mosquitto, void (*)(mosquitto*)> client_;
};

TEST(Plugin, SaysReadyOnceClientsAreAcceptedAndClosesTheDescriptor) {
  const Broker broker;
  EXPECT_EQ(broker.wait_until_ready(), "ready\n");
  const Client client{broker};
}

TEST(Plugin, WithAWrongOptionKeepsTheBrokerFromStarting) {
  const Broker broker{"plugin_opt_depth_max many\n"};
  EXPECT_EQ(broker.wait_until_ready(), "");
}

TEST(Plugin, DeliversARequestThatWasTurnedAwayUnderItsOwnTopicAndRejectsIt) {
  const Broker broker;
  ASSERT_EQ(broker.wait_until_ready(), "ready\n");
  Client client{broker};
  const std::string topic = "$aws/things/lamp/shadow/update";
  client.publish("$shadowsim/rejected/429/" + topic, R"({"state":{},"clientToken":"t1"})");
  client.wait_for(2);
  const auto& messages = client.messages();
  EXPECT_THAT(messages, Contains(Pair(topic, R"({"state":{},"clientToken":"t1"})")));
  EXPECT_THAT(messages,
              Contains(Pair(topic + "/rejected",
                            R"({"code":429,"message":"TOO_MANY_REQUESTS","clientToken":"t1"})")));
}

TEST(Plugin, AnswersAnUpdateOnAllTopicsAtQosOneAndNotRetained) {
  const Broker broker;
  ASSERT_EQ(broker.wait_until_ready(), "ready\n");
  Client client{broker};
  client.publish("$aws/things/lamp/shadow/update",
                 R"({"state":{"desired":{"color":"red"}},"clientToken":"t1"})");
  client.wait_for(4);
  const auto& messages = client.messages();
  const std::string prefix = "$aws/things/lamp/shadow/";
  EXPECT_THAT(messages, Contains(Key(prefix + "update")));
  EXPECT_THAT(messages, Contains(Key(prefix + "update/accepted")));
  EXPECT_THAT(messages, Contains(Key(prefix + "update/documents")));
  ASSERT_THAT(messages, Contains(Key(prefix + "update/delta")));
  EXPECT_THAT(messages.find(prefix + "update/delta")->second,
              AllOf(HasSubstr(R"("state":{"color":"red"})"), HasSubstr(R"("version":1)"),
                    HasSubstr(R"("clientToken":"t1")")));
  EXPECT_EQ(client.qos(), 1);
  EXPECT_FALSE(client.is_retained());
}

TEST(Plugin, AnswersGetAndDeleteOfNamedShadowsAndEmptyBodies) {
  const Broker broker;
  ASSERT_EQ(broker.wait_until_ready(), "ready\n");
  Client client{broker};
  const std::string prefix = "$aws/things/lamp/shadow/name/config/";
  client.publish(prefix + "get", "");
  client.wait_for(2);
  ASSERT_THAT(client.messages(), Contains(Key(prefix + "get/rejected")));
  EXPECT_THAT(client.messages().find(prefix + "get/rejected")->second,
              HasSubstr("No shadow exists with name: 'lamp~config'"));
  client.publish(prefix + "update", R"({"state":{"reported":{"v":1}}})");
  client.wait_for(5);
  client.publish(prefix + "delete", "");
  client.wait_for(7);
  EXPECT_THAT(client.messages(), Contains(Key(prefix + "delete/accepted")));
}

TEST(Plugin, LeavesOtherTopicsAlone) {
  const Broker broker;
  ASSERT_EQ(broker.wait_until_ready(), "ready\n");
  Client client{broker};
  client.publish("$aws/things/lamp/shadow/update/accepted", "{}");
  client.publish("$aws/things/lamp/shadow/other", "{}");
  client.publish("$aws/things/lamp/shadow/get", "");
  client.wait_for(4);
  EXPECT_EQ(client.messages().size(), 4U);
}

TEST(Plugin, ObeysItsLimits) {
  const Broker broker{"plugin_opt_document_bytes_max 9\n"};
  ASSERT_EQ(broker.wait_until_ready(), "ready\n");
  Client client{broker};
  client.publish("$aws/things/lamp/shadow/update", R"({"state":{"desired":{"a":123}}})");
  client.wait_for(4);
  EXPECT_THAT(client.messages(), Not(Contains(Key("$aws/things/lamp/shadow/update/rejected"))));
  client.publish("$aws/things/lamp/shadow/update", R"({"state":{"desired":{"a":1234}}})");
  client.wait_for(6);
  EXPECT_THAT(client.messages(), Contains(Key("$aws/things/lamp/shadow/update/rejected")));
}

TEST(Plugin, EndsTheConnectionOfWhoPublishesMoreThanAwsTakes) {
  const Broker broker;
  ASSERT_EQ(broker.wait_until_ready(), "ready\n");
  constexpr std::size_t kMost = 131'072;
  for (const int version : {MQTT_PROTOCOL_V311, MQTT_PROTOCOL_V5}) {
    Client client{broker, version};
    Client other{broker, version};
    client.publish("$aws/things/lamp/shadow/other", std::string(kMost, 'x'));
    client.wait_for(1);
    other.wait_for(1);
    client.publish("$aws/things/lamp/shadow/other", std::string(kMost + 1, 'x'));
    client.wait_for_end();
    other.publish("$aws/things/lamp/shadow/other", "");
    other.wait_for(2);
    EXPECT_EQ(other.messages().size(), 2U)
        << "who is innocent stays, and what is too large is gone";
  }
}

TEST(Plugin, ShowsNothingButTheBrokersFunctions) {
  const std::unique_ptr<void, int (*)(void*)> library{dlopen(SHADOWSIM_PLUGIN, RTLD_LAZY), dlclose};
  ASSERT_NE(library, nullptr) << dlerror();
  EXPECT_NE(dlsym(library.get(), "mosquitto_plugin_version"), nullptr);
  EXPECT_NE(dlsym(library.get(), "mosquitto_plugin_init"), nullptr);
  EXPECT_NE(dlsym(library.get(), "mosquitto_plugin_cleanup"), nullptr);
  // shadowsim::system_error(std::string), which every room may use.
  EXPECT_EQ(dlsym(library.get(),
                  "_ZN9shadowsim12system_errorENSt7__cxx1112basic_stringIcSt11char_"
                  "traitsIcESaIcEEE"),
            nullptr);
}

TEST(Plugin, SpeaksOnlyVersionFive) {
  const std::unique_ptr<void, int (*)(void*)> library{dlopen(SHADOWSIM_PLUGIN, RTLD_LAZY), dlclose};
  ASSERT_NE(library, nullptr) << dlerror();
  using Version = int (*)(int, const int*);
  const auto version = reinterpret_cast<Version>(dlsym(library.get(), "mosquitto_plugin_version"));
  const std::vector<int> old{2, 3, 4};
  const std::vector<int> all{2, 3, 4, 5};
  EXPECT_EQ(version(3, old.data()), -1);
  EXPECT_EQ(version(4, all.data()), 5);
}

}  // namespace
}  // namespace shadowsim::plugin
