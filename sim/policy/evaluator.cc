#include "sim/policy/evaluator.h"

#include <fmt/format.h>

#include "sim/policy/glob.h"

namespace shadowsim::policy {

Decision evaluate(std::span<const Document> documents, std::string_view action,
                  std::string_view resource, const Facts& facts) {
  const std::u32string folded_action = folded_code_points(action);
  const std::u32string points = code_points(resource);
  Decision decision;
  for (std::size_t document = 0; document < documents.size(); ++document) {
    const auto& statements = documents[document].statements;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const Statement& statement = statements[i];
      if (statement.effect == Effect::kAllow && decision.is_allowed()) continue;
      if (!statement.applies(folded_action, points, facts)) continue;
      decision.by = {document, i};
      if (statement.effect == Effect::kDeny) {
        decision.verdict = Verdict::kExplicitDeny;
        return decision;
      }
      decision.verdict = Verdict::kAllow;
    }
  }
  return decision;
}

std::string to_text(const Decision& decision, std::span<const Document> documents) {
  if (!decision.by) return "denied: no statement allows it";
  const Document& document = documents[decision.by->document];
  const Statement& statement = document.statements[decision.by->statement];
  return fmt::format("{} by statement {}{}{}", decision.is_allowed() ? "allowed" : "denied",
                     decision.by->statement + 1,
                     statement.sid.empty() ? "" : fmt::format(" ({})", statement.sid),
                     document.name.empty() ? "" : " of " + document.name);
}

}  // namespace shadowsim::policy
