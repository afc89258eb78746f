#include "sim/endpoint/local_socket.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <utility>

#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::endpoint {
namespace {

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  return address;
}

Descriptor listen_at(const std::string& path) {
  Descriptor listener{socket(AF_UNIX, SOCK_STREAM, 0)};
  const sockaddr_un address = address_of(path);
  EXPECT_EQ(bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  EXPECT_EQ(listen(listener.get(), 1), 0);
  return listener;
}

// Names the folder for temporary files, as long as it lives.
class TemporaryFiles {
 public:
  explicit TemporaryFiles(const std::string& folder) { setenv("TMPDIR", folder.c_str(), 1); }
  ~TemporaryFiles() { unsetenv("TMPDIR"); }
};

TEST(LocalSocket, AcceptsNobodyWhereNobodyListens) {
  EXPECT_FALSE(accepts_connections("/does/not/exist"));
  EXPECT_FALSE(accepts_connections(std::string(200, 'x')));
}

TEST(LocalSocket, IsAnErrorWhereNobodyListens) {
  auto place = LocalSocket::make().value();
  const auto unnamed = place.unname();
  ASSERT_TRUE(unnamed.has_error());
  EXPECT_EQ(unnamed.error().kind, ErrorKind::kSystem);
}

TEST(LocalSocket, IsAnErrorWhereNoFolderCanBeMade) {
  const TemporaryDirectory directory;
  const TemporaryFiles files{directory.path()};
  std::filesystem::permissions(directory.path(), std::filesystem::perms::owner_read);
  if (geteuid() != 0) {
    EXPECT_TRUE(LocalSocket::make().has_error());
  }
  std::filesystem::permissions(directory.path(), std::filesystem::perms::owner_all);
}

TEST(LocalSocket, StandsInAFolderThatOnlyItsUserMayEnter) {
  const TemporaryDirectory directory;
  const TemporaryFiles files{directory.path()};
  const auto place = LocalSocket::make().value();
  EXPECT_TRUE(place.path().starts_with(directory.path())) << place.path();
  struct stat folder {};
  ASSERT_EQ(stat(std::filesystem::path{place.path()}.parent_path().c_str(), &folder), 0);
  EXPECT_EQ(folder.st_mode & 0777U, 0700U);
}

TEST(LocalSocket, FitsASocketsNameWhateverTheFolderForTemporaryFiles) {
  const TemporaryDirectory directory;
  const std::string deep = directory.file(std::string(100, 'x'));
  std::filesystem::create_directory(deep);
  const TemporaryFiles files{deep};
  const auto place = LocalSocket::make().value();
  EXPECT_LT(place.path().size(), sizeof(sockaddr_un::sun_path));
}

TEST(LocalSocket, LeavesNothingBehindAndIsStillReached) {
  const TemporaryDirectory directory;
  const TemporaryFiles files{directory.path()};
  auto place = LocalSocket::make().value();
  const Descriptor listener = listen_at(place.path());
  ASSERT_TRUE(place.unname());
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
  EXPECT_EQ(place.path(), "");
  EXPECT_TRUE(accepts_connections(place.address()));
  const LocalSocket moved = std::move(place);
  EXPECT_TRUE(accepts_connections(moved.address()));
}

TEST(LocalSocket, TakesAwayWhatNobodyListenedAt) {
  const TemporaryDirectory directory;
  const TemporaryFiles files{directory.path()};
  {
    auto place = LocalSocket::make().value();
    const LocalSocket moved = std::move(place);
    EXPECT_FALSE(std::filesystem::is_empty(directory.path()));
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

}  // namespace
}  // namespace shadowsim::endpoint
