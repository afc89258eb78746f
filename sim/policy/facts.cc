#include "sim/policy/facts.h"

#include <algorithm>
#include <utility>

#include "sim/policy/glob.h"

namespace shadowsim::policy {
namespace {

constexpr std::size_t kCertificateValuesMost = 5;
constexpr std::size_t kCertificateCharactersMost = 1024;

bool is_thing_in_effect(const Context& context) {
  return context.thing && (context.association == ThingAssociation::kExclusive ||
                           context.client_id == context.thing);
}

bool can_be_put_in(const std::string& value) {
  return value.find_first_of("*$+?#") == std::string::npos &&
         code_points(value).size() <= kCertificateCharactersMost;
}

std::string with_backslashes(const std::string& value) {
  constexpr std::string_view kSpecial = ",\"\\=<>;";
  std::string text;
  for (const char letter : value) {
    if (kSpecial.find(letter) != std::string_view::npos) text += '\\';
    text += letter;
  }
  return text;
}

}  // namespace

std::string canonical_key(std::string_view key) {
  std::string canonical{key};
  bool in_brackets = false;
  for (char& letter : canonical) {
    if (letter == '[') in_brackets = true;
    if (!in_brackets && letter >= 'A' && letter <= 'Z')
      letter = static_cast<char>(letter - 'A' + 'a');
  }
  return canonical;
}

Facts::Facts(const Context& context) {
  add("iot:ClientId", context.client_id);
  add("aws:SourceIp", context.source_ip);
  add("iot:DomainName", context.domain_name);
  add("iot:CertificateId", context.certificate_id);
  add("iot:LastWillTopic", context.last_will_topic);
  if (context.connect_attributes)
    facts_["iot:connectattributes"] = {*context.connect_attributes, true};
  add_thing(context);
  add_certificate(context);
}

void Facts::add(std::string key, const std::optional<std::string>& value) {
  if (value) facts_[canonical_key(key)] = {{*value}, false};
}

void Facts::add_thing(const Context& context) {
  const bool in_effect = is_thing_in_effect(context);
  add("iot:Connection.Thing.IsAttached", in_effect ? "true" : "false");
  if (!in_effect) return;
  add("iot:Connection.Thing.ThingName", context.thing);
  add("iot:Connection.Thing.ThingTypeName", context.thing_type);
  for (const auto& [name, value] : context.attributes)
    add("iot:Connection.Thing.Attributes[" + name + "]", value);
}

void Facts::add_certificate(const Context& context) {
  Fact available{{}, true};
  for (const auto& [name, given] : context.certificate) {
    if (given.empty()) continue;
    const std::string key = "iot:Certificate." + name;
    Fact all{{}, true};
    for (std::size_t i = 0; i < std::min(given.size(), kCertificateValuesMost); ++i) {
      const std::string value = with_backslashes(given[i]);
      all.values.push_back(value);
      if (can_be_put_in(given[i])) add(i == 0 ? key : key + '.' + std::to_string(i), value);
    }
    facts_[canonical_key(key + ".List")] = std::move(all);
    available.values.push_back(key);
  }
  if (!available.values.empty()) facts_["iot:certificate.availablekeys"] = std::move(available);
}

const Fact* Facts::find(std::string_view key) const {
  const auto found = facts_.find(key);
  return found == facts_.end() ? nullptr : &found->second;
}

}  // namespace shadowsim::policy
