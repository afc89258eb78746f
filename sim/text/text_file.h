#pragma once

#include <string>

#include "sim/base/result.h"

namespace shadowsim {

// All of a file that a person wrote.
// Errors: kUsage, "FILE: why", for what cannot be read, for a directory, and for more than 4 MiB.
Result<std::string> read_text_file(const std::string& file);

}  // namespace shadowsim
