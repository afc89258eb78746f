#include "sim/terminal/bill_text.h"

#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

TEST(BillText, IsCountsByWhatAwsMeters) {
  demand::Demand demand;
  demand.metered = {.connects = 204,
                    .subscribes = 200,
                    .published = 6600,
                    .delivered = 9400,
                    .acknowledged = 9400,
                    .operations = 6600,
                    .minutes = 1204};
  EXPECT_EQ(bill_text(demand),
            "on AWS       about 25,804 messages (in units of 5 KB):\n"
            "               204 CONNECT, 200 SUBSCRIBE,\n"
            "               6,600 published, 9,400 delivered, 9,400 PUBACK\n"
            "             6,600 shadow operations (in units of 1 KB)\n"
            "             1,204 minutes of connection\n");
}

}  // namespace
}  // namespace shadowsim::terminal
