#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/policy/facts.h"
#include "sim/policy/glob.h"

namespace shadowsim::policy {

// How a text of a policy is to be read.
struct PatternRules {
  bool variables = false;   // ${...} is put in: documents of version 2012-10-17 only
  bool wildcards = false;   // '*' and '?' are wildcards
  bool folds_case = false;  // capital letters A to Z count as small ones
};

// A text of a policy document, a resource or a value of a condition, that a text of the request is
// held against. Its rules:
// - '*' is any run of characters, '?' any one; '+' and '#' are ordinary characters, so that an MQTT
//   filter is compared letter by letter.
//   Source: Developer Guide, "Publish/Subscribe policy examples", "Using wildcard characters in MQTT
//           and AWS IoT Core policies".
// - ${key} stands for the key's value, ${key, 'text'} for `text` where the key is absent; what is put
//   in is literal. ${*}, ${?} and ${$} are those characters. A '$' without '{' is an ordinary one.
//   Source: Developer Guide, "AWS IoT Core policy variables"; IAM User Guide, "IAM policy elements:
//           Variables and tags". That the values are literal, and that IoT knows defaults: our choice.
// - A key with no value, and one with many, cannot be put in: then nothing matches.
//   Source: Developer Guide, "Thing policy variables"; IAM User Guide, as above.
class Pattern {
 public:
  // Errors: what is wrong with a variable: never closed, or without a name. `allowed` there is what
  //         ${...} may be.
  static Result<Pattern> compile(std::string_view text, PatternRules rules);

  // The pattern with variables put in; none where one has no value.
  std::optional<Glob> resolve(const Facts& facts) const;

  // Whether it stands for `text`, which is folded where the rules fold.
  bool matches(std::u32string_view text, const Facts& facts) const;

  // Whether it holds '*' or '?' as wildcards.
  bool has_wildcard() const { return has_wildcard_; }

  // The keys whose values are put in, each as it is written, in the order of the text.
  const std::vector<std::string>& variables() const { return variables_; }

 private:
  // Some fixed part, and the variable that follows it, if any.
  struct Piece {
    Glob fixed;
    std::string key;  // canonical; empty: no variable follows
    std::optional<std::string> otherwise;
  };

  friend class PatternMaker;

  std::vector<Piece> pieces_;  // at least one
  std::vector<std::string> variables_;
  bool folds_case_ = false;
  bool has_wildcard_ = false;
};

// The pattern that stands for just this text: "a*b" becomes "a${*}b".
// Requires: to be read with variables.
std::string literal_pattern(std::string_view text);

}  // namespace shadowsim::policy
