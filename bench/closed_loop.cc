#include "bench/closed_loop.h"

#include <chrono>
#include <memory>
#include <variant>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "sim/runtime/asio_mailbox.h"
#include "sim/runtime/asio_scheduler.h"
#include "sim/shadow/topics.h"
#include "sim/time/system_clock.h"

namespace shadowsim::bench {
namespace {

using namespace std::chrono_literals;

constexpr Duration kConnectingLongest = 60s;

// Connects that wait for their answer at a time; a broker's listen queue is short.
constexpr std::uint32_t kConnectsInFlight = 50;

class Lights {
 public:
  explicit Lights(const ClosedLoop& loop)
      : loop_{loop},
        factory_{loop.engine->make(loop.endpoint, clock_, context_)},
        sent_(loop.lights) {
    mailbox_.set_handler([this](const mqtt::Delivery& delivery) { on(delivery); });
    for (std::uint32_t light = 0; light < loop.lights; ++light) {
      things_.push_back(fmt::format("closed-{}", light));
      sessions_.push_back(factory_->make(
          {.id = SessionId{light}, .client_id = things_.back(), .subscription_qos = loop.qos},
          mailbox_));
    }
  }

  measure::Histogram run() {
    for (std::uint32_t light = 0; light < kConnectsInFlight; ++light)
      connect_next();
    scheduler_.at(scheduler_.now() + kConnectingLongest, [this] {
      if (ready_ < loop_.lights) context_.stop();
    });
    context_.run();
    return std::move(round_trips_);
  }

 private:
  shadow::ShadowKey key(std::uint32_t light) const { return {things_[light], loop_.shadow}; }

  void connect_next() {
    if (connecting_ < loop_.lights) sessions_[connecting_++]->connect();
  }

  void on(const mqtt::Delivery& delivery) {
    const std::uint32_t light = delivery.session.value;
    if (std::holds_alternative<mqtt::Connected>(delivery.event)) {
      sessions_[light]->subscribe(
          {shadow::make_topic(key(light), shadow::TopicKind::kUpdateAccepted)});
    } else if (std::holds_alternative<mqtt::Subscribed>(delivery.event)) {
      connect_next();
      if (++ready_ == loop_.lights) begin();
    } else if (std::holds_alternative<mqtt::MessageArrived>(delivery.event)) {
      round_trips_.record(delivery.at - sent_[light]);
      report((light + under_way()) % loop_.lights);
    }
  }

  std::uint32_t under_way() const { return loop_.under_way == 0 ? loop_.lights : loop_.under_way; }

  void begin() {
    scheduler_.at(scheduler_.now() + loop_.length, [this] { context_.stop(); });
    for (std::uint32_t light = 0; light < under_way(); ++light)
      report(light);
  }

  void report(std::uint32_t light) {
    const std::string_view color = ++reports_ % 2 == 0 ? "red" : "blue";
    sent_[light] = scheduler_.now();
    sessions_[light]->publish(
        {.tag = 0,
         .topic = shadow::make_topic(key(light), shadow::TopicKind::kUpdate),
         .payload = fmt::format(R"({{"state":{{"reported":{{"color":"{}"}}}}}})", color),
         .qos = loop_.qos});
  }

  const ClosedLoop& loop_;
  SystemClock clock_;
  boost::asio::io_context context_{1};  // outlives what posts to it
  runtime::AsioScheduler scheduler_{context_, clock_};
  runtime::AsioMailbox mailbox_{context_};
  std::unique_ptr<mqtt::SessionFactory> factory_;
  std::vector<std::string> things_;
  std::vector<std::unique_ptr<mqtt::Session>> sessions_;
  std::vector<TimePoint> sent_;
  std::uint32_t connecting_ = 0;
  std::uint32_t ready_ = 0;
  std::uint64_t reports_ = 0;
  measure::Histogram round_trips_;
};

}  // namespace

measure::Histogram run_closed_loop(const ClosedLoop& loop) {
  Lights lights{loop};
  return lights.run();
}

}  // namespace shadowsim::bench
