#include "sim/plugin/request_log.h"

#include <chrono>
#include <iterator>

#include <fmt/format.h>

#include "sim/shadow/utf8.h"

namespace shadowsim::plugin {
namespace {

void append_time(std::string& out, WallTime now) {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace)
  const hh_mm_ss time{now - floor<days>(now)};
  fmt::format_to(std::back_inserter(out), "{:02}:{:02}:{:02}.{:03}Z ", time.hours().count(),
                 time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

// Whether the character at `at` is one of C1, which some terminals obey: 0xC2 and one of 0x80 to
// 0x9F. Requires: UTF-8.
bool is_c1(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]) == 0xC2 &&
         static_cast<unsigned char>(text[at + 1]) < 0xA0;
}

void append_escaped(std::string& out, std::string_view text) {
  constexpr unsigned char kDelete = 0x7F;
  const auto escape = [&](char byte) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(byte));
  };
  const bool keeps_others = shadow::is_utf8(text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < ' ' || byte == kDelete || (byte > kDelete && !keeps_others)) {
      escape(text[at]);
    } else if (keeps_others && is_c1(text, at)) {
      escape(text[at]);
      escape(text[++at]);
    } else {
      out += text[at];
    }
  }
}

void append_message(std::string& out, std::string_view topic, std::string_view payload) {
  append_escaped(out, topic);
  out += ' ';
  append_escaped(out, payload.substr(0, kLoggedBytesMax));
  if (payload.size() > kLoggedBytesMax)
    fmt::format_to(std::back_inserter(out), " ... ({} bytes)", payload.size());
  out += '\n';
}

}  // namespace

void append_request_line(std::string& out, WallTime now, std::string_view client,
                         std::string_view topic, std::string_view payload) {
  append_time(out, now);
  append_escaped(out, client);
  out += " > ";
  append_message(out, topic, payload);
}

void append_answer_line(std::string& out, WallTime now, const service::Publication& answer) {
  append_time(out, now);
  out += "< ";
  append_message(out, answer.topic, answer.payload);
}

}  // namespace shadowsim::plugin
