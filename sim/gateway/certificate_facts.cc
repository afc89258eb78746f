#include "sim/gateway/certificate_facts.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

namespace shadowsim::gateway {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

std::string text_of(const ASN1_STRING* string) {
  unsigned char* bytes = nullptr;
  const int size = ASN1_STRING_to_UTF8(&bytes, string);
  if (size < 0) return {};
  std::string text(bytes, bytes + size);
  OPENSSL_free(bytes);
  return text;
}

void add_attributes(const X509_NAME* name, const std::string& whose, policy::Context& context) {
  static constexpr std::array<std::pair<int, const char*>, 13> kNames{
      {{NID_commonName, "CommonName"},
       {NID_organizationName, "Organization"},
       {NID_organizationalUnitName, "OrganizationalUnit"},
       {NID_countryName, "Country"},
       {NID_stateOrProvinceName, "State"},
       {NID_serialNumber, "SerialNumber"},
       {NID_title, "Title"},
       {NID_surname, "Surname"},
       {NID_givenName, "GivenName"},
       {NID_initials, "Initials"},
       {NID_pseudonym, "Pseudonym"},
       {NID_generationQualifier, "GenerationQualifier"},
       {NID_dnQualifier, "DistinguishedNameQualifier"}}};
  for (const auto& [number, key] : kNames) {
    for (int i = X509_NAME_get_index_by_NID(name, number, -1); i >= 0;
         i = X509_NAME_get_index_by_NID(name, number, i))
      context.certificate[whose + "." + key].push_back(
          text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, i))));
  }
}

std::string directory_name(const X509_NAME* name) {
  const std::unique_ptr<BIO, Freed<&BIO_free>> memory{BIO_new(BIO_s_mem())};
  X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_RFC2253);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(std::max(size, 0L))};
}

std::string address_text(const ASN1_OCTET_STRING* octets) {
  using boost::asio::ip::address_v4;
  using boost::asio::ip::address_v6;
  const unsigned char* const bytes = ASN1_STRING_get0_data(octets);
  const auto size = static_cast<std::size_t>(ASN1_STRING_length(octets));
  if (address_v4::bytes_type v4{}; size == v4.size()) {
    std::copy_n(bytes, size, v4.begin());
    return address_v4{v4}.to_string();
  }
  if (address_v6::bytes_type v6{}; size == v6.size()) {
    std::copy_n(bytes, size, v6.begin());
    return address_v6{v6}.to_string();
  }
  return {};
}

// The key and the value of one name; no key for a kind that policies do not know.
std::pair<const char*, std::string> read_name(const GENERAL_NAME* name) {
  int kind = 0;
  const void* const value = GENERAL_NAME_get0_value(name, &kind);
  const auto* const string = static_cast<const ASN1_STRING*>(value);
  switch (kind) {
    case GEN_EMAIL:
      return {"RFC822Name", text_of(string)};
    case GEN_DNS:
      return {"DNSName", text_of(string)};
    case GEN_URI:
      return {"UniformResourceIdentifier", text_of(string)};
    case GEN_DIRNAME:
      return {"DirectoryName", directory_name(static_cast<const X509_NAME*>(value))};
    case GEN_IPADD:
      return {"IPAddress", address_text(string)};
    default:
      return {nullptr, {}};
  }
}

void add_alternative_names(const X509& certificate, int extension, const std::string& whose,
                           policy::Context& context) {
  const std::unique_ptr<GENERAL_NAMES, Freed<&GENERAL_NAMES_free>> names{
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, extension, nullptr, nullptr))};
  if (!names) return;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    auto [key, value] = read_name(sk_GENERAL_NAME_value(names.get(), i));
    if (key != nullptr && !value.empty())
      context.certificate[whose + ".AlternativeName." + key].push_back(std::move(value));
  }
}

std::string fingerprint(const X509& certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  X509_digest(&certificate, EVP_sha256(), digest.data(), &size);
  std::string text;
  for (unsigned int i = 0; i < size; ++i)
    text += fmt::format("{:02x}", digest.at(i));
  return text;
}

std::string serial_number(const X509& certificate) {
  const std::unique_ptr<BIGNUM, Freed<&BN_free>> number{
      ASN1_INTEGER_to_BN(X509_get0_serialNumber(&certificate), nullptr)};
  char* const decimal = number ? BN_bn2dec(number.get()) : nullptr;
  if (decimal == nullptr) return {};
  std::string text{decimal};
  OPENSSL_free(decimal);
  return text;
}

}  // namespace

void add_certificate(const X509& certificate, policy::Context& context) {
  context.certificate_id = fingerprint(certificate);
  context.certificate["SerialNumber"] = {serial_number(certificate)};
  add_attributes(X509_get_subject_name(&certificate), "Subject", context);
  add_attributes(X509_get_issuer_name(&certificate), "Issuer", context);
  add_alternative_names(certificate, NID_subject_alt_name, "Subject", context);
  add_alternative_names(certificate, NID_issuer_alt_name, "Issuer", context);
  const auto names = context.certificate.find("Subject.CommonName");
  if (names != context.certificate.end()) context.thing = names->second.front();
}

}  // namespace shadowsim::gateway
