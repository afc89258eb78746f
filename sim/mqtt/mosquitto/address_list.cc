#include "sim/mqtt/mosquitto/address_list.h"

#include <algorithm>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fmt/format.h>

namespace shadowsim::mqtt::mosquitto {

Result<AddressList> AddressList::resolve(const std::string& host, std::uint16_t port) {
  boost::asio::io_context own;  // the answer is waited for, no other context is to run meanwhile
  boost::asio::ip::tcp::resolver resolver{own};
  boost::system::error_code failed;
  const auto found = resolver.resolve(host, fmt::to_string(port),
                                      boost::asio::ip::resolver_base::numeric_service, failed);
  std::vector<std::string> numeric;
  for (const auto& entry : found) {
    std::string address = entry.endpoint().address().to_string();
    if (std::ranges::find(numeric, address) == numeric.end()) numeric.push_back(std::move(address));
  }
  if (failed || numeric.empty())
    return unreachable_error(fmt::format("DNS: {}: {}", host, failed.message()));
  return AddressList{std::move(numeric)};
}

}  // namespace shadowsim::mqtt::mosquitto
