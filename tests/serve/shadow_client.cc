#include "tests/serve/shadow_client.h"

#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <mosquitto.h>

namespace shadowsim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{20};
constexpr int kLoopMilliseconds = 10;

// The first integer after `key` in a JSON text of ours; 0 for none.
std::int64_t integer_after(std::string_view text, std::string_view key) {
  const std::size_t found = text.find(key);
  if (found == std::string_view::npos) return 0;
  return std::stoll(std::string{text.substr(found + key.size(), 20)});
}

}  // namespace

ShadowClient::ShadowClient(std::uint16_t port)
    : client_{(mosquitto_lib_init(), mosquitto_new(nullptr, true, this)), mosquitto_destroy} {
  mosquitto_message_callback_set(client_.get(),
                                 [](mosquitto*, void* self, const mosquitto_message* message) {
                                   static_cast<ShadowClient*>(self)->take(*message);
                                 });
  mosquitto_subscribe_callback_set(client_.get(), [](mosquitto*, void* self, int, int, const int*) {
    static_cast<ShadowClient*>(self)->is_subscribed_ = true;
  });
  mosquitto_int_option(client_.get(), MOSQ_OPT_TCP_NODELAY, 1);
  EXPECT_EQ(mosquitto_connect(client_.get(), "127.0.0.1", port, 60), MOSQ_ERR_SUCCESS);
  for (const char* filter : {"$aws/things/+/shadow/update/accepted", "$aws/things/+/shadow/get/+",
                             "$aws/things/+/shadow/delete/accepted"}) {
    is_subscribed_ = false;
    mosquitto_subscribe(client_.get(), nullptr, filter, 1);
    EXPECT_TRUE(wait([this] { return is_subscribed_; }));
  }
}

ShadowClient::~ShadowClient() {
  client_.reset();
  mosquitto_lib_cleanup();
}

void ShadowClient::update(const std::string& thing, std::int64_t n) {
  request(thing, "update", fmt::format(R"({{"state":{{"desired":{{"n":{}}}}}}})", n));
}

std::uint64_t ShadowClient::update_and_wait(const std::string& thing, std::int64_t n) {
  const std::size_t before = accepted_count_;
  update(thing, n);
  EXPECT_TRUE(wait([&] { return accepted_count_ > before; }));
  return accepted_[thing].empty() ? 0 : accepted_[thing].back().version;
}

std::optional<Seen> ShadowClient::get(const std::string& thing) {
  got_.reset();
  request(thing, "get", "");
  EXPECT_TRUE(wait([this] { return got_.has_value(); }));
  return got_.value_or(std::nullopt);
}

void ShadowClient::remove(const std::string& thing) {
  is_deleted_ = false;
  request(thing, "delete", "");
  EXPECT_TRUE(wait([this] { return is_deleted_; }));
}

void ShadowClient::churn(int things, const std::function<bool()>& is_enough) {
  is_churning_ = true;
  for (int thing = 0; thing < things; ++thing)
    update(fmt::format("lamp-{}", thing), 1);
  EXPECT_TRUE(wait(is_enough)) << accepted_count_ << " accepted";
}

void ShadowClient::drain() {
  const auto deadline = Clock::now() + kPatience;
  while (Clock::now() < deadline) {
    if (mosquitto_loop(client_.get(), kLoopMilliseconds, 1) != MOSQ_ERR_SUCCESS) return;
  }
  ADD_FAILURE() << "the connection does not end";
}

bool ShadowClient::wait(const std::function<bool()>& condition) {
  const auto deadline = Clock::now() + kPatience;
  while (!condition() && Clock::now() < deadline) {
    if (mosquitto_loop(client_.get(), kLoopMilliseconds, 1) != MOSQ_ERR_SUCCESS) break;
  }
  return condition();
}

void ShadowClient::request(const std::string& thing, const std::string& operation,
                           const std::string& body) {
  const std::string topic = fmt::format("$aws/things/{}/shadow/{}", thing, operation);
  mosquitto_publish(client_.get(), nullptr, topic.c_str(), static_cast<int>(body.size()),
                    body.data(), 1, false);
}

void ShadowClient::take(const mosquitto_message& message) {
  const std::string_view topic{message.topic};
  const std::string_view body{static_cast<const char*>(message.payload),
                              static_cast<std::size_t>(message.payloadlen)};
  constexpr std::string_view kPrefix = "$aws/things/";
  const std::string thing{
      topic.substr(kPrefix.size(), topic.find('/', kPrefix.size()) - kPrefix.size())};
  const auto version = static_cast<std::uint64_t>(integer_after(body, R"("version":)"));
  if (topic.ends_with("/get/accepted")) {
    got_ = Seen{version, integer_after(body, R"("n":)")};
  } else if (topic.ends_with("/get/rejected")) {
    got_.emplace(std::nullopt);
  } else if (topic.ends_with("/delete/accepted")) {
    is_deleted_ = true;
  } else {
    accepted_[thing].push_back({version, Clock::now()});
    ++accepted_count_;
    if (is_churning_) update(thing, static_cast<std::int64_t>(version) + 1);
  }
}

}  // namespace shadowsim
