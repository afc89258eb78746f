#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/shadow/section.h"
#include "sim/time/clock.h"

namespace shadowsim::light {

// What a light tells its shadow: the reports that wait for their answers, what waits for room among
// them, and what the light wants to be desired as long as the service is not known to have it.
class Reports {
 public:
  struct Sent {
    std::string client_token;
    shadow::Section reported;
    shadow::Section desired;  // empty where it is left alone
    TimePoint at;
    shadow::Version seen = 0;   // the highest version that had been met by then
    bool is_overtaken = false;  // a later report was answered before it
  };

  // One update request.
  struct Next {
    shadow::Section reported;
    shadow::Section desired;
  };

  // At most so many wait for their answers at a time; at least 1.
  explicit Reports(std::size_t in_flight_max) : in_flight_max_{in_flight_max} {}

  // To be told as soon as there is room. It takes the place of what waits for the same keys.
  void add(const shadow::Section& reported);

  // The same, and `desired` goes out in the same update, as the AWS sample does.
  void add(const shadow::Section& reported, const shadow::Section& desired);

  // Refused for now: to be told again with what else waits. `reported` is what is true now of what it
  // told; what waits to be desired is younger than what it wanted.
  void put_back(const Sent& report, const shadow::Section& reported);

  // To be told as desired once the shadow has been read: there is no connection.
  void keep_wish(const shadow::Section& desired);

  // Whether something waits that there is room for.
  bool is_next_due() const {
    return !(waiting_.empty() && waiting_desired_.empty()) && sent_.size() < in_flight_max_;
  }

  // What is to go out now, which is no longer waiting; none where there is nothing new to tell, or
  // no room.
  std::optional<Next> take_next();

  void sent(Sent report) { sent_.push_back(std::move(report)); }

  // Takes out the report with that token; none where it is not ours or was answered.
  std::optional<Sent> take(std::string_view client_token);

  // The answers will not come. What was to be reported is forgotten, as the next read of the shadow
  // shows it; what was to be desired becomes a wish.
  void lose();

  // Takes out the wishes: what is desired by the light, and waits for the shadow to be read.
  shadow::Section take_wishes();

  // What of a delta stands beside what the light has desired itself and the service has not yet
  // confirmed: that comes later than the delta, and takes the place of its keys.
  shadow::Section without_own_wishes(const shadow::Section& delta) const;

  // Whether anything is on its way, or waits.
  bool empty() const;

  bool has_sent() const { return !sent_.empty(); }
  std::size_t sent() const { return sent_.size(); }

  // When the oldest one was sent. Requires: has_sent().
  TimePoint oldest() const { return sent_.front().at; }

 private:
  shadow::Section missing_from_sent(const shadow::Section& state) const;

  std::size_t in_flight_max_;
  std::vector<Sent> sent_;  // in order of sending
  shadow::Section waiting_;
  shadow::Section waiting_desired_;
  shadow::Section wishes_;
};

}  // namespace shadowsim::light
