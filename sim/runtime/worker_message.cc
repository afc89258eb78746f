#include "sim/runtime/worker_message.h"

#include <cstdint>
#include <optional>
#include <utility>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "sim/runtime/figures_text.h"

namespace shadowsim::runtime {
namespace {

using Json = rapidjson::Value;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

void put(Writer& json, const char* name, std::string_view value) {
  json.Key(name);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void put(Writer& json, const char* name, Duration value) {
  json.Key(name);
  json.Int64(value.count());
}

void put(Writer& json, const char* name, std::uint64_t value) {
  json.Key(name);
  json.Uint64(value);
}

// Takes values out of an object and remembers whether one was missing or of another type.
class Members {
 public:
  explicit Members(const Json& object) : object_{object} {}

  std::uint64_t count(const char* name) {
    const Json& value = at(name);
    return value.IsUint64() ? value.GetUint64() : (ok_ = false, 0);
  }

  Duration duration(const char* name) {
    const Json& value = at(name);
    return Duration{value.IsInt64() ? value.GetInt64() : (ok_ = false, 0)};
  }

  std::string text(const char* name) {
    const Json& value = at(name);
    if (value.IsString()) return {value.GetString(), value.GetStringLength()};
    ok_ = false;
    return {};
  }

  bool truth(const char* name) {
    const Json& value = at(name);
    return value.IsBool() ? value.GetBool() : (ok_ = false, false);
  }

  // An enumerator, no further than `last`.
  template <class Enum>
  Enum enumerator(const char* name, Enum last) {
    const std::uint64_t value = count(name);
    if (value <= static_cast<std::uint64_t>(last)) return static_cast<Enum>(value);
    ok_ = false;
    return {};
  }

  const Json* object(const char* name) const {
    if (!object_.IsObject()) return nullptr;
    const auto found = object_.FindMember(name);
    return found == object_.MemberEnd() ? nullptr : &found->value;
  }

  bool are_whole() const { return ok_; }
  void spoil() { ok_ = false; }

 private:
  const Json& at(const char* name) {
    const Json* const value = object(name);
    return value == nullptr ? nothing_ : *value;
  }

  const Json& object_;
  const Json nothing_;
  bool ok_ = true;
};

// --- progress -------------------------------------------------------------------------------------

// Of an interval, what the live line shows.
void put_interval(Writer& json, const measure::Interval& interval) {
  json.Key("interval");
  json.StartObject();
  put(json, "begin", interval.begin);
  put(json, "length", interval.length);
  put(json, "scheduled", interval.changes.scheduled);
  put(json, "unsent", interval.changes.unsent);
  put(json, "converged", interval.changes.converged);
  put(json, "p50", interval.convergence_p50);
  put(json, "p99", interval.convergence_p99);
  put(json, "max", interval.convergence_max);
  json.EndObject();
}

measure::Interval read_interval(Members members) {
  measure::Interval interval;
  interval.begin = members.duration("begin");
  interval.length = members.duration("length");
  interval.changes.scheduled = members.count("scheduled");
  interval.changes.unsent = members.count("unsent");
  interval.changes.converged = members.count("converged");
  interval.convergence_p50 = members.duration("p50");
  interval.convergence_p99 = members.duration("p99");
  interval.convergence_max = members.duration("max");
  return interval;
}

void put_progress(Writer& json, const Progress& progress) {
  put(json, "phase", static_cast<std::uint64_t>(progress.phase));
  put(json, "elapsed", progress.elapsed);
  put(json, "length", progress.length);
  put(json, "connected", progress.connected);
  put(json, "sessions", progress.sessions);
  put(json, "in_flight", progress.in_flight);
  if (progress.last_interval) put_interval(json, *progress.last_interval);
  put(json, "figures", to_text(progress.figures));
}

Progress read_progress(Members& members) {
  Progress progress;
  progress.phase = members.enumerator("phase", fleet::Phase::kFinished);
  progress.elapsed = members.duration("elapsed");
  progress.length = members.duration("length");
  progress.connected = members.count("connected");
  progress.sessions = members.count("sessions");
  progress.in_flight = members.count("in_flight");
  if (const Json* const interval = members.object("interval"))
    progress.last_interval = read_interval(Members{*interval});
  const auto figures = parse_live_figures(members.text("figures"));
  if (figures)
    progress.figures = *figures;
  else
    members.spoil();
  return progress;
}

// --- lines ----------------------------------------------------------------------------------------

void put_error(Writer& json, const Error& error) {
  put(json, "kind", static_cast<std::uint64_t>(error.kind));
  put(json, "message", error.message);
}

Error read_error(Members& members) {
  const auto kind = members.enumerator("kind", ErrorKind::kSystem);
  return {kind, members.text("message")};
}

void put_done(Writer& json, const WorkerDone& done) {
  put(json, "summary", done.summary);
  put(json, "histograms", done.histograms);
  put(json, "intervals", done.intervals);
  put(json, "slowest", done.slowest);
  json.Key("interrupted");
  json.Bool(done.interrupted);
  if (!done.refusal) return;
  json.Key("refusal");
  json.StartObject();
  put_error(json, *done.refusal);
  json.EndObject();
}

WorkerDone read_done(Members& members) {
  WorkerDone done;
  done.summary = members.text("summary");
  done.histograms = members.text("histograms");
  done.intervals = members.text("intervals");
  done.slowest = members.text("slowest");
  done.interrupted = members.truth("interrupted");
  if (const Json* const refusal = members.object("refusal")) {
    Members told{*refusal};
    done.refusal = read_error(told);
    if (!told.are_whole()) members.spoil();
  }
  return done;
}

// {"<kind>": {...}}
template <class Content>
std::string line_of(const char* kind, Content content) {
  rapidjson::StringBuffer buffer;
  Writer json{buffer};
  json.StartObject();
  json.Key(kind);
  json.StartObject();
  content(json);
  json.EndObject();
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

Error no_line(std::string_view line) {
  constexpr std::size_t kShown = 80;
  return system_error(
      fmt::format("no message of a worker or its parent: '{}'", line.substr(0, kShown)));
}

// Takes the line apart: `read(kind, members)` gives the message, or nothing.
template <class Message, class Read>
Result<Message> parse(std::string_view line, Read read) {
  rapidjson::Document document;
  document.Parse(line.data(), line.size());
  if (document.HasParseError() || !document.IsObject() || document.MemberCount() != 1)
    return no_line(line);
  const auto member = document.MemberBegin();
  Members members{member->value};
  std::optional<Message> message = read(std::string_view{member->name.GetString()}, members);
  if (!message || !members.are_whole()) return no_line(line);
  return *std::move(message);
}

}  // namespace

std::string to_line(const Order& order) {
  return std::visit(Overloaded{[](const BeginTimeline& begin) {
                                 return line_of("begin", [&](Writer& json) {
                                   put(json, "at", begin.at.time_since_epoch());
                                 });
                               },
                               [](const StopWork&) { return line_of("stop", [](Writer&) {}); }},
                    order);
}

std::string to_line(const Report& report) {
  return std::visit(
      Overloaded{[](const WorkerReady&) { return line_of("ready", [](Writer&) {}); },
                 [](const Progress& progress) {
                   return line_of("progress", [&](Writer& json) { put_progress(json, progress); });
                 },
                 [](const WorkerFailed& failed) {
                   return line_of("failed", [&](Writer& json) { put_error(json, failed.error); });
                 },
                 [](const WorkerDone& done) {
                   return line_of("done", [&](Writer& json) { put_done(json, done); });
                 }},
      report);
}

Result<Order> parse_order(std::string_view line) {
  return parse<Order>(line, [](std::string_view kind, Members& members) -> std::optional<Order> {
    if (kind == "begin") return BeginTimeline{TimePoint{members.duration("at")}};
    if (kind == "stop") return StopWork{};
    return std::nullopt;
  });
}

Result<Report> parse_report(std::string_view line) {
  return parse<Report>(line, [](std::string_view kind, Members& members) -> std::optional<Report> {
    if (kind == "ready") return WorkerReady{};
    if (kind == "progress") return read_progress(members);
    if (kind == "failed") return WorkerFailed{read_error(members)};
    if (kind == "done") return read_done(members);
    return std::nullopt;
  });
}

}  // namespace shadowsim::runtime
