#pragma once

#include <optional>
#include <string_view>

#include "sim/policy/policy_document.h"
#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::policy {

// Reads a document from its tree. What keeps it from being one goes to `problems`; what is odd, but
// means something, to `warnings`: a Sid that stands twice or that IAM would not take, a missing
// Version; and what means nothing to AWS IoT, so that it never matches: an action, a type of resource, a
// variable or a condition's key that it does not know, and a variable where the version has none. The
// rules:
// - Version is 2012-10-17, or 2008-10-17, which has no variables and is what a missing one means.
//   Source: IAM User Guide, "IAM JSON policy elements: Version".
// - Statement, required, is one object or a list, also an empty one. Each has Effect, exactly one of
//   Action and NotAction, and exactly one of Resource and NotResource, each a text or a list of at
//   least one; Sid and Condition may be left out. Names of elements and effects are spelt just so
//   (our choice, as that others are refused, Principal among them).
//   Source: IAM User Guide, "Grammar of the IAM JSON policy language".
// - An action is '*' or SERVICE:NAME, with wildcards; case does not count.
//   Source: IAM User Guide, "IAM JSON policy elements: Action".
// - A resource is '*' or an ARN of six parts, with no wildcard in the service and no variable before
//   the last part. IAM completes a shorter one; it is refused here (our choice).
//   Source: IAM User Guide, "IAM JSON policy elements: Resource", "IAM policy elements: Variables
//           and tags".
// - Conditions as condition_reading.h has them.
// - No object has a key twice.
//   Source: IAM User Guide, "Grammar of the IAM JSON policy language".
std::optional<Document> read_document(const Node& root, Problems& problems, Problems& warnings);

// Adds a problem at the place where the document of that text has more characters than `most`.
void check_size(std::string_view json, Place place, Problems& problems,
                std::size_t most = kCharactersMost);

}  // namespace shadowsim::policy
