#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/policy/condition.h"
#include "sim/policy/glob.h"
#include "sim/policy/pattern.h"
#include "sim/text/tree.h"

namespace shadowsim::policy {

enum class Effect : std::uint8_t { kAllow, kDeny };

// One statement, ready to be held against requests.
struct Statement {
  std::string sid;  // empty: it has none
  Effect effect = Effect::kAllow;
  std::vector<Glob> actions;      // folded: case does not count
  bool excludes_actions = false;  // NotAction: all but these
  std::vector<Pattern> resources;
  bool excludes_resources = false;    // NotResource: all but these
  std::vector<Condition> conditions;  // all must hold; none: it holds
  Place place;

  // Whether it speaks of the request. `action` is folded.
  bool applies(std::u32string_view action, std::u32string_view resource, const Facts& facts) const;
};

struct Document {
  std::string name;  // of the file it came from, or what else it is called
  std::string id;    // empty: it has none
  std::vector<Statement> statements;
};

// A document may have no more characters where its account's quotas do not say otherwise, white space not counted.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas", policy document size.
inline constexpr std::size_t kCharactersMost = 2048;

// Reads a document from JSON text by the rules of document_reading.h, and holds it against the size
// that the account takes. `file` names it. What is odd, or means nothing to AWS IoT, is added to `warnings`, a line
// "FILE:LINE:COLUMN: what is odd" each, if that is not null.
// Errors: kUsage, with all problems found, "FILE:LINE:COLUMN: what is wrong, what is allowed".
Result<Document> parse_document(std::string_view json, const std::string& file,
                                std::vector<std::string>* warnings,
                                std::size_t characters_most = kCharactersMost);

// How many characters of a JSON text count: those that are not space, tab or line end between its
// values (within strings they count: our choice).
std::size_t counted_characters(std::string_view json);

}  // namespace shadowsim::policy
