// Makes the seeds of service_fuzz of files of conformance cases: one file a case.
// write_fuzz_seeds DIRECTORY CASES.json...

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "sim/conformance/case_file.h"

namespace {

// A case in the form that service_fuzz reads: messages that end with a zero byte, each of them a
// topic, a new line and a payload.
std::string to_seed(const shadowsim::conformance::Case& one) {
  std::string seed;
  for (const auto& step : one.steps) {
    seed += "$aws/things/t/shadow/" + step.topic + '\n' + step.payload;
    seed += '\0';
  }
  return seed;
}

bool write_seeds(const std::string& directory, const std::string& file) {
  std::ifstream in{file};
  const std::string json{std::istreambuf_iterator<char>{in}, {}};
  const auto cases = shadowsim::conformance::parse_cases(json, file);
  if (!cases) {
    std::fprintf(stderr, "%s\n", cases.error().message.c_str());
    return false;
  }
  for (const auto& one : *cases) {
    std::ofstream out{directory + "/" + one.name, std::ios::binary};
    if (!(out << to_seed(one))) {
      std::fprintf(stderr, "%s/%s: cannot be written\n", directory.c_str(), one.name.c_str());
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fputs("write_fuzz_seeds DIRECTORY CASES.json...\n", stderr);
    return 2;
  }
  for (int index = 2; index < count; ++index) {
    if (!write_seeds(words[1], words[index])) return 1;
  }
  return 0;
}
