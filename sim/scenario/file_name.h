#pragma once

#include <string>

namespace shadowsim::scenario {

// What a scenario without a name is called: its file's name without folder and ending, with what a name cannot
// hold replaced, at most 64 characters.
std::string name_of_file(const std::string& file);

}  // namespace shadowsim::scenario
