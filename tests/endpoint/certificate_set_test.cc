#include "sim/endpoint/certificate_set.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/certificates.h"
#include "sim/endpoint/reach.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::endpoint {
namespace {

using testing::HasSubstr;

constexpr WallTime kNow{std::chrono::seconds{1'800'000'000}};

class CertificateSetTest : public testing::Test {
 protected:
  CertificateFiles pair(const std::string& name) const {
    return {directory_.file(name + ".pem"), directory_.file(name + ".key")};
  }

  CertificateSet fleet_of(std::size_t lights) const {
    CertificateSet set{.authority = pair("ca"), .server = pair("server"), .clients = {}};
    for (std::size_t i = 0; i < lights; ++i)
      set.clients.push_back(
          {"light-" + std::to_string(i), pair("lights/" + std::to_string(i) + "/own")});
    return set;
  }

  std::string refused(std::size_t lights) const {
    const auto made = make_missing(fleet_of(lights), kNow);
    if (made) return "made";
    EXPECT_EQ(made.error().kind, ErrorKind::kUsage);
    return made.error().message;
  }

  static std::string content(const std::string& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  TemporaryDirectory directory_;
};

TEST_F(CertificateSetTest, HalfAPairIsAnErrorBeforeAnythingIsMade) {
  std::filesystem::create_directories(directory_.file("lights/1"));
  std::ofstream{pair("lights/1/own").certificate} << "mine";
  EXPECT_EQ(refused(2), pair("lights/1/own").certificate + " is there without " +
                            pair("lights/1/own").private_key +
                            "; nothing is overwritten: remove the one, or bring the other");
  EXPECT_FALSE(std::filesystem::exists(pair("ca").certificate));
}

TEST_F(CertificateSetTest, CertificatesWithoutTheirIssuerAreLeftAlone) {
  ASSERT_TRUE(make_missing(fleet_of(1), kNow));
  std::filesystem::remove(pair("ca").certificate);
  std::filesystem::remove(pair("ca").private_key);
  EXPECT_THAT(refused(2), HasSubstr("is there, but not " + pair("ca").certificate));
  EXPECT_FALSE(std::filesystem::exists(pair("ca").certificate));
}

TEST_F(CertificateSetTest, WithoutTheIssuersKeyNothingMoreCanBeIssued) {
  ASSERT_TRUE(make_missing(fleet_of(1), kNow));
  std::filesystem::remove(pair("ca").private_key);
  EXPECT_THAT(refused(2), HasSubstr("nothing can be issued in its name"));
  EXPECT_EQ(refused(1), "made") << "there is nothing to be issued";
}

TEST_F(CertificateSetTest, AnIssuerThatIsNoneIsAnError) {
  std::ofstream{pair("ca").certificate} << "x";
  std::ofstream{pair("ca").private_key} << "x";
  EXPECT_EQ(refused(1), pair("ca").certificate + " is no authority's certificate in PEM");
  const TemporaryDirectory elsewhere;
  const auto other = CertificateAuthority::create(elsewhere.path(), kNow).value();
  std::filesystem::copy_file(other.certificate(), pair("ca").certificate,
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(refused(1),
            pair("ca").private_key + " is not the private key of " + pair("ca").certificate);
}

TEST_F(CertificateSetTest, IsMadeAsAWhole) {
  const auto made = make_missing(fleet_of(3), kNow);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->made, 5U);
  EXPECT_EQ(made->found, 0U);
  for (const auto& client : fleet_of(3).clients) {
    const auto checked = check_tls_files(
        {client.files.certificate, client.files.private_key, pair("ca").certificate});
    EXPECT_TRUE(checked.has_value()) << checked.error().message;
  }
}

TEST_F(CertificateSetTest, GrowsByTheSameIssuerAndKeepsWhatIsThere) {
  ASSERT_TRUE(make_missing(fleet_of(2), kNow));
  const std::string before = content(pair("lights/0/own").certificate);
  const std::string issuer = content(pair("ca").certificate);
  const auto grown = make_missing(fleet_of(4), kNow);
  ASSERT_TRUE(grown) << grown.error().message;
  EXPECT_EQ(grown->made, 2U);
  EXPECT_EQ(grown->found, 4U);
  EXPECT_EQ(content(pair("lights/0/own").certificate), before);
  EXPECT_EQ(content(pair("ca").certificate), issuer);
}

}  // namespace
}  // namespace shadowsim::endpoint
