#include "sim/mqtt/mosquitto/library_version.h"

#include <fmt/format.h>
#include <mosquitto.h>

namespace shadowsim::mqtt::mosquitto {

std::string library_version() {
  int major = 0;
  int minor = 0;
  int revision = 0;
  mosquitto_lib_version(&major, &minor, &revision);
  return fmt::format("libmosquitto {}.{}.{}", major, minor, revision);
}

}  // namespace shadowsim::mqtt::mosquitto
