// Any text as a quota file: reading it ends with a profile whose limits make buckets, or with lines
// that each begin with a place. Run by scripts/fuzz.

#include <cstdint>
#include <string_view>

#include "sim/base/check.h"
#include "sim/quota/quota_profile.h"
#include "sim/quota/token_bucket.h"
#include "tests/fuzz/placed_lines.h"

namespace shadowsim::quota {
namespace {

void read(std::string_view text) {
  const auto profile = read_profile_text(text, "f");
  if (!profile) return fuzz::check_places(profile.error().message);
  for (std::size_t i = 0; i < kLimits; ++i) {
    const auto limit = static_cast<Limit>(i);
    switch (row_of(limit).unit) {
      case Unit::kRate:
        SHADOWSIM_CHECK(TokenBucket(profile->rate(limit), profile->burst(limit), {}).is_full({}),
                        "{}", row_of(limit).key);
        break;
      case Unit::kCount:
        SHADOWSIM_CHECK(profile->count(limit) <= 1'000'000'000, "{}", row_of(limit).key);
        break;
      case Unit::kTime:
        SHADOWSIM_CHECK(profile->time(limit) >= Duration::zero(), "{}", row_of(limit).key);
        break;
      case Unit::kFactor:
        break;
    }
  }
}

}  // namespace
}  // namespace shadowsim::quota

// The name and the type are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  shadowsim::quota::read({reinterpret_cast<const char*>(bytes), count});
  return 0;
}
