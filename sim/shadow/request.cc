#include "sim/shadow/request.h"

#include <algorithm>

#include "sim/base/check.h"
#include "sim/shadow/json_text.h"
#include "sim/shadow/utf8.h"

namespace shadowsim::shadow {
namespace {

using rapidjson::Value;

// A refusal in the making: none means that the request is fine so far.
using Refusal = std::optional<Rejection>;

// How much of a wrong key is quoted, so that a refusal stays small whatever was sent.
constexpr std::size_t kQuotedBytesMax = 256;

// As much of a text as fits, cut between two characters.
std::string_view shortened(std::string_view text) {
  if (text.size() <= kQuotedBytesMax) return text;
  std::size_t end = kQuotedBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end);
}

Refusal read_token(Value& body, const Limits& limits, std::optional<std::string_view>& token) {
  const Value* const value = find_last(body, "clientToken");
  if (value == nullptr) return std::nullopt;
  if (!value->IsString() || value->GetStringLength() > limits.client_token_bytes_max)
    return make_rejection(Reason::kInvalidClientToken);
  token = to_view(*value);
  return std::nullopt;
}

// Finds the two sections, and refuses keys beside them.
Refusal find_sections(Value& state, Value*& desired, Value*& reported) {
  for (auto& member : members_of(state)) {
    const std::string_view name = to_view(member.name);
    if (name == "desired")
      desired = &member.value;
    else if (name == "reported")
      reported = &member.value;
    else
      return make_rejection(Reason::kInvalidNode, shortened(name));
  }
  return std::nullopt;
}

bool is_section(const Value* value) {
  return value == nullptr || value->IsNull() || value->IsObject();
}

Refusal read_version(Value& body, std::optional<Version>& version) {
  const Value* const value = find_last(body, "version");
  if (value == nullptr) return std::nullopt;
  if (value->IsUint64()) {
    version = value->GetUint64();
    return std::nullopt;
  }
  // An integer beyond 64 bits is well-formed, but no shadow will ever have that version.
  constexpr double kTwoTo64 = 18446744073709551616.0;
  if (!value->IsDouble() || value->GetDouble() < kTwoTo64)
    return make_rejection(Reason::kInvalidVersion);
  version = ~Version{0};
  return std::nullopt;
}

// Depth and nulls, and the order that merging relies on. All recursion stays within the limit.
Refusal prepare_sections(Value* desired, Value* reported, const Limits& limits) {
  for (Value* const section : {desired, reported}) {
    if (section != nullptr && is_deeper_than(*section, limits.depth_max))
      return make_rejection(Reason::kTooDeep, std::to_string(limits.depth_max));
  }
  for (Value* const section : {desired, reported}) {
    if (section == nullptr) continue;
    sort_keys(*section);
    if (has_null_in_array(*section)) return make_rejection(Reason::kInvalidNode);
  }
  return std::nullopt;
}

Refusal read_state(Value& body, UpdateRequest& request, const Limits& limits) {
  Value* const state = find_last(body, "state");
  if (state == nullptr) return make_rejection(Reason::kMissingState);
  if (!state->IsNull() && !state->IsObject()) return make_rejection(Reason::kStateNotObject);

  Value* desired = nullptr;
  Value* reported = nullptr;
  if (state->IsObject()) {
    if (auto refusal = find_sections(*state, desired, reported)) return refusal;
  }
  if (!is_section(desired)) return make_rejection(Reason::kDesiredNotObject);
  if (!is_section(reported)) return make_rejection(Reason::kReportedNotObject);
  if (auto refusal = read_version(body, request.version)) return refusal;
  if (auto refusal = prepare_sections(desired, reported, limits)) return refusal;

  request.state_is_null = state->IsNull();
  request.desired.value = desired;
  request.reported.value = reported;
  return std::nullopt;
}

// Appends `"name":`, after a comma where the object has members already.
void append_key(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  append_quoted(out, name);
  out += ':';
}

std::string make_plain_request(std::string_view client_token) {
  std::string body = "{";
  if (!client_token.empty()) {
    append_key(body, "clientToken");
    append_quoted(body, client_token);
  }
  return body += '}';
}

}  // namespace

RequestReader::RequestReader(const Limits& limits) : limits_(limits) {
  SHADOWSIM_CHECK(limits.depth_max <= kDepthMax, "depth_max={}", limits.depth_max);
}

std::variant<UpdateRequest, RefusedRequest> RequestReader::read_update(std::string_view payload) {
  if (!is_utf8(payload)) return RefusedRequest{make_rejection(Reason::kNotUtf8), {}};
  Value* const body = json_.read(payload);
  if (body == nullptr || !body->IsObject())
    return RefusedRequest{make_rejection(Reason::kInvalidJson), {}};
  UpdateRequest request;
  auto refusal = read_token(*body, limits_, request.client_token);
  if (!refusal) refusal = read_state(*body, request, limits_);
  if (refusal) return RefusedRequest{std::move(*refusal), request.client_token};
  return request;
}

std::variant<PlainRequest, RefusedRequest> RequestReader::read_plain(std::string_view payload) {
  PlainRequest request;
  if (payload.empty() || !is_utf8(payload)) return request;
  Value* const body = json_.read(payload);
  if (body == nullptr || !body->IsObject()) return request;
  if (auto refusal = read_token(*body, limits_, request.client_token))
    return RefusedRequest{std::move(*refusal), {}};
  return request;
}

std::string make_update_request(const UpdateText& update) {
  std::string body = R"({"state":{)";
  if (!update.desired.empty()) {
    append_key(body, "desired");
    body += update.desired;
  }
  if (!update.reported.empty()) {
    append_key(body, "reported");
    body += update.reported;
  }
  body += '}';
  if (!update.client_token.empty()) {
    append_key(body, "clientToken");
    append_quoted(body, update.client_token);
  }
  if (update.version) {
    append_key(body, "version");
    body += std::to_string(*update.version);
  }
  return body += '}';
}

std::string make_get_request(std::string_view client_token) {
  return make_plain_request(client_token);
}

std::string make_delete_request(std::string_view client_token) {
  return make_plain_request(client_token);
}

}  // namespace shadowsim::shadow
