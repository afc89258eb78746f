#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/result.h"
#include "sim/policy/facts.h"
#include "sim/policy/ip_range.h"
#include "sim/policy/pattern.h"

namespace shadowsim::policy {

// What a condition compares. The Numeric, Date and Binary families of IAM are not built: no key that
// IoT knows needs them, so a document that names one is refused (our choice).
enum class Comparison : std::uint8_t {
  kString,
  kStringIgnoringCase,
  kLike,
  kArn,
  kBool,
  kIp,
  kNull
};

// For a key with many values: whether all of them must pass, or any.
enum class Quantifier : std::uint8_t { kNone, kForAllValues, kForAnyValue };

// "ForAllValues:StringNotEqualsIfExists", taken apart.
struct Operator {
  Comparison comparison = Comparison::kString;
  bool is_negated = false;
  bool if_exists = false;  // true where the key is absent
  Quantifier quantifier = Quantifier::kNone;
};

// None for a text that is no operator that we know.
// Source: IAM User Guide, "IAM JSON policy elements: Condition operators"; ArnEquals and ArnLike are
//         the same there. IfExists and the quantifiers do not go with Null (our choice).
std::optional<Operator> parse_operator(std::string_view text);

// The operators without prefix and suffix.
std::span<const std::string_view> operator_names();

// One operator, one key, and the values that its fact is held against.
class Condition {
 public:
  // `variables`: whether ${...} is put in, where the comparison takes it: the String, ARN and Bool
  // families. Errors: a value that the comparison cannot take.
  static Result<Condition> make(Operator test, std::string_view key,
                                const std::vector<std::string>& values, bool variables);

  // Whether it holds:
  // - Key absent (or a list without a value, our choice): a positive operator is false, a negated one
  //   true; IfExists makes both true; ForAllValues is true, ForAnyValue false; Null "true" is true.
  // - One of the listed values is enough, for a negated operator none may match; a listed value whose
  //   variable has no value equals nothing (our choice).
  // - ForAllValues asks that of every value of the request, ForAnyValue of at least one; a negation is
  //   per value. A list without a quantifier: positive, some value matches; negated, none does (our
  //   choice).
  // Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs.
  //         multivalued context keys"; Developer Guide, "Connect policy examples"; iot-policy.md,
  //         section 5.
  bool holds(const Facts& facts) const;

  const std::string& key() const { return key_; }

  // The keys whose values are put into what it compares with, each as it is written.
  std::vector<std::string> variables() const;

 private:
  using Expected = std::variant<Pattern, IpRange, bool>;

  static Result<Expected> read_value(Comparison comparison, const std::string& text,
                                     bool variables);
  bool matches(const Expected& expected, const std::string& value, const Facts& facts) const;
  bool passes(const std::string& value, const Facts& facts) const;

  Operator test_;
  std::string key_;  // canonical
  std::vector<Expected> expected_;
};

}  // namespace shadowsim::policy
