#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What is known of a connection when a request of it is judged: the values of policy variables and
// condition keys.
namespace shadowsim::policy {

// How a certificate and a thing belong together in the registry.
// Source: AWS IoT Core Developer Guide, "Associating an AWS IoT thing to an MQTT client connection".
enum class ThingAssociation : std::uint8_t {
  kNonExclusive,  // the thing counts only where the client ID is its name
  kExclusive,     // the certificate has just this thing: any client ID will do
};

// The connection, as its endpoint knows it. What is absent makes its keys absent.
// Source: iot-policy.md, sections 4.3 to 4.5.
struct Context {
  std::optional<std::string> client_id{};  // of an MQTT connection
  std::optional<std::string> thing{};      // that the certificate is attached to
  ThingAssociation association = ThingAssociation::kNonExclusive;
  std::optional<std::string> thing_type{};
  std::map<std::string, std::string> attributes{};  // of the thing
  std::optional<std::string> certificate_id{};

  // By name without "iot:Certificate.": "Subject.CommonName", "SerialNumber".
  std::map<std::string, std::vector<std::string>> certificate{};

  std::optional<std::string> source_ip{};    // of the TCP peer
  std::optional<std::string> domain_name{};  // that the client connected to

  // Of the CONNECT, and so only to be given when Connect is judged: "PersistentConnect", "LastWill".
  std::optional<std::vector<std::string>> connect_attributes{};
  std::optional<std::string> last_will_topic{};  // its ARN
};

// What a key stands for.
struct Fact {
  std::vector<std::string> values;
  bool is_list = false;  // a key that may have many values, and so cannot be put into a text
};

// A key as it is looked up: small letters, but for what stands in brackets, as in
// "iot:connection.thing.attributes[envType]".
// Source: IAM User Guide, "IAM policy elements: Variables and tags": names of keys are compared
//         without regard to case; attributes' names with it (Developer Guide, "Thing policy variables").
std::string canonical_key(std::string_view key);

// The values of all keys of a connection.
class Facts {
 public:
  // - Thing keys are there only where the thing is in effect: attached, and either exclusively or
  //   with its name for a client ID; iot:Connection.Thing.IsAttached says which, and is always there.
  //   Source: Developer Guide, "Thing policy variables". That it is always there is our choice.
  // - Of a certificate's attribute the first five values count; the plain key is the first, ".1" the
  //   second and so on, ".List" all of them. A value of more than 1024 characters or with one of
  //   "*$+?#" in it is not put in: its key is absent, while ".List" holds it (our choice). The
  //   characters ,"\=<>; appear with a backslash before them.
  //   Source: Developer Guide, "X.509 Certificate AWS IoT Core policy variables".
  explicit Facts(const Context& context);

  // None where the key is absent. `key` is canonical.
  const Fact* find(std::string_view key) const;

 private:
  void add_thing(const Context& context);
  void add_certificate(const Context& context);
  void add(std::string key, const std::optional<std::string>& value);

  std::map<std::string, Fact, std::less<>> facts_;
};

}  // namespace shadowsim::policy
