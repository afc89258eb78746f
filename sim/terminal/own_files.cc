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
  return broker_plugin_of(own_program());
}

std::string broker_plugin_of(const std::string& program) {
  constexpr const char* kFile = "shadowsim_broker_plugin.so";
  const auto folder = std::filesystem::path{program}.parent_path();
  const auto installed = folder.parent_path() / "lib/shadowsim/plugins" / kFile;
  std::error_code unreadable;
  const bool is_installed = !std::filesystem::exists(folder / kFile, unreadable) &&
                            std::filesystem::exists(installed, unreadable);
  return (is_installed ? installed : folder / kFile).string();
}

}  // namespace shadowsim::terminal
