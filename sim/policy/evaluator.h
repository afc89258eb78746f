#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/policy/facts.h"
#include "sim/policy/policy_document.h"

namespace shadowsim::policy {

// How a request fares. Both denials are the same to a client; people who read a log want to know.
enum class Verdict : std::uint8_t {
  kAllow,
  kImplicitDeny,  // no statement allows it
  kExplicitDeny,  // a statement with Effect Deny applies
};

// Where a statement stands: places among the documents that were given, and in its document.
struct StatementPlace {
  std::size_t document = 0;
  std::size_t statement = 0;

  friend bool operator==(const StatementPlace&, const StatementPlace&) = default;
};

struct Decision {
  Verdict verdict = Verdict::kImplicitDeny;
  std::optional<StatementPlace> by{};  // the statement that decided; none for an implicit denial

  bool is_allowed() const { return verdict == Verdict::kAllow; }

  friend bool operator==(const Decision&, const Decision&) = default;
};

// Judges one action on one resource by all documents of a principal together: a Deny that applies
// wins over every Allow, in whatever document and order; what no Allow covers is denied; so is
// everything where there is no document.
// `action` is like "iot:Publish", `resource` an ARN, or "*" for what is checked on no single one.
// Source: Developer Guide, "AWS IoT Core policies"; IAM User Guide, "Policy evaluation logic";
//         iot-policy.md, section 6.
Decision evaluate(std::span<const Document> documents, std::string_view action,
                  std::string_view resource, const Facts& facts);

// The decision for a person: "allowed by statement 2 (Sid) of FILE", "denied: no statement allows it".
// Requires: the documents are those that the decision was made by.
std::string to_text(const Decision& decision, std::span<const Document> documents);

}  // namespace shadowsim::policy
