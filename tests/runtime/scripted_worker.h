#pragma once

#include <fstream>
#include <string>
#include <utility>

#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::runtime {

// A worker that says what a test wants: a script for bash, in which $fd is its socket.
class ScriptedWorker {
 public:
  explicit ScriptedWorker(const std::string& script) {
    std::ofstream{file()} << "fd=${1#--parent=}\n" << script << '\n';
  }

  std::string file() const { return directory_.file("worker.sh"); }
  static std::string program() { return "/bin/bash"; }

 private:
  endpoint::TemporaryDirectory directory_;
};

}  // namespace shadowsim::runtime
