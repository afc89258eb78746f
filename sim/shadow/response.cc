#include "sim/shadow/response.h"

#include <fmt/format.h>

#include "sim/shadow/json_text.h"

namespace shadowsim::shadow {
namespace {

template <class Integer>
void append_integer(std::string& out, Integer number) {
  out += fmt::format_int(number).c_str();
}

void append_seconds(std::string& out, Timestamp time) {
  append_integer(out, time.time_since_epoch().count());
}

void append_version(std::string& out, Version version) {
  out += R"(,"version":)";
  append_integer(out, version);
}

void append_token(std::string& out, std::optional<std::string_view> client_token) {
  if (!client_token) return;
  out += R"(,"clientToken":)";
  append_quoted(out, *client_token);
}

// The time, the token, and the end of the body.
void close(std::string& out, const Envelope& envelope) {
  out += R"(,"timestamp":)";
  append_seconds(out, envelope.now);
  append_token(out, envelope.client_token);
  out += '}';
}

// An object of the two sections, leaving out an absent one. Each append writes its section's value.
template <class AppendDesired, class AppendReported>
void append_sections(std::string& out, bool has_desired, const AppendDesired& append_desired,
                     bool has_reported, const AppendReported& append_reported) {
  out += '{';
  if (has_desired) {
    out += R"("desired":)";
    append_desired();
  }
  if (has_reported) {
    if (has_desired) out += ',';
    out += R"("reported":)";
    append_reported();
  }
  out += '}';
}

void append_request_state(std::string& out, const UpdateRequest& request) {
  if (request.state_is_null) {
    out += "null";
    return;
  }
  append_sections(
      out, request.desired.is_named(), [&] { append_compact(out, *request.desired.value); },
      request.reported.is_named(), [&] { append_compact(out, *request.reported.value); });
}

void append_request_metadata(std::string& out, const UpdateRequest& request, Timestamp now) {
  const std::string stamp = make_stamp(now);
  if (request.state_is_null) {
    out += stamp;
    return;
  }
  append_sections(
      out, request.desired.is_named(), [&] { append_stamped(out, *request.desired.value, stamp); },
      request.reported.is_named(), [&] { append_stamped(out, *request.reported.value, stamp); });
}

// The members "state", with the delta where one is given, and "metadata" and "version" of a
// document.
void append_document(std::string& out, const Document& document, const Section* delta) {
  const bool has_desired = !document.desired.empty();
  const bool has_reported = !document.reported.empty();
  out += R"("state":)";
  append_sections(
      out, has_desired, [&] { append_state(out, document.desired); }, has_reported,
      [&] { append_state(out, document.reported); });
  if (delta != nullptr && !delta->empty()) {
    // A delta means that desired stands before it.
    out.back() = ',';
    out += R"("delta":)";
    append_state(out, *delta);
    out += '}';
  }
  out += R"(,"metadata":)";
  append_sections(
      out, has_desired, [&] { append_metadata(out, document.desired); }, has_reported,
      [&] { append_metadata(out, document.reported); });
  append_version(out, document.version);
}

}  // namespace

void write_update_accepted(std::string& out, const UpdateRequest& request, Version version,
                           const Envelope& envelope) {
  out = R"({"state":)";
  append_request_state(out, request);
  out += R"(,"metadata":)";
  append_request_metadata(out, request, envelope.now);
  append_version(out, version);
  close(out, envelope);
}

void write_update_delta(std::string& out, const Section& delta, Version version,
                        const Envelope& envelope) {
  out = R"({"state":)";
  append_state(out, delta);
  out += R"(,"metadata":)";
  append_metadata(out, delta);
  append_version(out, version);
  close(out, envelope);
}

void write_update_documents(std::string& out, const Document* previous, const Document& current,
                            const Envelope& envelope) {
  out = R"({"previous":)";
  if (previous != nullptr) {
    out += '{';
    append_document(out, *previous, nullptr);
    out += '}';
  } else {
    out += "null";
  }
  out += R"(,"current":{)";
  append_document(out, current, nullptr);
  out += '}';
  close(out, envelope);
}

void write_get_accepted(std::string& out, const Document& document, const Envelope& envelope) {
  const Section delta = difference(document.desired, document.reported);
  out = '{';
  append_document(out, document, &delta);
  close(out, envelope);
}

void write_delete_accepted(std::string& out, Version version, const Envelope& envelope) {
  out = R"({"version":)";
  append_integer(out, version);
  close(out, envelope);
}

void write_rejected(std::string& out, const Rejection& rejection,
                    std::optional<std::string_view> client_token) {
  out = R"({"code":)";
  append_integer(out, rejection.code);
  out += R"(,"message":)";
  append_quoted(out, rejection.message);
  append_token(out, client_token);
  out += '}';
}

}  // namespace shadowsim::shadow
