#include "sim/shadow/rejection.h"

#include <array>
#include <cstddef>

namespace shadowsim::shadow {
namespace {

struct Row {
  int code;
  std::string_view text;
};

// In the order of Reason.
constexpr std::array<Row, 17> kRows{{
    {400, "Invalid JSON"},
    {400, "Missing required node: state"},
    {400, "State node must be an object"},
    {400, "Desired node must be an object"},
    {400, "Reported node must be an object"},
    {400, "State contains an invalid node"},
    {400, "Invalid version"},
    {400, "Invalid clientToken"},
    {400, "JSON contains too many levels of nesting; maximum is "},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "No shadow exists with name: "},
    {409, "Version conflict"},
    {413, "The payload exceeds the maximum size allowed"},
    {415, "Unsupported documented encoding; supported encoding is UTF-8"},
    {429, "TOO_MANY_REQUESTS"},
    {500, "Internal service failure"},
}};

const Row& row_of(Reason reason) {
  return kRows[static_cast<std::size_t>(reason)];
}

}  // namespace

int code_of(Reason reason) {
  return row_of(reason).code;
}

Rejection make_rejection(Reason reason, std::string_view detail) {
  const Row& row = row_of(reason);
  Rejection rejection{row.code, std::string{row.text}};
  if (reason == Reason::kTooDeep) {
    rejection.message += detail;
  } else if (!detail.empty()) {
    if (reason == Reason::kInvalidNode) rejection.message += ": ";
    rejection.message.append("'").append(detail).append("'");
  }
  return rejection;
}

}  // namespace shadowsim::shadow
