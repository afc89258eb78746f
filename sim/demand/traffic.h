#pragma once

#include <cstdint>

#include "sim/base/ids.h"
#include "sim/base/units.h"
#include "sim/demand/busiest_second.h"
#include "sim/demand/demand.h"

namespace shadowsim::demand {

// A request to a shadow, and what the service answers to the light.
struct Request {
  Duration at{};              // since the timeline's start; negative before it
  std::uint64_t session = 0;  // that sends it, see Sessions
  LightId light{};
  ShadowId shadow{};
  bool is_update = true;              // or a get
  std::uint64_t payload_bytes = 0;    // of the request
  std::uint64_t deliveries = 0;       // to the light
  std::uint64_t delivered_bytes = 0;  // payload of each of them
  double weight = 1;                  // so many like this one there are, for what is on the bill
};

// Adds up what a fleet sends and is sent, moment by moment.
class Traffic {
 public:
  // How requests are counted.
  struct Counting {
    std::uint64_t inbound_of_update = 4;  // publishes that one counts as
    std::uint64_t inbound_of_get = 2;
    bool directions_are_one = false;  // publishes either way are counted together
    bool shadows_are_one = false;     // requests of all shadows of a thing are counted together
    std::uint64_t topic_bytes = 0;    // of a shadow's longest topic
    std::uint64_t record_bytes = 0;   // of the largest state
    std::uint64_t shadows = 1;        // of each light
    bool are_deliveries_acknowledged = true;
  };

  explicit Traffic(const Counting& counting) : counting_{counting} {}

  // In order of time.
  void connect(Duration at);
  void subscribe(Duration at, std::uint64_t filters);
  void request(const Request& request);

  // In any second of an account; of one session; of one shadow, with light times shadows plus shadow
  // for a key.
  BusiestSecond connects, subscribes, inbound, outbound, requests;
  BusiestSecond sent, delivered, sent_bytes, delivered_bytes;
  BusiestSecond of_shadow;

  std::uint64_t payload_bytes_most = 0;

  // What there was in all, but for minutes.
  Metered metered() const;

 private:
  Counting counting_;
  struct Sums {
    double connects = 0, subscribes = 0, published = 0, delivered = 0, acknowledged = 0,
           operations = 0;
  } sums_;
};

}  // namespace shadowsim::demand
