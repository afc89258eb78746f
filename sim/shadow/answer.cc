#include "sim/shadow/answer.h"

#include <limits>

#include "sim/shadow/json_reader.h"
#include "sim/shadow/limits.h"
#include "sim/shadow/utf8.h"

namespace shadowsim::shadow {
namespace {

using rapidjson::Value;

// A payload under reading, with `failed` as soon as a member has a type that cannot be.
class Body {
 public:
  explicit Body(std::string_view payload) {
    if (is_utf8(payload)) root_ = json_.read(payload);
    failed_ = root_ == nullptr || !root_->IsObject();
  }

  bool failed() const { return failed_; }

  // An integer that is not negative, 0 where it is missing or null.
  std::uint64_t number(std::string_view name) {
    const Value* const value = member(name);
    if (value == nullptr) return 0;
    failed_ = failed_ || !value->IsUint64();
    return failed_ ? 0 : value->GetUint64();
  }

  // Seconds, whole or not.
  Timestamp time(std::string_view name) {
    constexpr double kSecondsMax = 1e15;  // far beyond any calendar, and still exact
    const Value* const value = member(name);
    if (value == nullptr) return {};
    const double seconds = value->IsNumber() ? value->GetDouble() : -1;
    failed_ = failed_ || !(seconds >= 0 && seconds <= kSecondsMax);
    return failed_ ? Timestamp{}
                   : Timestamp{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
  }

  std::string text(std::string_view name) {
    const Value* const value = member(name);
    if (value == nullptr || !value->IsString()) return {};
    return std::string{to_view(*value)};
  }

  // The member "state"; null where it is missing or null.
  Value* state() {
    Value* const value = member("state");
    if (value == nullptr) return nullptr;
    failed_ = failed_ || !value->IsObject() || is_deeper_than(*value, kDepthMax);
    return failed_ ? nullptr : value;
  }

  // A section that `value` holds; empty where that is null.
  Section section(Value* value) {
    Section section;
    if (value == nullptr || value->IsNull()) return section;
    failed_ = failed_ || !value->IsObject();
    if (failed_) return section;
    sort_keys(*value);
    section.merge(*value, Timestamp{});
    return section;
  }

  // The section of that name in a state that may be null.
  Section section(Value* state, std::string_view name) {
    return section(state != nullptr ? find_last(*state, name) : nullptr);
  }

 private:
  Value* member(std::string_view name) {
    if (failed_) return nullptr;
    Value* const value = find_last(*root_, name);
    return value != nullptr && value->IsNull() ? nullptr : value;
  }

  JsonReader json_;
  Value* root_ = nullptr;
  bool failed_ = false;
};

template <class Answer>
void read_common(Body& body, Answer& answer) {
  answer.version = body.number("version");
  answer.client_token = body.text("clientToken");
  answer.timestamp = body.time("timestamp");
}

template <class Answer>
std::optional<Answer> unless_failed(const Body& body, Answer&& answer) {
  if (body.failed()) return std::nullopt;
  return std::forward<Answer>(answer);
}

}  // namespace

std::optional<Delta> read_delta(std::string_view payload) {
  Body body{payload};
  Delta delta;
  read_common(body, delta);
  delta.state = body.section(body.state());
  return unless_failed(body, std::move(delta));
}

std::optional<UpdateAccepted> read_update_accepted(std::string_view payload) {
  Body body{payload};
  UpdateAccepted accepted;
  read_common(body, accepted);
  if (Value* const state = body.state()) {
    accepted.has_desired = find_last(*state, "desired") != nullptr;
    accepted.has_reported = find_last(*state, "reported") != nullptr;
  }
  return unless_failed(body, std::move(accepted));
}

std::optional<GetAccepted> read_get_accepted(std::string_view payload) {
  Body body{payload};
  GetAccepted accepted;
  read_common(body, accepted);
  Value* const state = body.state();
  accepted.desired = body.section(state, "desired");
  accepted.reported = body.section(state, "reported");
  accepted.delta = body.section(state, "delta");
  return unless_failed(body, std::move(accepted));
}

std::optional<DeleteAccepted> read_delete_accepted(std::string_view payload) {
  Body body{payload};
  DeleteAccepted accepted;
  read_common(body, accepted);
  return unless_failed(body, std::move(accepted));
}

std::optional<Rejected> read_rejected(std::string_view payload) {
  constexpr std::uint64_t kCodeMax = 999;
  Body body{payload};
  const std::uint64_t code = body.number("code");
  Rejected rejected;
  rejected.message = body.text("message");
  rejected.client_token = body.text("clientToken");
  if (body.failed() || code > kCodeMax) return std::nullopt;
  rejected.code = static_cast<int>(code);
  return rejected;
}

std::optional<Section> read_accepted_section(std::string_view payload, SectionName section) {
  Body body{payload};
  const bool is_desired = section == SectionName::kDesired;
  Section read = body.section(body.state(), is_desired ? "desired" : "reported");
  return unless_failed(body, std::move(read));
}

}  // namespace shadowsim::shadow
