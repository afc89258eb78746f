#include "sim/mqtt/interposition.h"

#include <cstdlib>
#include <dlfcn.h>

namespace shadowsim::mqtt {

void* next_definition(const char* name) noexcept {
  void* found = dlsym(RTLD_NEXT, name);
  if (found == nullptr) std::abort();
  return found;
}

bool is_interposed(const char* name, const void* ours) noexcept {
  return dlsym(RTLD_DEFAULT, name) == ours;
}

}  // namespace shadowsim::mqtt
