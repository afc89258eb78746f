// Any messages to the shadow service, some hours apart: what it answers and what it stores is
// compared with a plain account of what the protocol promises. An input is messages that end with a
// zero byte, each of them a topic, a new line and a payload. Run by scripts/fuzz.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/check.h"
#include "sim/service/shadow_service.h"
#include "sim/shadow/answer.h"
#include "sim/shadow/json_reader.h"
#include "sim/shadow/utf8.h"
#include "tests/fuzz/expected_shadow.h"

namespace shadowsim::fuzz {
namespace {

using service::Publication;
using service::Publications;
using shadow::Document;
using shadow::ShadowKey;
using shadow::TopicKind;

// Between two messages, so that some tombstones end within an input and others do not.
constexpr std::chrono::hours kPause{11};

// Small, so that the limit is met.
constexpr shadow::Limits kLimits{.document_bytes_max = 700};

std::string state_of(const shadow::Section& section) {
  std::string out;
  shadow::append_state(out, section);
  return out;
}

const std::string* find(const Publications& answers, TopicKind kind) {
  for (const Publication& answer : answers) {
    if (shadow::parse_topic(answer.topic)->kind == kind) return &answer.payload;
  }
  return nullptr;
}

// What should be stored of one shadow.
struct Expected {
  bool exists = false;
  ExpectedObject desired;
  ExpectedObject reported;
  shadow::Version version = 0;  // of the document, or that its tombstone left
  WallTime deleted_at;

  void update(std::string_view payload) {
    shadow::JsonReader reader;
    auto* const body = reader.read(payload);
    SHADOWSIM_CHECK(body != nullptr && body->IsObject(), "accepted: {}", payload);
    auto* const state = shadow::find_last(*body, "state");
    SHADOWSIM_CHECK(state != nullptr, "accepted: {}", payload);
    exists = true;
    ++version;
    if (state->IsNull()) {
      desired = reported = {};
      return;
    }
    update(desired, shadow::find_last(*state, "desired"));
    update(reported, shadow::find_last(*state, "reported"));
  }

 private:
  static void update(ExpectedObject& section, rapidjson::Value* patch) {
    if (patch == nullptr) return;
    if (patch->IsNull()) {
      section = {};
      return;
    }
    shadow::sort_keys(*patch);
    section.merge(*patch);
  }
};

// A service, and beside it what should have come of all that it was asked.
class Trial {
 public:
  void send(std::string_view topic, std::string_view payload) {
    now_ += kPause;
    service_.due(now_);
    forget_old();
    const bool is_request = service_.handle(topic, payload, now_, answers_);
    SHADOWSIM_CHECK(is_request != answers_.empty(), "{}", topic);
    if (!is_request) return;
    const auto parsed = shadow::parse_topic(topic);
    for (const Publication& answer : answers_)
      check_answer(answer, *parsed);
    account(*parsed, payload);
    check_stored(parsed->shadow);
    check_bounds();
  }

  // Once the tombstones' life is over none of them is left.
  void end() {
    service_.due(now_ + kLimits.tombstone_life);
    SHADOWSIM_CHECK(service_.store().tombstones() == 0, "{}", service_.store().tombstones());
  }

 private:
  static std::string name_of(ShadowKey key) {
    return std::string{key.thing} + '~' + std::string{key.shadow};
  }

  // JSON in UTF-8, on a topic of the same shadow.
  void check_answer(const Publication& answer, const shadow::Topic& request) {
    const auto topic = shadow::parse_topic(answer.topic);
    SHADOWSIM_CHECK(topic && topic->shadow == request.shadow && !is_request(topic->kind), "{}",
                    answer.topic);
    SHADOWSIM_CHECK(shadow::is_utf8(answer.payload), "{}", answer.payload);
    const auto* const body = json_.read(answer.payload);
    SHADOWSIM_CHECK(body != nullptr && body->IsObject(), "{}", answer.payload);
  }

  void forget_old() {
    std::erase_if(expected_, [&](const auto& entry) {
      const Expected& one = entry.second;
      return !one.exists && now_ - one.deleted_at >= kLimits.tombstone_life;
    });
  }

  // Takes into account what the service has accepted.
  void account(const shadow::Topic& topic, std::string_view payload) {
    const std::string name = name_of(topic.shadow);
    if (const auto* const body = find(answers_, TopicKind::kUpdateAccepted)) {
      Expected& one = expected_[name];
      one.update(payload);
      const auto accepted = shadow::read_update_accepted(*body);
      SHADOWSIM_CHECK(accepted && accepted->version == one.version, "{}", *body);
    } else if (const auto* const deleted = find(answers_, TopicKind::kDeleteAccepted)) {
      Expected& one = expected_[name];
      const auto accepted = shadow::read_delete_accepted(*deleted);
      SHADOWSIM_CHECK(one.exists && accepted && accepted->version == one.version, "{}", *deleted);
      one = {.version = one.version + 1, .deleted_at = now_};
    }
    check_delta(topic.shadow);
  }

  // Applying the delta that was told to what is reported gives what is desired; where none was,
  // they do not differ.
  void check_delta(ShadowKey key) {
    const Document* const document = service_.store().find(key);
    if (find(answers_, TopicKind::kUpdateAccepted) == nullptr) return;
    shadow::Section reported = document->reported;
    if (const auto* const body = find(answers_, TopicKind::kUpdateDelta)) {
      const auto delta = shadow::read_delta(*body);
      SHADOWSIM_CHECK(delta && delta->version == document->version && !delta->state.empty(), "{}",
                      *body);
      reported.merge(delta->state);
    }
    SHADOWSIM_CHECK(shadow::is_reached(document->desired, reported), "{} is not {}",
                    state_of(reported), state_of(document->desired));
  }

  // What is stored is what merging promises, and a get gives it back.
  void check_stored(ShadowKey key) {
    const Document* const document = service_.store().find(key);
    const auto found = expected_.find(name_of(key));
    const bool should_exist = found != expected_.end() && found->second.exists;
    SHADOWSIM_CHECK((document != nullptr) == should_exist, "{}", name_of(key));
    if (document == nullptr) return;
    const Expected& one = found->second;
    SHADOWSIM_CHECK(document->version == one.version, "{} {}", document->version, one.version);
    const std::string desired = state_of(document->desired);
    const std::string reported = state_of(document->reported);
    SHADOWSIM_CHECK(desired == one.desired.text(), "{} {}", desired, one.desired.text());
    SHADOWSIM_CHECK(reported == one.reported.text(), "{} {}", reported, one.reported.text());
    check_limits(*document, desired, reported);
    check_get(key, *document);
  }

  void check_limits(const Document& document, std::string_view desired, std::string_view reported) {
    const std::size_t bytes = (document.desired.empty() ? 0 : desired.size()) +
                              (document.reported.empty() ? 0 : reported.size());
    SHADOWSIM_CHECK(bytes == shadow::stored_bytes(document), "{} {}", bytes,
                    shadow::stored_bytes(document));
    SHADOWSIM_CHECK(bytes <= kLimits.document_bytes_max, "{} bytes", bytes);
    for (const std::string_view section : {desired, reported})
      SHADOWSIM_CHECK(!shadow::is_deeper_than(*json_.read(section), kLimits.depth_max), "{}",
                      section);
  }

  void check_get(ShadowKey key, const Document& document) {
    service_.handle(make_topic(key, TopicKind::kGet), {}, now_, answers_);
    const auto* const body = find(answers_, TopicKind::kGetAccepted);
    SHADOWSIM_CHECK(answers_.size() == 1 && body != nullptr, "{} answers", answers_.size());
    const auto got = shadow::read_get_accepted(*body);
    SHADOWSIM_CHECK(got && got->version == document.version, "{}", *body);
    SHADOWSIM_CHECK(shadow::same_state(got->desired, document.desired), "{}", *body);
    SHADOWSIM_CHECK(shadow::same_state(got->reported, document.reported), "{}", *body);
    shadow::Section reported = got->reported;
    reported.merge(got->delta);
    SHADOWSIM_CHECK(shadow::is_reached(got->desired, reported), "{}", *body);
  }

  // A shadow or a tombstone for each that was accepted, and nothing beside them.
  void check_bounds() const {
    const auto& store = service_.store();
    SHADOWSIM_CHECK(store.shadows() + store.tombstones() == expected_.size(), "{} + {} of {}",
                    store.shadows(), store.tombstones(), expected_.size());
  }

  service::ShadowService service_{kLimits};
  Publications answers_;
  shadow::JsonReader json_;
  std::map<std::string, Expected> expected_;  // by name_of()
  WallTime now_{std::chrono::seconds{1'700'000'000}};
};

void run(std::string_view input) {
  Trial trial;
  while (!input.empty()) {
    const std::string_view message = input.substr(0, input.find('\0'));
    input.remove_prefix(std::min(message.size() + 1, input.size()));
    const std::string_view topic = message.substr(0, message.find('\n'));
    trial.send(topic, message.substr(std::min(topic.size() + 1, message.size())));
  }
  trial.end();
}

}  // namespace
}  // namespace shadowsim::fuzz

// The name and the type are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  shadowsim::fuzz::run({reinterpret_cast<const char*>(bytes), count});
  return 0;
}
