#include "sim/admission/reserved_topics.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

struct Case {
  const char* topic;
  bool publish;
  bool subscribe;
};

TEST(ReservedTopics, AreForRequestsOrForAnswersOrForNobody) {
  const std::string thing = "$aws/things/lamp/";
  for (const Case& one : {
           Case{"lamp/on", true, true},
           Case{"aws/things", true, true},
           Case{"$aws/things/lamp/shadow/update", true, true},
           Case{"$aws/things/lamp/shadow/name/n/get", true, true},
           Case{"$aws/things/lamp/shadow/delete", true, true},
           Case{"$aws/things/lamp/shadow/update/accepted", false, true},
           Case{"$aws/things/lamp/shadow/name/n/update/delta", false, true},
           Case{"$aws/things/lamp/shadow/update/documents", false, true},
           Case{"$aws/things/lamp/shadow/list", false, false},
           Case{"$aws/things/la mp/shadow/update", false, false},
           Case{"$aws/things/lamp/shadow/name//update", false, false},
           Case{"$aws/things/lamp/shadow", false, false},
           Case{"$aws/rules/r/a/b", true, false},
           Case{"$aws/rules/r", true, false},
           Case{"$aws/rules/", false, false},
           Case{"$aws/events/presence/connected/c", false, true},
           Case{"$aws/things/lamp/jobs/get", true, false},
           Case{"$aws/things/lamp/jobs/get/accepted", false, true},
           Case{"$aws/things/lamp/jobs/start-next", true, false},
           Case{"$aws/things/lamp/jobs/j1/update", true, false},
           Case{"$aws/things/lamp/jobs/j1/update/rejected", false, true},
           Case{"$aws/things/lamp/jobs/j1/update/other", false, false},
           Case{"$aws/things/lamp/jobs/notify-next", false, true},
           Case{"$aws/things/lamp/defender/metrics/json", true, false},
           Case{"$aws/things/lamp/defender/metrics/json/accepted", false, true},
           Case{"$aws/things/lamp/streams/s/get/cbor", true, false},
           Case{"$aws/things/lamp/streams/s/data/cbor", false, true},
           Case{"$aws/things/lamp/streams/s/rejected/cbor", false, true},
           Case{"$aws/things/lamp/tunnels/notify", false, true},
           Case{"$aws/certificates/create/json", true, false},
           Case{"$aws/certificates/create/json/accepted", false, true},
           Case{"$aws/certificates/create-from-csr/cbor", true, false},
           Case{"$aws/provisioning-templates/t/provision/json", true, false},
           Case{"$aws/provisioning-templates/t/provision/json/rejected", false, true},
           Case{"$aws/unknown", false, false},
           Case{"$aws/", false, false},
           Case{"$aws", false, false},
           Case{"$", false, false},
           Case{"$SYS/broker/load", false, false},
           Case{"$shadowsim/rejected/429/$aws/things/lamp/shadow/update", false, false},
       }) {
    EXPECT_EQ(may_publish(one.topic), one.publish) << one.topic;
    EXPECT_EQ(may_subscribe(one.topic), one.subscribe) << one.topic;
    EXPECT_EQ(may_subscribe(std::string{"$share/g/"} + one.topic), one.subscribe) << one.topic;
  }
}

TEST(ReservedTopics, WithWildcardsAreForPoliciesToJudge) {
  for (const char* filter : {"#", "+/a", "$aws/#", "$aws/things/+/shadow/#", "$share/g/#"})
    EXPECT_TRUE(may_subscribe(filter)) << filter;
  for (const char* filter : {"$aws/rules/#", "$aws/rules/+/a", "$SYS/#", "$shadowsim/#", "$+/a"})
    EXPECT_FALSE(may_subscribe(filter)) << filter;
}

TEST(ReservedTopics, ANameLongerThanItsQuotaIsToldByTheQuota) {
  using quota::Limit;
  const auto quotas = profile("device_shadow: {thing_name_max_bytes: 4, shadow_name_max_bytes: 3}");
  const auto beyond = [&](std::string_view topic) { return too_long_name(quotas, topic); };
  EXPECT_EQ(beyond("$aws/things/lamp/shadow/update"), std::nullopt);
  EXPECT_EQ(beyond("$aws/things/lamps/shadow/update"), Limit::kThingNameMaxBytes);
  EXPECT_EQ(beyond("$aws/things/lamp/shadow/name/abc/get/accepted"), std::nullopt);
  EXPECT_EQ(beyond("$aws/things/lamp/shadow/name/abcd/get/accepted"), Limit::kShadowNameMaxBytes);
  EXPECT_EQ(beyond("$share/group/$aws/things/lamps/shadow/get/accepted"),
            Limit::kThingNameMaxBytes);
  for (const char* const other : {"$aws/things/lamps/jobs/get", "lamps/shadow/update", "a",
                                  "$aws/things/+/shadow/update", "$aws/things/lamps/shadow/#"})
    EXPECT_EQ(beyond(other), std::nullopt) << other;
}

}  // namespace
}  // namespace shadowsim::admission
