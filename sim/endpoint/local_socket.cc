#include "sim/endpoint/local_socket.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace shadowsim::endpoint {
namespace {

constexpr std::string_view kFolder = "/shadowsim-XXXXXX";
constexpr std::string_view kSocket = "/broker";

// The folder of temporary files, or the usual one where a socket in the former would have too long a name.
std::string folder_of_folders() {
  std::error_code error;
  const std::string chosen = std::filesystem::temp_directory_path(error).string();
  const std::size_t length = chosen.size() + kFolder.size() + kSocket.size();
  return error || length >= sizeof(sockaddr_un::sun_path) ? "/tmp" : chosen;
}

}  // namespace

Result<LocalSocket> LocalSocket::make() {
  std::string folder = folder_of_folders();
  folder += kFolder;
  if (mkdtemp(folder.data()) == nullptr)
    return system_error("make a folder for the broker's socket, " + folder, errno);
  return LocalSocket{std::move(folder)};
}

LocalSocket::LocalSocket(std::string folder) : folder_{std::move(folder)} {
  path_ = folder_;
  path_ += kSocket;
}

LocalSocket::LocalSocket(LocalSocket&& other) noexcept
    : folder_{std::exchange(other.folder_, {})},
      path_{std::exchange(other.path_, {})},
      socket_{std::move(other.socket_)} {}

LocalSocket& LocalSocket::operator=(LocalSocket&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(path_, other.path_);
  std::swap(socket_, other.socket_);
  return *this;
}

LocalSocket::~LocalSocket() {
  remove_names();
}

Result<void> LocalSocket::unname() {
  Descriptor socket{open(path_.c_str(), O_PATH | O_CLOEXEC)};
  if (!socket.is_open()) return system_error("open the broker's socket, " + path_, errno);
  socket_ = std::move(socket);
  remove_names();
  return {};
}

std::string LocalSocket::address() const {
  return fmt::format("/proc/self/fd/{}", socket_.get());
}

bool accepts_connections(const std::string& path) {
  const Descriptor client{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!client.is_open() || path.size() >= sizeof(address.sun_path)) return false;
  path.copy(address.sun_path, path.size());
  return connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
}

void LocalSocket::remove_names() {
  if (folder_.empty()) return;
  unlink(path_.c_str());
  rmdir(folder_.c_str());
  folder_.clear();
  path_.clear();
}

}  // namespace shadowsim::endpoint
