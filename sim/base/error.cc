#include "sim/base/error.h"

#include <system_error>
#include <utility>

namespace shadowsim {

Error usage_error(std::string message) {
  return {ErrorKind::kUsage, std::move(message)};
}

Error unreachable_error(std::string message) {
  return {ErrorKind::kUnreachable, std::move(message)};
}

Error system_error(std::string message) {
  return {ErrorKind::kSystem, std::move(message)};
}

Error system_error(std::string what, int errno_value) {
  what += ": ";
  what += std::generic_category().message(errno_value);
  return {ErrorKind::kSystem, std::move(what)};
}

}  // namespace shadowsim
