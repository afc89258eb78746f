#include "sim/demand/traffic.h"

#include <algorithm>
#include <cmath>

#include "sim/demand/message_sizes.h"

namespace shadowsim::demand {
namespace {

constexpr std::uint64_t kMessageUnit = 5 * 1024;
constexpr std::uint64_t kOperationUnit = 1024;

double units(std::uint64_t bytes, std::uint64_t unit) {
  return static_cast<double>(std::max<std::uint64_t>(1, (bytes + unit - 1) / unit));
}

std::uint64_t whole(double sum) {
  return static_cast<std::uint64_t>(std::llround(sum));
}

}  // namespace

void Traffic::connect(Duration at) {
  connects.add(at, 0, 1);
  sums_.connects += 1;
}

void Traffic::subscribe(Duration at, std::uint64_t filters) {
  subscribes.add(at, 0, filters);
  sums_.subscribes += 1;
}

void Traffic::request(const Request& request) {
  const auto& [at, session, light, shadow, is_update, payload, deliveries, delivered_payload,
               weight] = request;
  const std::uint64_t light_session = light.value;
  inbound.add(at, 0, is_update ? counting_.inbound_of_update : counting_.inbound_of_get);
  outbound.add(at, 0, deliveries);
  requests.add(at, 0, 1);
  sent.add(at, session, 1);
  (counting_.directions_are_one ? sent : delivered).add(at, light_session, deliveries);
  sent_bytes.add(at, session, packet_bytes(counting_.topic_bytes, payload));
  delivered_bytes.add(at, light_session,
                      deliveries * packet_bytes(counting_.topic_bytes, delivered_payload));
  of_shadow.add(
      at, counting_.shadows * light.value + (counting_.shadows_are_one ? 0 : shadow.value), 1);
  payload_bytes_most = std::max(payload_bytes_most, payload);

  sums_.published += weight * units(counting_.topic_bytes + payload, kMessageUnit);
  const double out = weight * static_cast<double>(deliveries);
  sums_.delivered += out * units(counting_.topic_bytes + delivered_payload, kMessageUnit);
  if (counting_.are_deliveries_acknowledged) sums_.acknowledged += out;
  sums_.operations += weight * units(counting_.record_bytes, kOperationUnit);
}

Metered Traffic::metered() const {
  return {.connects = whole(sums_.connects),
          .subscribes = whole(sums_.subscribes),
          .published = whole(sums_.published),
          .delivered = whole(sums_.delivered),
          .acknowledged = whole(sums_.acknowledged),
          .operations = whole(sums_.operations),
          .minutes = 0};
}

}  // namespace shadowsim::demand
