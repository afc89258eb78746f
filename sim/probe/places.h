#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/packet/packet.h"
#include "sim/probe/room_probe.h"

// What find_room() takes, each for the versions of MQTT in turn.
namespace shadowsim::probe {

class ConnectionPlaces final : public Places {
 public:
  explicit ConnectionPlaces(std::vector<packet::Version> versions)
      : versions_{std::move(versions)} {}

  Sequence<std::optional<Reply>> take(Desk& desk, std::uint64_t number) override;
  std::uint64_t lost(const Desk& desk) const override;
  Sequence<bool> give_back(Desk& desk) override;
  Sequence<bool> clear(Desk& desk) override;

 private:
  std::vector<packet::Version> versions_;
  std::deque<Line> given_;
};

// What is had on a topic or filter of its own, by some connections.
class TopicPlaces : public Places {
 public:
  // `per_line`: how many one connection asks for.
  TopicPlaces(std::vector<packet::Version> versions, std::uint64_t per_line)
      : versions_{std::move(versions)}, per_line_{per_line} {}

  Sequence<std::optional<Reply>> take(Desk& desk, std::uint64_t number) final;
  std::uint64_t lost(const Desk& desk) const final;
  Sequence<bool> give_back(Desk& desk) final;

  // Asks once more for one that was given, which takes no other place; as take() answers.
  Sequence<std::optional<Reply>> renew(Desk& desk, std::uint64_t number);

 protected:
  struct Given {
    Line line;
    std::string topic;
  };

  // The one that was given first.
  const Given* first() const { return given_.empty() ? nullptr : &given_.front(); }
  void forget_first() { given_.pop_front(); }
  std::uint16_t next_id();

 private:
  virtual std::string topic_of(const Desk& desk, std::uint64_t number) const = 0;
  virtual Sequence<Reply> ask(Desk& desk, Line line, std::string topic) = 0;
  virtual Sequence<bool> return_one(Desk& desk, Line line, std::string topic) = 0;

  // The connection for that number, which may be a new one; 0 where it is refused time and again.
  Sequence<Line> line_for(Desk& desk, std::uint64_t number);

  std::vector<packet::Version> versions_;
  std::uint64_t per_line_;
  std::map<std::pair<std::size_t, std::uint64_t>, Line>
      lines_;  // by version and place among its own
  std::deque<Given> given_;
  std::uint16_t last_id_ = 0;
};

// Subscriptions, each to another filter.
class SubscriptionPlaces final : public TopicPlaces {
 public:
  using Filter = std::function<std::string(const Desk& desk, std::uint64_t number)>;

  SubscriptionPlaces(std::vector<packet::Version> versions, std::uint64_t per_line, Filter filter)
      : TopicPlaces{std::move(versions), per_line}, filter_{std::move(filter)} {}

  // Those of a connection end with it, which has no session that is kept.
  Sequence<bool> clear(Desk& desk) override;

 private:
  std::string topic_of(const Desk& desk, std::uint64_t number) const override;
  Sequence<Reply> ask(Desk& desk, Line line, std::string topic) override;
  Sequence<bool> return_one(Desk& desk, Line line, std::string topic) override;

  Filter filter_;
};

// Retained messages, each on another topic.
class RetainedPlaces final : public TopicPlaces {
 public:
  // `gap`: between two that are given back.
  RetainedPlaces(std::vector<packet::Version> versions, Duration gap)
      : TopicPlaces{std::move(versions), UINT64_MAX}, gap_{gap} {}

  // One after another: as long as this has not been done, they are stored.
  Sequence<bool> clear(Desk& desk) override;

 private:
  std::string topic_of(const Desk& desk, std::uint64_t number) const override;
  Sequence<Reply> ask(Desk& desk, Line line, std::string topic) override;
  Sequence<bool> return_one(Desk& desk, Line line, std::string topic) override;
  Sequence<Reply> publish(Desk& desk, Line line, std::string topic, std::string payload);

  Duration gap_;
};

}  // namespace shadowsim::probe
