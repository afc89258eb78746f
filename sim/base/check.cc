#include "sim/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace shadowsim {

void check_failed(const char* file, int line, const char* condition, std::string_view details) {
  fmt::print(stderr, "{}:{}: must hold: {} ({})\n", file, line, condition, details);
  std::abort();
}

}  // namespace shadowsim
