#include "sim/terminal/bill_text.h"

#include <fmt/format.h>

#include "sim/report/quantity_text.h"

namespace shadowsim::terminal {

std::string bill_text(const demand::Demand& demand) {
  using report::count_text;
  const demand::Metered& metered = demand.metered;
  return fmt::format(
      "on AWS       about {} messages (in units of 5 KB):\n"
      "               {} CONNECT, {} SUBSCRIBE,\n"
      "               {} published, {} delivered, {} PUBACK\n"
      "             {} shadow operations (in units of 1 KB)\n"
      "             {} minutes of connection\n",
      count_text(metered.messages()), count_text(metered.connects), count_text(metered.subscribes),
      count_text(metered.published), count_text(metered.delivered),
      count_text(metered.acknowledged), count_text(metered.operations),
      count_text(metered.minutes));
}

}  // namespace shadowsim::terminal
