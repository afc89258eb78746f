// Any text as a scenario file: reading it ends with a scenario, or with lines that each begin with
// a place in the file. Run by scripts/fuzz.

#include <cstdint>
#include <string_view>

#include "sim/scenario/scenario_reader.h"
#include "tests/fuzz/placed_lines.h"

namespace shadowsim::scenario {
namespace {

void read(std::string_view text) {
  const auto scenario = read_scenario_text(text, "f", {}, {});
  if (scenario) return;
  fuzz::check_places(scenario.error().message);
}

}  // namespace
}  // namespace shadowsim::scenario

// The name and the type are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  shadowsim::scenario::read({reinterpret_cast<const char*>(bytes), count});
  return 0;
}
