#include "sim/runtime/interactive_light.h"

#include <algorithm>
#include <csignal>
#include <unistd.h>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include "sim/endpoint/broker_process.h"
#include "sim/fleet/connection_driver.h"
#include "sim/fleet/light_timers.h"
#include "sim/light/shadow_messages.h"
#include "sim/runtime/asio_mailbox.h"
#include "sim/runtime/asio_scheduler.h"
#include "sim/runtime/endpoint_in_use.h"
#include "sim/runtime/line_input.h"
#include "sim/shadow/topics.h"
#include "sim/time/system_clock.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;
using shadow::SectionName;
using shadow::TopicKind;

constexpr Duration kPatience = 30s;       // for answers after the end of the input
constexpr Duration kDisconnectWait = 2s;  // for our DISCONNECT to be on its way

// The light, its session and its input, on the caller's thread.
class Shell {
 public:
  Shell(const InteractiveLightSettings& settings, const mqtt::Endpoint& endpoint)
      : settings_{settings},
        uri_{mqtt::to_uri(endpoint)},
        // Other sessions hear the answers to ours, so tokens must differ between processes.
        token_prefix_{fmt::format("light-{:x}-{:x}-", clock_.wall_now().time_since_epoch().count(),
                                  getpid())},
        sessions_{settings.engine->make(endpoint, clock_, context_)},
        scheduler_{context_, clock_},
        mailbox_{context_},
        workplace_{scheduler_, *sessions_, mailbox_, measurements_},
        random_{static_cast<std::uint64_t>(clock_.wall_now().time_since_epoch().count()) +
                static_cast<std::uint64_t>(getpid())},
        talk_{{.thing = settings.thing,
               .shadow = settings.shadow,
               .property = settings.property,
               .sets_desired = !settings.reported_only,
               .token_prefix = token_prefix_,
               .random = random_.split(1)}},
        connection_{workplace_,
                    {.id = {},
                     .client_id = settings.client_id,
                     .version = settings.version,
                     .tells_successful_publishes = false},
                    random_.split(2),
                    {[this](TimePoint at) { on_up(at); },
                     [this](TimePoint at, bool perhaps_refused) {
                       hear(light::Disconnected{perhaps_refused}, at);
                     }}},
        input_{context_,
               settings.input,
               {[this](std::string_view line) { type(line); }, [this] { end_input(); }}},
        signals_{context_, SIGINT, SIGTERM},
        broker_end_{context_} {
    mailbox_.set_handler([this](const mqtt::Delivery& delivery) { on(delivery); });
  }

  // Ends the light when the embedded broker ends.
  void watch(const endpoint::BrokerProcess& broker) {
    broker_end_.assign(dup(broker.exit_descriptor()));
    broker_end_.async_wait(
        boost::asio::posix::stream_descriptor::wait_read,
        [this, &broker](const boost::system::error_code& aborted) {
          if (!aborted) fail(system_error("the embedded broker has ended: " + broker.last_words()));
        });
  }

  Result<LightEnd> run() {
    signals_.async_wait([this](const boost::system::error_code& aborted, int /*signal*/) {
      if (aborted) return;
      end_ = LightEnd::kInterrupted;
      signals_.clear();  // the next one has its default effect
      leave();
    });
    connection_.start();
    input_.start();
    context_.run();
    if (failure_) return *failure_;
    return end_;
  }

 private:
  // --- what happens ---------------------------------------------------------------------------

  void on(const mqtt::Delivery& delivery) {
    if (const auto* message = std::get_if<mqtt::MessageArrived>(&delivery.event)) {
      on_message(*message, delivery.at);
    } else if (const auto* completed = std::get_if<mqtt::PublishCompleted>(&delivery.event)) {
      on_publish_completed(*completed, delivery.at);
    } else if (const auto* subscribed = std::get_if<mqtt::Subscribed>(&delivery.event)) {
      hear(light::SubscribeAnswered{std::ranges::none_of(subscribed->codes, mqtt::is_failure)},
           delivery.at);
    } else {
      on_connection(delivery);
    }
  }

  void on_connection(const mqtt::Delivery& delivery) {
    if (const auto* lost = std::get_if<mqtt::ConnectionLost>(&delivery.event);
        lost != nullptr && !is_leaving_) {
      say({fmt::format("connection lost{}{}; trying again", lost->text.empty() ? "" : ": ",
                       lost->text),
           true});
    }
    connection_.on(delivery);
    if (is_leaving_) {
      if (connection_.is_idle()) context_.stop();
    } else if (std::holds_alternative<mqtt::ConnectFailed>(delivery.event)) {
      if (!was_up_ || connection_.has_given_up())
        return fail(unreachable_error(uri_ + ": " + connection_.last_failure()));
      say({connection_.last_failure() + "; trying again", true});
    }
  }

  void on_up(TimePoint at) {
    was_up_ = true;
    say({fmt::format("connected to {} as {}", uri_, settings_.client_id), false});
    hear(light::Connected{}, at);
  }

  void on_message(const mqtt::MessageArrived& message, TimePoint at) {
    const auto topic = shadow::parse_topic(message.topic);
    if (!topic || topic->shadow != key()) return;
    const auto event = light::read_event(topic->kind, message.payload);
    if (!event) return;
    if (const auto* accepted = std::get_if<shadow::UpdateAccepted>(&*event))
      on_update_accepted(*accepted, message.payload, at);
    else
      hear(*event, at);
  }

  void on_update_accepted(const shadow::UpdateAccepted& accepted, const std::string& payload,
                          TimePoint at) {
    const auto desired = shadow::read_accepted_section(payload, SectionName::kDesired);
    const auto reported = shadow::read_accepted_section(payload, SectionName::kReported);
    if (!desired || !reported) return;
    light::Talk talk;
    talk_.hear_update(accepted, *desired, *reported, at, talk);
    carry_out(talk);
  }

  void on_publish_completed(const mqtt::PublishCompleted& completed, TimePoint at) {
    if (!completed.sent || !mqtt::is_failure(completed.code)) return;
    hear(light::PublishRefused{.client_token = token_prefix_ + std::to_string(completed.tag),
                               .code = completed.code,
                               .worth_retrying = completed.code == mqtt::kQuotaExceeded},
         at);
  }

  void hear(const light::Event& event, TimePoint at) {
    light::Talk talk;
    talk_.hear(event, at, talk);
    carry_out(talk);
  }

  void type(std::string_view line) {
    if (is_leaving_) return;
    light::Talk talk;
    talk_.type(line, scheduler_.now(), talk);
    carry_out(talk);
    if (talk_.input_has_ended()) be_patient();
  }

  void end_input() {
    talk_.end_input();
    be_patient();
    leave_if_done();
  }

  void be_patient() {
    if (std::exchange(is_patient_, true)) return;
    scheduler_.at(scheduler_.now() + kPatience, [this] {
      if (!is_leaving_)
        fail(unreachable_error(
            fmt::format("{}: no answer; is there a shadow service behind the broker?", uri_)));
    });
  }

  // --- what is to be done ---------------------------------------------------------------------

  void carry_out(const light::Talk& talk) {
    for (const light::Line& line : talk.lines)
      say(line);
    for (const auto& action : talk.actions)
      std::visit([this](const auto& wanted) { carry_out(wanted); }, action);
    if (!talk_.failure().empty()) return fail(unreachable_error(uri_ + ": " + talk_.failure()));
    leave_if_done();
  }

  void carry_out(const light::Subscribe& /*order*/) {
    connection_.session().subscribe(light::answer_filters(key()));
  }
  void carry_out(const light::Get& order) { publish(TopicKind::kGet, order); }
  void carry_out(const light::Report& order) { publish(TopicKind::kUpdate, order); }
  void carry_out(const light::Arm& order) { timers_.carry_out(order); }
  void carry_out(const light::Disarm& order) { timers_.carry_out(order); }

  template <class Observation>
  void carry_out(const Observation& /*seen*/) {}  // the talk has told it

  // A request, whose token's number is the publish's tag, too.
  template <class Request>
  void publish(TopicKind kind, const Request& request) {
    connection_.session().publish({.tag = light::number_of(request.client_token, token_prefix_),
                                   .topic = shadow::make_topic(key(), kind),
                                   .payload = light::make_payload(request)});
  }

  void say(const light::Line& line) {
    if (!settings_.say(line)) leave();
  }

  // --- the end --------------------------------------------------------------------------------

  void fail(Error error) {
    if (is_leaving_) return;
    failure_ = std::move(error);
    leave();
  }

  void leave_if_done() {
    if (talk_.is_done()) leave();
  }

  // Says goodbye to the broker and ends run().
  void leave() {
    if (std::exchange(is_leaving_, true)) return;
    input_.stop();
    connection_.stop();
    if (connection_.is_idle() || connection_.has_given_up()) return context_.stop();
    scheduler_.at(scheduler_.now() + kDisconnectWait, [this] { context_.stop(); });
  }

  shadow::ShadowKey key() const { return {settings_.thing, settings_.shadow}; }

  const InteractiveLightSettings& settings_;
  std::string uri_;
  SystemClock clock_;
  std::string token_prefix_;
  boost::asio::io_context context_{1};  // outlives what posts to it
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      context_.get_executor()};  // while only the session's threads have something to do
  std::unique_ptr<mqtt::SessionFactory> sessions_;
  AsioScheduler scheduler_;
  AsioMailbox mailbox_;
  measure::Measurements measurements_;
  fleet::Workplace workplace_;
  Random random_;
  light::LightTalk talk_;
  fleet::ConnectionDriver connection_;
  LineInput input_;
  boost::asio::signal_set signals_;
  boost::asio::posix::stream_descriptor broker_end_;
  fleet::LightTimers timers_{
      scheduler_, [this](light::Timer timer) { hear(light::TimerRang{timer}, scheduler_.now()); }};
  LightEnd end_ = LightEnd::kQuit;
  std::optional<Error> failure_;
  bool was_up_ = false;
  bool is_patient_ = false;
  bool is_leaving_ = false;
};

}  // namespace

Result<LightEnd> run_interactive_light(const InteractiveLightSettings& settings) {
  const auto endpoint = EndpointInUse::open(settings.endpoint, settings.broker_plugin);
  if (endpoint.has_error()) return endpoint.error();
  if (const auto fit = settings.engine->check(endpoint->address()); fit.has_error())
    return fit.error();
  Shell shell{settings, endpoint->address()};
  if (endpoint->broker() != nullptr) shell.watch(*endpoint->broker());
  return shell.run();
}

}  // namespace shadowsim::runtime
