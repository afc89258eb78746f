#include "sim/endpoint/certificates.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "sim/endpoint/reach.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::endpoint {
namespace {

constexpr WallTime kNow{std::chrono::seconds{1'800'000'000}};

TEST(CertificateAuthority, WithoutItsDirectoryIsAnErrorThatNamesTheFile) {
  const auto authority = CertificateAuthority::create("/does/not/exist", kNow);
  ASSERT_TRUE(authority.has_error());
  EXPECT_EQ(authority.error().message, "write /does/not/exist/ca.pem: No such file or directory");
}

TEST(CertificateAuthority, OverwritesNothing) {
  const TemporaryDirectory directory;
  auto authority = CertificateAuthority::create(directory.path(), kNow).value();
  ASSERT_TRUE(authority.issue_client("light"));
  const auto again = authority.issue_client("light");
  ASSERT_TRUE(again.has_error());
  EXPECT_EQ(again.error().message, "write " + directory.file("light.pem") + ": File exists");
}

TEST(CertificateAuthority, NamesAThingOfTheLongestName) {
  const TemporaryDirectory directory;
  auto authority = CertificateAuthority::create(directory.path(), kNow).value();
  const std::string longest(128, 'x');
  const CertificateFiles files{directory.file("long.pem"), directory.file("long.key")};
  ASSERT_TRUE(authority.issue_client(longest, files));
  const auto checked =
      check_tls_files({files.certificate, files.private_key, authority.certificate()});
  EXPECT_TRUE(checked.has_value());
}

TEST(CertificateAuthority, IssuesFilesThatGoTogether) {
  const TemporaryDirectory directory;
  auto authority = CertificateAuthority::create(directory.path(), kNow).value();
  const auto server = authority.issue_server("server", {"localhost", "127.0.0.1", "::1"}).value();
  const auto client = authority.issue_client("light-0001").value();
  EXPECT_EQ(client.certificate, directory.file("light-0001.pem"));
  for (const auto& pair : {server, client}) {
    const auto checked =
        check_tls_files({pair.certificate, pair.private_key, authority.certificate()});
    EXPECT_TRUE(checked.has_value()) << checked.error().message;
  }
}

TEST(CertificateAuthority, KeepsPrivateKeysToTheirOwner) {
  const TemporaryDirectory directory;
  auto authority = CertificateAuthority::create(directory.path(), kNow).value();
  const auto client = authority.issue_client("light").value();
  using std::filesystem::perms;
  for (const auto& key : {client.private_key, directory.file("ca.key")}) {
    EXPECT_EQ(std::filesystem::status(key).permissions() & (perms::group_all | perms::others_all),
              perms::none);
  }
}

}  // namespace
}  // namespace shadowsim::endpoint
