#include "sim/probe/desk.h"

#include <algorithm>

namespace shadowsim::probe {
namespace {

Line line_of(const Event& event) {
  return std::visit([](const auto& one) { return one.line; }, event);
}

}  // namespace

Line Desk::open(packet::Version version, std::string connect, bool is_paced) {
  const Line line = ++last_line_;
  open_.insert(line);
  versions_.emplace(line, version);
  orders_.emplace_back(Open{line, std::move(connect), is_paced});
  return line;
}

void Desk::send(Line line, std::string packets) {
  if (!is_open(line)) return;
  auto* const last = orders_.empty() ? nullptr : std::get_if<Send>(&orders_.back());
  if (last != nullptr && last->line == line) {
    last->packets += packets;
  } else {
    orders_.emplace_back(Send{line, std::move(packets)});
  }
}

void Desk::close(Line line) {
  if (open_.erase(line) == 0) return;
  orders_.emplace_back(Close{line});
  std::erase_if(events_, [line](const Event& event) { return line_of(event) == line; });
}

void Desk::tell(Event event, TimePoint now) {
  now_ = std::max(now_, now);
  if (is_open(line_of(event))) events_.push_back(std::move(event));
  go_on();
}

void Desk::ring(TimePoint now) {
  now_ = std::max(now_, now);
  go_on();
}

std::optional<TimePoint> Desk::wakes_at() const {
  return waiting_ ? std::optional{wakes_at_} : std::nullopt;
}

std::optional<Event> Desk::take_event() {
  if (events_.empty()) return std::nullopt;
  Event event = std::move(events_.front());
  events_.pop_front();
  if (const auto* const ended = std::get_if<Ended>(&event)) open_.erase(ended->line);
  return event;
}

void Desk::go_on() {
  while (waiting_ && (!events_.empty() || now_ >= wakes_at_))
    std::exchange(waiting_, {}).resume();
}

}  // namespace shadowsim::probe
