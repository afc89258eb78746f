#include "sim/runtime/floor.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <unistd.h>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "sim/endpoint/descriptor.h"
#include "sim/runtime/asio_mailbox.h"
#include "sim/runtime/asio_scheduler.h"

namespace shadowsim::runtime {
namespace {

// As long as what a light reports.
constexpr const char* kPayload = R"({"state":{"reported":{"color":"red"}},"clientToken":"floor"})";
constexpr const char* kTopic = "floor/update";
constexpr const char* kAnswerTopic = "floor/update/accepted";

// One session that plays ping-pong with the peer.
class FloorMeter {
 public:
  FloorMeter(boost::asio::io_context& context, Scheduler& scheduler, mqtt::SessionFactory& sessions,
             mqtt::ProtocolVersion version, const FloorPlan& plan)
      : context_{context}, scheduler_{scheduler}, plan_{plan}, mailbox_{context} {
    mailbox_.set_handler([this](const mqtt::Delivery& delivery) { on(delivery); });
    session_ =
        sessions.make({.id = {}, .client_id = "shadowsim-floor", .version = version}, mailbox_);
    deadline_ = scheduler_.at(scheduler_.now() + plan.longest, [this] { context_.stop(); });
    session_->connect();
  }

  ~FloorMeter() { scheduler_.cancel(deadline_); }

  FloorMeter(const FloorMeter&) = delete;
  FloorMeter& operator=(const FloorMeter&) = delete;

  measure::Histogram take() { return std::move(round_trips_); }

 private:
  void on(const mqtt::Delivery& delivery) {
    if (std::holds_alternative<mqtt::Connected>(delivery.event)) {
      session_->subscribe({kAnswerTopic});
    } else if (std::holds_alternative<mqtt::Subscribed>(delivery.event)) {
      ping();
    } else if (std::holds_alternative<mqtt::MessageArrived>(delivery.event)) {
      if (++done_ > plan_.warm_up) round_trips_.record(delivery.at - sent_);
      if (done_ < plan_.warm_up + plan_.round_trips) return ping();
      context_.stop();
    } else if (!std::holds_alternative<mqtt::PublishCompleted>(delivery.event)) {
      context_.stop();  // the connection failed or is gone
    }
  }

  void ping() {
    sent_ = scheduler_.now();
    session_->publish({.tag = 0, .topic = kTopic, .payload = kPayload});
  }

  boost::asio::io_context& context_;
  Scheduler& scheduler_;
  FloorPlan plan_;
  AsioMailbox mailbox_;
  std::unique_ptr<mqtt::Session> session_;
  TimerId deadline_;
  TimePoint sent_;
  int done_ = 0;
  measure::Histogram round_trips_;
};

// The number on the first line that comes out of the descriptor.
Result<std::uint16_t> read_port(int descriptor) {
  std::string line;
  std::array<char, 16> part{};
  while (line.find('\n') == std::string::npos) {
    const ssize_t count = read(descriptor, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return system_error("the floor peer did not start");
    line.append(part.data(), static_cast<std::size_t>(count));
  }
  std::uint16_t port = 0;
  std::from_chars(line.data(), line.data() + line.size(), port);
  return port;
}

}  // namespace

Result<FloorPeerProcess> FloorPeerProcess::start(const std::string& program) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("cannot make a pipe", errno);
  const endpoint::Descriptor reading{ends[0]};
  std::optional<endpoint::Descriptor> writing{ends[1]};
  auto child =
      endpoint::ChildProcess::start({.program = program,
                                     .arguments = {kFloorPeerCommand, std::to_string(ends[1])},
                                     .inherited = {ends[1]},
                                     .output = STDERR_FILENO});
  if (child.has_error()) return child.error();
  writing.reset();  // so that the peer's end is noticed
  const auto port = read_port(ends[0]);
  if (port.has_error()) return port.error();
  return FloorPeerProcess{std::move(*child), *port};
}

mqtt::Endpoint FloorPeerProcess::endpoint() const {
  mqtt::Endpoint peer;
  peer.host = "127.0.0.1";
  peer.port = port_;
  return peer;
}

measure::Histogram measure_floor(boost::asio::io_context& context, const Clock& clock,
                                 mqtt::SessionFactory& sessions, mqtt::ProtocolVersion version,
                                 const FloorPlan& plan) {
  AsioScheduler scheduler{context, clock};
  FloorMeter meter{context, scheduler, sessions, version, plan};
  context.run();
  return meter.take();
}

}  // namespace shadowsim::runtime
