#pragma once

#include <string>

namespace shadowsim::scenario {

// What a scenario without a name is called: its file's name without folder and ending, with what a name cannot
// hold replaced, at most 64 characters.
std::string name_of_file(const std::string& file);

// A file that a scenario names, as it is to be opened: an absolute name as it is, another one in the folder of
// the scenario's file.
std::string path_beside(const std::string& file, const std::string& written);

}  // namespace shadowsim::scenario
