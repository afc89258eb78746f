#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct mosquitto;
struct mosquitto_message;

namespace shadowsim {

// An update that the service has accepted.
struct Accepted {
  std::uint64_t version;
  std::chrono::steady_clock::time_point seen_at;  // by us, which is later than the service's moment
};

// What a shadow is now. The tests' updates set desired.n.
struct Seen {
  std::uint64_t version = 0;
  std::int64_t n = 0;
};

// A libmosquitto client of shadows, driven by the thread of the test.
class ShadowClient {
 public:
  explicit ShadowClient(std::uint16_t port);
  ShadowClient(const ShadowClient&) = delete;
  ShadowClient& operator=(const ShadowClient&) = delete;
  ~ShadowClient();

  // Asks for desired.n = n of a thing.
  void update(const std::string& thing, std::int64_t n);

  // Updates a thing and waits until that is accepted; the version.
  std::uint64_t update_and_wait(const std::string& thing, std::int64_t n);

  // Asks what a shadow is; none where it does not exist.
  std::optional<Seen> get(const std::string& thing);

  // Deletes a shadow and waits until that is accepted.
  void remove(const std::string& thing);

  // Keeps one update of each of these things under way, n as its version, until `is_enough`.
  void churn(int things, const std::function<bool()>& is_enough);

  // Takes what is sent to us, until the connection ends. A churn goes on.
  void drain();

  // All that was accepted, by thing, in order.
  const std::map<std::string, std::vector<Accepted>>& accepted() const { return accepted_; }
  std::size_t accepted_count() const { return accepted_count_; }

 private:
  bool wait(const std::function<bool()>& condition);
  void request(const std::string& thing, const std::string& operation, const std::string& body);
  void take(const mosquitto_message& message);

  std::unique_ptr<mosquitto, void (*)(mosquitto*)> client_;
  bool is_subscribed_ = false;
  bool is_churning_ = false;
  bool is_deleted_ = false;
  std::optional<std::optional<Seen>> got_;
  std::map<std::string, std::vector<Accepted>> accepted_;
  std::size_t accepted_count_ = 0;
};

}  // namespace shadowsim
