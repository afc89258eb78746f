#include "sim/endpoint/certificate_directory.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::endpoint {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

constexpr WallTime kNow{1'800'000'000s};

std::string content(const std::string& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(CertificateDirectory, ThatIsIncompleteIsAnErrorThatNamesWhatIsMissing) {
  for (const char* name : {"ca.pem", "server.pem", "server.key", "client.pem", "client.key"}) {
    const TemporaryDirectory directory;
    ASSERT_TRUE(prepare_certificates(directory.path(), kNow).has_value());
    std::filesystem::remove(directory.file(name));
    const auto files = prepare_certificates(directory.path(), kNow);
    ASSERT_TRUE(files.has_error());
    EXPECT_EQ(files.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(files.error().message, HasSubstr("missing: " + directory.file(name) + ";"));
    EXPECT_FALSE(std::filesystem::exists(directory.file(name)));
  }
}

TEST(CertificateDirectory, WithOtherFilesOnlyIsLeftAlone) {
  const TemporaryDirectory directory;
  std::ofstream{directory.file("letter.txt")} << "dear";
  const auto files = prepare_certificates(directory.path(), kNow);
  ASSERT_TRUE(files.has_error());
  EXPECT_THAT(files.error().message, AllOf(HasSubstr("ca.pem, "), HasSubstr("client.key;")));
  EXPECT_FALSE(std::filesystem::exists(directory.file("ca.pem")));
}

TEST(CertificateDirectory, ThatCannotBeMadeIsAnError) {
  const auto files = prepare_certificates("/dev/null/certs", kNow);
  ASSERT_TRUE(files.has_error());
  EXPECT_EQ(files.error().kind, ErrorKind::kSystem);
  EXPECT_THAT(files.error().message, HasSubstr("/dev/null/certs"));
}

TEST(CertificateDirectory, IsMadeAndThenUsedAsItIs) {
  const TemporaryDirectory directory;
  const auto made = prepare_certificates(directory.file("made/for/it"), kNow);
  ASSERT_TRUE(made.has_value()) << made.error().message;
  EXPECT_EQ(made->server.certificate, directory.file("made/for/it/server.pem"));
  EXPECT_EQ(made->client.private_key, directory.file("made/for/it/client.key"));
  const auto before = content(made->server.certificate);
  EXPECT_THAT(before, HasSubstr("BEGIN CERTIFICATE"));
  const auto used = prepare_certificates(directory.file("made/for/it"), kNow);
  ASSERT_TRUE(used.has_value());
  EXPECT_EQ(used->ca_certificate, made->ca_certificate);
  EXPECT_EQ(content(used->server.certificate), before);
}

}  // namespace
}  // namespace shadowsim::endpoint
