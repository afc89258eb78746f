#include "sim/world/virtual_broker.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <variant>

#include "sim/shadow/rejection.h"
#include "sim/shadow/request.h"
#include "sim/shadow/response.h"
#include "sim/shadow/topics.h"

namespace shadowsim::world {

// A connection and what is on its way over it. Whatever is scheduled for it carries the number of
// the connection it belongs to, and is lost if that is no more.
class VirtualBroker::VirtualSession final : public mqtt::Session {
 public:
  VirtualSession(VirtualBroker& broker, const mqtt::SessionOptions& options, mqtt::Mailbox& mailbox)
      : broker_{broker}, options_{options}, mailbox_{mailbox} {}

  ~VirtualSession() override {
    *alive_ = false;
    broker_.forget(*this);
  }

  void connect() override {
    ++connection_;
    upwards([this] {
      if (broker_.refusal_) {
        downwards(mqtt::ConnectFailed{mqtt::ConnectStage::kConnack, *broker_.refusal_, {}});
        return;
      }
      if (broker_.limits_.admits_connect &&
          !broker_.limits_.admits_connect(broker_.scheduler_.now())) {
        downwards(mqtt::ConnectFailed{mqtt::ConnectStage::kConnack, mqtt::kQuotaExceeded, {}});
        return;
      }
      const auto [older, is_new] = broker_.connected_.try_emplace(options_.client_id, this);
      if (!is_new && older->second != this) {
        VirtualSession& taken_over = *std::exchange(older->second, this);
        broker_.forget(taken_over);
        broker_.connected_[options_.client_id] = this;
        taken_over.end_connection("session taken over");
      }
      is_up_ = true;
      downwards(mqtt::Connected{});
    });
  }

  void subscribe(std::vector<std::string> filters) override {
    upwards([this, filters = std::move(filters)] {
      mqtt::Subscribed answer;
      for (const auto& filter : filters) {
        const bool is_granted = !broker_.limits_.admits_filter ||
                                broker_.limits_.admits_filter(broker_.scheduler_.now());
        if (is_granted) broker_.subscribe(*this, filter);
        answer.codes.push_back(is_granted ? mqtt::ReasonCode{1} : mqtt::kQuotaExceeded);
      }
      downwards(std::move(answer));
    });
  }

  void publish(mqtt::Publish message) override {
    if (!is_up_) {
      mailbox_.deliver({options_.id, broker_.scheduler_.now(),
                        mqtt::PublishCompleted{message.tag, false, mqtt::kUnspecifiedError}});
      return;
    }
    if (message.qos == mqtt::Qos::kAtLeastOnce) unanswered_.push_back(message.tag);
    upwards([this, message = std::move(message)] {
      std::erase(unanswered_, message.tag);
      if (message.qos == mqtt::Qos::kAtLeastOnce && options_.tells_successful_publishes) {
        downwards(mqtt::PublishCompleted{message.tag, true, mqtt::kSuccess});
      }
      broker_.take(message.topic, message.payload);
    });
  }

  void disconnect() override {
    if (!is_up_) return;
    is_up_ = false;
    ++connection_;
    unanswered_.clear();
    broker_.forget(*this);
    mailbox_.deliver({options_.id, broker_.scheduler_.now(), mqtt::Disconnected{}});
  }

  // The broker or the network ends the connection.
  void end_connection(const std::string& why) {
    if (!std::exchange(is_up_, false)) return;
    ++connection_;
    for (const mqtt::PublishTag tag : std::exchange(unanswered_, {}))
      mailbox_.deliver({options_.id, broker_.scheduler_.now(),
                        mqtt::PublishCompleted{tag, true, mqtt::kUnspecifiedError}});
    mailbox_.deliver({options_.id, broker_.scheduler_.now(), mqtt::ConnectionLost{why}});
  }

  // Sends a message to the client, perhaps twice.
  void send(const service::Publication& publication) {
    downwards(mqtt::MessageArrived{publication.topic, publication.payload, false});
    if (broker_.network_.duplicate_share > 0 &&
        broker_.random_.uniform() < broker_.network_.duplicate_share)
      downwards(mqtt::MessageArrived{publication.topic, publication.payload, true});
  }

 private:
  // When a packet that leaves now arrives, not before those that left earlier.
  TimePoint arrival(const DelayDistribution& delay, TimePoint& latest, bool keeps_order) {
    const TimePoint when = broker_.scheduler_.now() + delay.draw(broker_.random_);
    if (!keeps_order) return when;
    return latest = std::max(when, latest);
  }

  void upwards(std::function<void()> arrive) {
    const TimePoint when = arrival(broker_.network_.up, latest_up_, true);
    at(when, std::move(arrive));
  }

  void downwards(mqtt::Event event) {
    const TimePoint when =
        arrival(broker_.network_.down, latest_down_, broker_.network_.keeps_order);
    at(when, [this, event = std::move(event)] {
      mailbox_.deliver({options_.id, broker_.scheduler_.now(), event});
    });
  }

  void at(TimePoint when, std::function<void()> arrive) {
    broker_.scheduler_.at(
        when, [this, alive = alive_, connection = connection_, arrive = std::move(arrive)] {
          if (*alive && connection == connection_) arrive();
        });
  }

  VirtualBroker& broker_;
  mqtt::SessionOptions options_;
  mqtt::Mailbox& mailbox_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::uint64_t connection_ = 0;  // counts connects and ends
  bool is_up_ = false;
  std::vector<mqtt::PublishTag> unanswered_;  // on their way to the broker
  TimePoint latest_up_;
  TimePoint latest_down_;
};

VirtualBroker::VirtualBroker(Scheduler& scheduler, const NetworkModel& network, Random random)
    : scheduler_{scheduler}, network_{network}, random_{random} {}

VirtualBroker::~VirtualBroker() = default;

std::unique_ptr<mqtt::Session> VirtualBroker::make(const mqtt::SessionOptions& options,
                                                   mqtt::Mailbox& mailbox) {
  return std::make_unique<VirtualSession>(*this, options, mailbox);
}

void VirtualBroker::drop_all() {
  drop([](std::size_t) { return true; });
}

void VirtualBroker::drop(const std::function<bool(std::size_t place)>& which) {
  std::vector<VirtualSession*> dropped;
  std::size_t place = 0;
  for (const auto& [client_id, session] : connected_) {
    if (which(place++)) dropped.push_back(session);
  }
  for (VirtualSession* session : dropped) {
    forget(*session);
    session->end_connection("broker is gone");
  }
}

void VirtualBroker::take(const std::string& topic, const std::string& payload) {
  if (silent_ || is_refused(topic, payload)) return;
  if (!service_.handle(topic, payload, scheduler_.wall_now(), publications_)) return;
  for (const auto& publication : publications_)
    fan_out(publication);
}

bool VirtualBroker::is_refused(const std::string& topic, const std::string& payload) {
  if (!limits_.admits_request || limits_.admits_request(topic, scheduler_.now())) return false;
  const auto request = shadow::parse_topic(topic);
  if (!request || !shadow::is_request(request->kind)) return false;
  shadow::RequestReader reader{shadow::Limits{}};
  const auto read = reader.read_plain(payload);
  const auto token = std::visit([](const auto& asked) { return asked.client_token; }, read);
  service::Publication rejected;
  shadow::write_topic(rejected.topic, request->shadow, shadow::rejected_of(request->kind));
  shadow::write_rejected(rejected.payload, shadow::make_rejection(shadow::Reason::kTooManyRequests),
                         token);
  fan_out(rejected);
  return true;
}

void VirtualBroker::fan_out(const service::Publication& publication) {
  const auto found = subscribers_.find(publication.topic);
  if (found == subscribers_.end()) return;
  for (VirtualSession* session : found->second)
    session->send(publication);
}

void VirtualBroker::subscribe(VirtualSession& session, const std::string& topic) {
  auto& subscribers = subscribers_[topic];
  if (std::ranges::find(subscribers, &session) == subscribers.end())
    subscribers.push_back(&session);
}

void VirtualBroker::forget(VirtualSession& session) {
  std::erase_if(connected_, [&](const auto& entry) { return entry.second == &session; });
  for (auto& [topic, subscribers] : subscribers_)
    std::erase(subscribers, &session);
}

}  // namespace shadowsim::world
