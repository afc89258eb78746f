#include "sim/scenario/file_name.h"

#include <algorithm>
#include <filesystem>

namespace shadowsim::scenario {

std::string name_of_file(const std::string& file) {
  constexpr std::size_t kLongest = 64;
  const std::size_t folder = file.find_last_of('/');
  std::string name = folder == std::string::npos ? file : file.substr(folder + 1);
  if (const std::size_t ending = name.find_last_of('.'); ending != std::string::npos && ending > 0)
    name.resize(ending);
  for (char& letter : name) {
    const bool fits = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
    if (!fits) letter = '-';
  }
  name.resize(std::min(name.size(), kLongest));
  return name.empty() ? "scenario" : name;
}

std::string path_beside(const std::string& file, const std::string& written) {
  // An absolute name replaces the folder.
  return (std::filesystem::path{file}.parent_path() / written).string();
}

}  // namespace shadowsim::scenario
