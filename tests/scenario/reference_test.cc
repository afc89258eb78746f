#include "sim/scenario/reference.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

TEST(Reference, IsWhatTheDocumentationSays) {
  const std::string file = SHADOWSIM_SOURCE_DIR "/docs/scenarios.md";
  if (std::getenv("SHADOWSIM_WRITE_DOCS") != nullptr)
    std::ofstream{file, std::ios::binary} << reference_text();
  std::ostringstream written;
  written << std::ifstream{file, std::ios::binary}.rdbuf();
  EXPECT_TRUE(written.str() == reference_text())
      << "docs/scenarios.md is not what the schema says. Write it anew with\n"
         "SHADOWSIM_WRITE_DOCS=1 build/debug/tests/scenario_test --gtest_filter=Reference.*";
}

TEST(Reference, LeadsToEverySection) {
  const std::string text = reference_text();
  for (const char* title :
       {"scenario", "fleet", "apps", "step", "churn", "change", "ramp", "light choice", "light set",
        "value source", "delay distribution", "desired changes", "reported changes"})
    EXPECT_NE(text.find(std::string{"\n### "} + title + "\n"), std::string::npos) << title;
}

}  // namespace
}  // namespace shadowsim::scenario
