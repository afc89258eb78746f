#include "sim/metrics/metrics_server.h"

#include <condition_variable>
#include <csignal>
#include <exception>
#include <mutex>
#include <utility>

#include <fmt/format.h>
#include <prometheus/collectable.h>
#include <prometheus/exposer.h>

namespace shadowsim::metrics {
namespace {

// Where the run's thread and the server's meet: a value behind a lock, held for the time of a copy.
class Board final : public prometheus::Collectable {
 public:
  void post(const Snapshot& snapshot) {
    const std::lock_guard lock{mutex_};
    snapshot_ = snapshot;
    is_fetched_ = false;
  }

  std::vector<prometheus::MetricFamily> Collect() const override {
    const Snapshot snapshot = [this] {
      const std::lock_guard lock{mutex_};
      is_fetched_ = was_fetched_ = true;
      return snapshot_;
    }();
    fetched_.notify_all();
    return exposition(snapshot);
  }

  bool wait_for_fetch(std::chrono::milliseconds most) {
    std::unique_lock lock{mutex_};
    return was_fetched_ && fetched_.wait_for(lock, most, [this] { return is_fetched_; });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable fetched_;
  mutable bool was_fetched_ = false;  // ever
  mutable bool is_fetched_ = false;   // what was posted last
  Snapshot snapshot_;
};

// While it lives, threads are born deaf to signals: those are the main thread's to answer.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all{};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

struct MetricsServer::State {
  explicit State(const std::string& listen) : exposer{listen} {
    exposer.RegisterCollectable(board);
  }

  std::shared_ptr<Board> board = std::make_shared<Board>();
  prometheus::Exposer exposer;
};

MetricsServer::MetricsServer(std::unique_ptr<State> state) : state_{std::move(state)} {}
MetricsServer::MetricsServer(MetricsServer&&) noexcept = default;
MetricsServer& MetricsServer::operator=(MetricsServer&&) noexcept = default;
MetricsServer::~MetricsServer() = default;

Result<MetricsServer> MetricsServer::start(const std::string& address, std::uint16_t port) {
  const SignalsBlocked blocked;
  const std::string listen = fmt::format("{}:{}", address, port);
  try {
    return MetricsServer{std::make_unique<State>(listen)};
  } catch (const std::exception&) {
    // The library's own words do not tell which of the reasons it was.
    return system_error(
        fmt::format("cannot serve metrics on {}: is the port taken, or the address another "
                    "machine's?",
                    listen));
  }
}

std::uint16_t MetricsServer::port() const {
  return static_cast<std::uint16_t>(state_->exposer.GetListeningPorts().front());
}

void MetricsServer::post(const Snapshot& snapshot) {
  state_->board->post(snapshot);
}

bool MetricsServer::wait_for_last_fetch(std::chrono::milliseconds most) {
  return state_->board->wait_for_fetch(most);
}

}  // namespace shadowsim::metrics
