#pragma once

#include <cstdint>
#include <iterator>
#include <string>

#include "sim/base/random.h"

namespace shadowsim::shadow {

// Whether nulls stand in a random object, as in a patch; never inside arrays.
enum class Nulls : std::uint8_t { kNone, kSome };

// A JSON object at most `depth` levels deep. Of few keys and values, so that random documents and
// patches meet.
inline std::string random_json(Random& random, Nulls nulls, int depth = 4) {
  const char* const scalars[] = {"0",    "1",     "1.0",   "-0.0", "18446744073709551615",
                                 "\"\"", "\"1\"", "false", "true", "9007199254740993"};
  const auto scalar = [&] { return scalars[random.below(std::size(scalars))]; };
  const auto value = [&]() -> std::string {
    switch (random.below(depth > 1 ? 6 : 3)) {
      case 0:
        return nulls == Nulls::kSome ? "null" : scalar();
      case 1:
      case 2:
        return scalar();
      case 3:
        if (random.below(2) == 0) return "[]";
        return "[1," + random_json(random, Nulls::kNone, depth - 2) + "]";
      default:
        return random_json(random, nulls, depth - 1);
    }
  };
  std::string json = "{";
  for (const char* const key : {"a", "b", "\\u00e9", "d"}) {
    if (random.below(2) == 0) continue;
    if (json.size() > 1) json += ',';
    json.append("\"").append(key).append("\":").append(value());
  }
  return json + "}";
}

}  // namespace shadowsim::shadow
