// Any text as a scenario file: reading it ends with a scenario, or with lines that each begin with
// a place in the file. Run by scripts/fuzz.

#include <cstdint>
#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>

#include "sim/base/check.h"
#include "sim/scenario/scenario_reader.h"

namespace shadowsim::scenario {
namespace {

// FILE:LINE:COLUMN: or, where the text is none at all, FILE: alone.
void check_line(const std::string& line) {
  unsigned row = 0;
  unsigned column = 0;
  const bool has_place = std::sscanf(line.c_str(), "f:%u:%u: ", &row, &column) == 2;
  SHADOWSIM_CHECK(has_place && row > 0 && column > 0, "{}", line);
}

void read(std::string_view text) {
  const auto scenario = read_scenario_text(text, "f", {}, {});
  if (scenario) return;
  SHADOWSIM_CHECK(!scenario.error().message.empty(), "a refusal without a word");
  std::istringstream lines{scenario.error().message};
  for (std::string line; std::getline(lines, line);)
    check_line(line);
}

}  // namespace
}  // namespace shadowsim::scenario

// The name and the type are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  shadowsim::scenario::read({reinterpret_cast<const char*>(bytes), count});
  return 0;
}
