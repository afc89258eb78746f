#include "sim/terminal/own_files.h"

#include <filesystem>

namespace shadowsim::terminal {
namespace {

std::filesystem::path own_path() {
  std::error_code unreadable;
  return std::filesystem::read_symlink("/proc/self/exe", unreadable);
}

}  // namespace

std::string own_program() {
  return own_path().string();
}

std::string broker_plugin() {
  return (own_path().parent_path() / "shadowsim_broker_plugin.so").string();
}

}  // namespace shadowsim::terminal
