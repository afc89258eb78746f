// Any text as a policy document, and as a file of policy cases: reading it ends with one, or with
// lines that each begin with a place. What was read is judged, and a Deny of everything wins over it.
// Run by scripts/fuzz.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/check.h"
#include "sim/policy/evaluator.h"
#include "sim/policy/policy_case.h"
#include "sim/policy/policy_document.h"
#include "tests/fuzz/placed_lines.h"

namespace shadowsim::policy {
namespace {

Document deny_all() {
  return *parse_document(R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})",
                         "d", nullptr);
}

void judge_document(const Document& document) {
  const Facts facts{{.client_id = "c*?",
                     .thing = "c*?",
                     .attributes = {{"a", "b"}},
                     .certificate = {{"Subject.CommonName", {"x", "y"}}},
                     .source_ip = "10.0.0.1",
                     .connect_attributes = std::vector<std::string>{"LastWill"},
                     .last_will_topic = "arn:aws:iot:r:a:topic/w"}};
  const std::vector<Document> alone{document};
  const std::vector<Document> with_denial{document, deny_all()};
  for (const std::string_view action : {"iot:Connect", "iot:Publish"}) {
    for (const std::string_view resource :
         {"*", "arn:aws:iot:us-east-1:123456789012:topic/a/b", "arn:aws:iot:r:a:client/c*?\xFF"}) {
      const Decision decision = evaluate(alone, action, resource, facts);
      SHADOWSIM_CHECK(decision == evaluate(alone, action, resource, facts), "{}", resource);
      SHADOWSIM_CHECK(decision.by.has_value() == (decision.verdict != Verdict::kImplicitDeny), "{}",
                      resource);
      SHADOWSIM_CHECK(!evaluate(with_denial, action, resource, facts).is_allowed(), "{}", resource);
    }
  }
}

void read(std::string_view text) {
  std::vector<std::string> warnings;
  const auto document = parse_document(text, "f", &warnings);
  for (const std::string& warning : warnings)
    fuzz::check_places(warning);
  if (document) {
    judge_document(*document);
  } else {
    fuzz::check_places(document.error().message);
  }
  const auto cases = parse_cases(text, "f");
  if (!cases) return fuzz::check_places(cases.error().message);
  for (const Case& one : *cases) {
    for (const std::string& warning : one.warnings)
      fuzz::check_places(warning);
    if (!passes(one)) SHADOWSIM_CHECK(!failure_text(one).empty(), "{}", one.name);
  }
}

}  // namespace
}  // namespace shadowsim::policy

// The name and the type are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  shadowsim::policy::read({reinterpret_cast<const char*>(bytes), count});
  return 0;
}
