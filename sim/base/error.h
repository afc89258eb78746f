#pragma once

#include <cstdint>
#include <string>

namespace shadowsim {

// What went wrong, coarse enough to choose an exit code by.
enum class ErrorKind : std::uint8_t {
  kUsage,        // the command line, a scenario or another input file is wrong (exit 2)
  kUnreachable,  // an endpoint could not be reached or refused us (exit 3)
  kSystem,       // the machine said no: a file, a process, a descriptor limit (exit 4)
};

// A failure as a value: what kind it is, and one sentence for a person, without a final full stop
// and without the program's name. Several problems found together are joined by new lines.
struct Error {
  ErrorKind kind = ErrorKind::kSystem;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

// Shorthands that read well in a return statement.
Error usage_error(std::string message);
Error unreachable_error(std::string message);
Error system_error(std::string message);

// The same with the text of an `errno` value appended: "open a.yaml: No such file or directory".
Error system_error(std::string what, int errno_value);

}  // namespace shadowsim
