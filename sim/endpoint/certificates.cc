#include "sim/endpoint/certificates.h"

#include <arpa/inet.h>
#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <netinet/in.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "sim/endpoint/descriptor.h"

namespace shadowsim::endpoint {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<&X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<&X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freed<&BIO_free>>;

// What OpenSSL does here fails only where memory does, or by our own mistake.
void must(bool done, const char* what) {
  SHADOWSIM_CHECK(done, "OpenSSL could not {}", what);
}

Key make_key() {
  Key key{EVP_EC_gen("P-256")};
  must(key != nullptr, "make a key");
  return key;
}

void add_extension(X509* certificate, X509* issuer, int extension, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension made{X509V3_EXT_conf_nid(nullptr, &context, extension, value.c_str())};
  must(made != nullptr && X509_add_ext(certificate, made.get(), -1) == 1, "add an extension");
}

void set_serial_number(X509* certificate) {
  std::uint64_t number = 0;
  must(RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number) == 1, "draw a number");
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number >> 1U);
}

void set_validity(X509* certificate, WallTime now) {
  constexpr std::time_t kDay = 86'400;
  const std::time_t from = std::chrono::system_clock::to_time_t(now) - kDay;
  ASN1_TIME_set(X509_getm_notBefore(certificate), from);
  ASN1_TIME_set(X509_getm_notAfter(certificate), from + 3650 * kDay);
}

void set_subject(X509* certificate, const std::string& common_name) {
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.data());
  X509_NAME* subject = X509_get_subject_name(certificate);
  // As it is: MBSTRING_UTF8 would refuse more than 64 characters, and thing names have up to 128.
  must(X509_NAME_add_entry_by_txt(subject, "CN", V_ASN1_UTF8STRING, text,
                                  static_cast<int>(common_name.size()), -1, 0) == 1,
       "name a certificate");
}

// A certificate that is complete but for its extensions and signature.
Certificate make_certificate(EVP_PKEY* key, const std::string& common_name, WallTime now) {
  Certificate certificate{X509_new()};
  must(certificate != nullptr, "make a certificate");
  constexpr long kVersion3 = 2;  // as the standard counts
  X509_set_version(certificate.get(), kVersion3);
  set_serial_number(certificate.get());
  set_validity(certificate.get(), now);
  set_subject(certificate.get(), common_name);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

std::string subject_names(const std::vector<std::string>& hosts) {
  std::vector<std::string> names;
  for (const auto& host : hosts) {
    in6_addr unused{};
    const bool is_address = inet_pton(AF_INET, host.c_str(), &unused) == 1 ||
                            inet_pton(AF_INET6, host.c_str(), &unused) == 1;
    names.push_back((is_address ? "IP:" : "DNS:") + host);
  }
  return fmt::to_string(fmt::join(names, ","));
}

std::string text_of(const Memory& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Result<void> write_file(const std::string& path, const std::string& content, mode_t mode) {
  const Descriptor file{open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
  if (!file.is_open()) return system_error(fmt::format("write {}", path), errno);
  if (write(file.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()))
    return system_error(fmt::format("write {}", path), errno);
  return {};
}

Result<void> write_pair(const CertificateFiles& files, X509* certificate, EVP_PKEY* key) {
  const Memory certificate_text{BIO_new(BIO_s_mem())};
  const Memory key_text{BIO_new(BIO_s_mem())};
  must(PEM_write_bio_X509(certificate_text.get(), certificate) == 1, "write a certificate");
  must(PEM_write_bio_PrivateKey(key_text.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
       "write a key");
  if (auto done = write_file(files.certificate, text_of(certificate_text), 0644); done.has_error())
    return done.error();
  return write_file(files.private_key, text_of(key_text), 0600);
}

}  // namespace

struct CertificateAuthority::Identity {
  Key key = make_key();
  Certificate certificate;

  // Makes a certificate for `subject_key` that this identity has signed.
  Certificate issue(EVP_PKEY* subject_key, const std::string& name, WallTime now,
                    const std::vector<std::pair<int, std::string>>& extensions) const {
    Certificate issued = make_certificate(subject_key, name, now);
    X509* issuer = certificate ? certificate.get() : issued.get();
    X509_set_issuer_name(issued.get(), X509_get_subject_name(issuer));
    for (const auto& [extension, value] : extensions)
      add_extension(issued.get(), issuer, extension, value);
    must(X509_sign(issued.get(), key.get(), EVP_sha256()) > 0, "sign a certificate");
    return issued;
  }
};

CertificateAuthority::CertificateAuthority(std::string certificate, WallTime now,
                                           std::unique_ptr<Identity> identity)
    : certificate_{std::move(certificate)}, now_{now}, identity_{std::move(identity)} {}

CertificateAuthority::CertificateAuthority(CertificateAuthority&&) noexcept = default;
CertificateAuthority::~CertificateAuthority() = default;

Result<CertificateAuthority> CertificateAuthority::create(const CertificateFiles& files,
                                                          WallTime now) {
  auto identity = std::make_unique<Identity>();
  identity->certificate = identity->issue(identity->key.get(), "shadowsim test CA", now,
                                          {{NID_basic_constraints, "critical,CA:TRUE"},
                                           {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                           {NID_subject_key_identifier, "hash"}});
  if (auto done = write_pair(files, identity->certificate.get(), identity->key.get());
      done.has_error())
    return done.error();
  return CertificateAuthority{files.certificate, now, std::move(identity)};
}

Result<CertificateAuthority> CertificateAuthority::create(const std::string& directory,
                                                          WallTime now) {
  return create(CertificateFiles{directory + "/ca.pem", directory + "/ca.key"}, now);
}

Result<CertificateAuthority> CertificateAuthority::load(const CertificateFiles& files,
                                                        WallTime now) {
  const Memory certificate_text{BIO_new_file(files.certificate.c_str(), "r")};
  const Memory key_text{BIO_new_file(files.private_key.c_str(), "r")};
  Certificate certificate{certificate_text
                              ? PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr)
                              : nullptr};
  Key key{key_text ? PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr) : nullptr};
  ERR_clear_error();
  if (!certificate || X509_check_ca(certificate.get()) == 0)
    return usage_error(fmt::format("{} is no authority's certificate in PEM", files.certificate));
  if (!key || X509_check_private_key(certificate.get(), key.get()) != 1)
    return usage_error(
        fmt::format("{} is not the private key of {}", files.private_key, files.certificate));
  return CertificateAuthority{
      files.certificate, now,
      std::make_unique<Identity>(Identity{std::move(key), std::move(certificate)})};
}

CertificateFiles CertificateAuthority::beside_own(const std::string& name) const {
  const auto stem = std::filesystem::path{certificate_}.replace_filename(name).string();
  return {stem + ".pem", stem + ".key"};
}

Result<void> CertificateAuthority::issue_server(const std::string& name,
                                                const std::vector<std::string>& hosts,
                                                const CertificateFiles& files) {
  const Key key = make_key();
  const auto issued = identity_->issue(key.get(), name, now_,
                                       {{NID_basic_constraints, "critical,CA:FALSE"},
                                        {NID_key_usage, "critical,digitalSignature"},
                                        {NID_ext_key_usage, "serverAuth"},
                                        {NID_subject_alt_name, subject_names(hosts)}});
  return write_pair(files, issued.get(), key.get());
}

Result<void> CertificateAuthority::issue_client(const std::string& name,
                                                const CertificateFiles& files) {
  const Key key = make_key();
  const auto issued = identity_->issue(key.get(), name, now_,
                                       {{NID_basic_constraints, "critical,CA:FALSE"},
                                        {NID_key_usage, "critical,digitalSignature"},
                                        {NID_ext_key_usage, "clientAuth"}});
  return write_pair(files, issued.get(), key.get());
}

Result<CertificateFiles> CertificateAuthority::issue_server(const std::string& name,
                                                            const std::vector<std::string>& hosts) {
  CertificateFiles files = beside_own(name);
  if (auto done = issue_server(name, hosts, files); done.has_error()) return done.error();
  return files;
}

Result<CertificateFiles> CertificateAuthority::issue_client(const std::string& name) {
  CertificateFiles files = beside_own(name);
  if (auto done = issue_client(name, files); done.has_error()) return done.error();
  return files;
}

}  // namespace shadowsim::endpoint
