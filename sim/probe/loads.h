#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/probe/rate_probe.h"

namespace shadowsim::probe {

// CONNECTs; an admitted connection is closed at once.
class ConnectLoad final : public RateLoad {
 public:
  // Versions in turn. With `is_one_client` all have one client ID, else each another.
  ConnectLoad(std::vector<packet::Version> versions, bool is_one_client)
      : versions_{std::move(versions)}, is_one_client_{is_one_client} {}

  Sequence<bool> prepare(Desk& desk) override;
  void send(Desk& desk, std::uint32_t number) override;
  std::optional<std::uint32_t> take(Desk& desk, const Reply& reply) override;

 private:
  std::vector<packet::Version> versions_;
  bool is_one_client_;
  std::map<Line, std::uint32_t> open_;
};

// What loads on admitted connections have in common: their connections, used in turn.
class LinesLoad : public RateLoad {
 public:
  LinesLoad(std::vector<packet::Version> versions, std::size_t lines)
      : versions_{std::move(versions)}, wanted_{lines} {}

  Sequence<bool> prepare(Desk& desk) override;

 protected:
  const std::vector<Line>& lines() const { return lines_; }
  Line line_of(std::uint32_t number) const { return lines_[number % lines_.size()]; }

  // A packet ID that is free on its line again when it comes up anew, and back.
  std::uint16_t id_of(std::uint32_t number) const;
  std::optional<std::uint32_t> number_of(Line line, std::uint32_t id);
  void note(std::uint32_t number) { open_[{line_of(number), id_of(number)}] = number; }

 private:
  std::vector<packet::Version> versions_;
  std::size_t wanted_;
  std::vector<Line> lines_;
  std::map<std::pair<Line, std::uint32_t>, std::uint32_t> open_;  // by line and packet ID
};

// PUBLISHes.
class PublishLoad final : public LinesLoad {
 public:
  enum class Topics : std::uint8_t {
    kOnePerLine,
    kOne,
    kMany,
    kRule,    // of Basic Ingest
    kUpdate,  // of shadows, one per line; what is sent is no request that a shadow would keep
  };
  struct Form {
    std::vector<packet::Version> versions{};
    std::size_t lines = 1;
    std::uint8_t qos =
        1;  // with 0: connections beside them receive what is accepted, which then counts
    bool retain = false;  // without payload, so that nothing is left behind
    Topics topics = Topics::kOnePerLine;
    std::uint32_t topics_most = 0;  // of kMany: so many in turn; 0: each message has another
    std::size_t receivers = 0;      // with QoS 0: how many share what is received
  };

  explicit PublishLoad(Form form) : LinesLoad{form.versions, form.lines}, form_{std::move(form)} {}

  Sequence<bool> prepare(Desk& desk) override;
  void send(Desk& desk, std::uint32_t number) override;
  std::optional<std::uint32_t> take(Desk& desk, const Reply& reply) override;

 private:
  std::string topic_of(const Desk& desk, std::uint32_t number) const;

  Form form_;
};

// Messages that go to many: each delivery is a request, made by its message's PUBLISH.
class FanOutLoad final : public LinesLoad {
 public:
  // One connection publishes, so many receive.
  FanOutLoad(packet::Version version, std::size_t receivers)
      : LinesLoad{{version}, 1}, version_{version}, wanted_{receivers} {}

  Sequence<bool> prepare(Desk& desk) override;
  void send(Desk& desk, std::uint32_t number) override;
  std::optional<std::uint32_t> take(Desk& desk, const Reply& reply) override;

 private:
  packet::Version version_;
  std::size_t wanted_;
  std::map<Line, std::uint32_t> receivers_;  // and their places
};

// SUBSCRIBEs or UNSUBSCRIBEs of one filter each, the same ones again and again: they take the rate and nothing
// else.
class FilterLoad final : public LinesLoad {
 public:
  enum class Packet : std::uint8_t { kSubscribe, kUnsubscribe };
  struct Form {
    std::vector<packet::Version> versions;
    std::size_t lines = 1;
    Packet packet = Packet::kSubscribe;
    bool is_shared = false;  // in a group of the probe's own
  };

  explicit FilterLoad(Form form) : LinesLoad{form.versions, form.lines}, form_{std::move(form)} {}

  void send(Desk& desk, std::uint32_t number) override;
  std::optional<std::uint32_t> take(Desk& desk, const Reply& reply) override;

 private:
  Form form_;
};

// Updates of shadows, each line those of its own things in turn. An answer is what the service publishes.
class ShadowLoad final : public LinesLoad {
 public:
  ShadowLoad(std::vector<packet::Version> versions, std::size_t lines, std::size_t things_per_line)
      : LinesLoad{std::move(versions), lines}, things_per_line_{things_per_line} {}

  Sequence<bool> prepare(Desk& desk) override;
  void send(Desk& desk, std::uint32_t number) override;
  std::optional<std::uint32_t> take(Desk& desk, const Reply& reply) override;

 private:
  std::vector<std::string> answers_of(const Desk& desk, std::size_t line) const;
  std::string thing_of(const Desk& desk, std::size_t line, std::size_t thing) const;

  std::size_t things_per_line_;
};

}  // namespace shadowsim::probe
