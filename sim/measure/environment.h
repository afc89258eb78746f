#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace shadowsim::measure {

// A program or library that had a part in a run.
struct Software {
  std::string name;     // "mosquitto"
  std::string version;  // as it says itself

  friend bool operator==(const Software&, const Software&) = default;
};

// A machine that lights ran on.
struct Machine {
  std::string name;  // its host name
  std::string cpu;   // the processor's model, "Intel(R) Xeon(R) ..."
  std::uint32_t cores = 0;
  std::uint64_t memory_kib = 0;
  std::string system;  // the distribution: "Debian GNU/Linux 12 (bookworm)"
  std::string kernel;  // "Linux 6.1.0-18-amd64 x86_64"

  friend bool operator==(const Machine&, const Machine&) = default;
};

// What a run ran with and on, for a reader who was not there. Empty where nobody told, as in results
// of older versions.
struct Environment {
  std::vector<Software> software;  // the program itself first
  std::vector<Machine> machines;   // all different; several only in a merged result

  friend bool operator==(const Environment&, const Environment&) = default;
};

}  // namespace shadowsim::measure
