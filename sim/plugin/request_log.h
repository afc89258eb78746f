#pragma once

#include <string>
#include <string_view>

#include "sim/service/publications.h"
#include "sim/time/clock.h"

namespace shadowsim::plugin {

// The lines of a log for people: who asked what, and what was answered, each on one line with the
// time of day in UTC.
//
//   12:34:56.789Z phone > $aws/things/lamp/shadow/get {}
//   12:34:56.789Z < $aws/things/lamp/shadow/get/accepted {"state":{"desired":{"color":"red"}}, ...
//
// Whatever the bytes of a name or a body, a line holds no control character and is UTF-8: others
// are written as \xNN. A body is cut after kLoggedBytesMax bytes, and its size told.
inline constexpr std::size_t kLoggedBytesMax = 4096;

// Appends the line of a request, with its line break.
void append_request_line(std::string& out, WallTime now, std::string_view client,
                         std::string_view topic, std::string_view payload);

// Appends the line of an answer.
void append_answer_line(std::string& out, WallTime now, const service::Publication& answer);

}  // namespace shadowsim::plugin
