#include "sim/probe/unprobed.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "sim/probe/catalogue.h"
#include "sim/quota/limits.h"

namespace shadowsim::probe {
namespace {

TEST(Unprobed, EveryNumberOfAQuotaFileHasAProbeOrAReasonWhyNot) {
  std::map<std::string, int> told;
  for (const std::string& key : probed_quotas())
    ++told[key];
  for (const Unprobed& one : unprobed()) {
    ++told[std::string{one.quota}];
    EXPECT_NE(one.why, "");
  }
  for (const quota::LimitRow& row : quota::limit_rows())
    EXPECT_EQ(told[std::string{row.key}], 1) << row.key;
}

}  // namespace
}  // namespace shadowsim::probe
