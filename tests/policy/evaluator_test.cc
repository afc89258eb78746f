#include "sim/policy/evaluator.h"

#include <vector>

#include <gtest/gtest.h>

#include "tests/policy/documents.h"

namespace shadowsim::policy {
namespace {

constexpr std::string_view kX = "arn:aws:iot:us-east-1:123456789012:topic/x";
constexpr std::string_view kY = "arn:aws:iot:us-east-1:123456789012:topic/y";

TEST(Evaluate, DeniesWhereThereIsNoDocument) {
  const Decision decision = evaluate({}, "iot:Connect", "*", Facts{{}});
  EXPECT_EQ(decision, (Decision{Verdict::kImplicitDeny, {}}));
  EXPECT_EQ(to_text(decision, {}), "denied: no statement allows it");
}

TEST(Evaluate, LetsADenyWinInWhateverOrder) {
  const std::vector<Document> deny_last{document(kAllowAll), document(kDenyX)};
  const std::vector<Document> deny_first{document(kDenyX), document(kAllowAll)};
  const auto last = evaluate(deny_last, "iot:Publish", kX, Facts{{}});
  EXPECT_EQ(last, (Decision{Verdict::kExplicitDeny, StatementPlace{1, 1}}));
  EXPECT_EQ(to_text(last, deny_last), "denied by statement 2 of p.json");
  EXPECT_EQ(evaluate(deny_first, "iot:Publish", kX, Facts{{}}),
            (Decision{Verdict::kExplicitDeny, StatementPlace{0, 1}}));
}

TEST(Evaluate, NamesTheFirstStatementThatAllows) {
  const std::vector<Document> documents{document(kDenyX), document(kAllowAll), document(kAllowAll)};
  const auto allowed = evaluate(documents, "iot:Publish", kY, Facts{{}});
  EXPECT_EQ(allowed, (Decision{Verdict::kAllow, StatementPlace{1, 0}}));
  EXPECT_EQ(to_text(allowed, documents), "allowed by statement 1 (all) of p.json");
}

TEST(Evaluate, DeniesWhatOnlyADenyOfSomethingElseSpeaksOf) {
  const std::vector<Document> documents{document(kDenyX)};
  EXPECT_EQ(evaluate(documents, "iot:Publish", kY, Facts{{}}).verdict, Verdict::kImplicitDeny);
}

}  // namespace
}  // namespace shadowsim::policy
