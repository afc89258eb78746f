#include "sim/scenario/schema_tables.h"
#include "sim/scenario/value_kinds.h"

namespace shadowsim::scenario {

using namespace kinds;

namespace {

constexpr Key kBackgroundKeys[] = {
    {"share", number({0, 1, true}), Need::kDefault, "0.8",
     "Which share of each quota is taken, evenly: of rates, and of what may be there or open at a "
     "time, at least one."},
    {"quotas", with_list(word("all"), kText, 1), Need::kDefault, "all",
     "Which quotas, by their keys in a quota file: of retained messages, shared subscriptions, "
     "UNSUBSCRIBEs, Basic Ingest, messages stored for those who are away, unacknowledged messages "
     "either way, and open shadow requests."},
};

}  // namespace

constinit const Mapping kBackground{
    "background",
    "Connections that do, from the timeline's beginning to its end, what lights and apps do not, "
    "so that a share "
    "of those quotas is taken, too: those that the embedded endpoint enforces, else those of "
    "`--quotas` or AWS's defaults. Their client IDs and topics begin with `test-background-`. With "
    "several workers or shards the first one has them.",
    kBackgroundKeys,
    {},
    "background: {share: 0.8, quotas: [retained_messages_max_per_account]}"};

}  // namespace shadowsim::scenario
