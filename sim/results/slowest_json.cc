#include "sim/results/slowest_json.h"

#include <array>
#include <vector>

#include "sim/results/json_file.h"
#include "sim/results/json_text.h"
#include "sim/results/utc_text.h"

namespace shadowsim::results {
namespace {

using measure::Flight;
using measure::Flights;

constexpr std::string_view kSchema = "shadowsim.slowest/1";

// The hops that may be missing, in their usual order.
struct Hop {
  std::string_view key;
  std::optional<Duration> Flight::*place;
};
constexpr std::array<Hop, 5> kHops{{{"accepted_us", &Flight::accepted},
                                    {"delta_us", &Flight::delta},
                                    {"reported_us", &Flight::reported},
                                    {"report_accepted_us", &Flight::report_accepted},
                                    {"converged_us", &Flight::converged}}};

void write_flights(JsonText& json, std::string_view name, const std::vector<Flight>& flights,
                   WallTime started_at) {
  json.begin_array(name);
  for (const Flight& flight : flights) {
    json.begin_object();
    json.count("change", flight.change.value);
    json.count("light", flight.light.light.value);
    json.count("shadow", flight.light.shadow.value);
    json.text("topic", flight.topic);
    json.text("client_token", flight.client_token);
    json.count("version", flight.version);
    json.count("reported_version", flight.reported_version);
    json.text(
        "planned_at",
        to_rfc3339(started_at + std::chrono::floor<std::chrono::milliseconds>(flight.planned)));
    json.microseconds("planned_us", flight.planned);
    json.microseconds("sent_us", flight.sent);
    for (const Hop& hop : kHops)
      json.microseconds(hop.key, flight.*hop.place);
    json.end_object();
  }
  json.end_array();
}

// One flight of the file.
class FlightReader {
 public:
  FlightReader(JsonFile& file, const Json& object) : file_{file}, object_{object} {}

  Flight read() {
    const LightId light{number("light")};
    Flight flight{.change = {number("change")},
                  .light = {light, ShadowId{number("shadow")}},
                  .version = count("version"),
                  .reported_version = count("reported_version"),
                  .topic = file_.text(at("topic"), "topic"),
                  .client_token = file_.text(at("client_token"), "client_token")};
    flight.planned = time("planned_us").value_or(Duration{});
    flight.sent = time("sent_us").value_or(Duration{});
    for (const Hop& hop : kHops)
      flight.*hop.place = time(hop.key);
    return flight;
  }

 private:
  const Json& at(std::string_view key) {
    const Json* const found = JsonFile::member(object_, key);
    return found == nullptr ? missing_ : *found;
  }
  std::uint64_t count(std::string_view key) { return file_.count(at(key), key); }
  std::uint32_t number(std::string_view key) {
    const std::uint64_t value = count(key);
    if (value > std::numeric_limits<std::uint32_t>::max())
      file_.fail(fmt::format("{} is too large", key));
    return static_cast<std::uint32_t>(value);
  }
  std::optional<Duration> time(std::string_view key) {
    return file_.microseconds(JsonFile::member(object_, key), key);
  }

  JsonFile& file_;
  const Json& object_;
  const Json missing_;
};

std::vector<Flight> read_flights(JsonFile& file, std::string_view name) {
  std::vector<Flight> flights;
  for (const Json& object : file.array(name))
    flights.push_back(FlightReader{file, object}.read());
  return flights;
}

}  // namespace

std::string to_slowest_json(const Flights& flights, WallTime started_at) {
  JsonText json;
  json.begin_object();
  json.text("schema", kSchema);
  write_flights(json, "slowest", flights.slowest, started_at);
  write_flights(json, "unconverged", flights.unconverged, started_at);
  json.count("unconverged_left_out", flights.unconverged_left_out);
  json.end_object();
  return json.take();
}

Result<Flights> parse_slowest_json(std::string_view text) {
  JsonFile file{"slowest.json", text};
  file.expect_text("schema", kSchema);
  Flights flights{.slowest = read_flights(file, "slowest"),
                  .unconverged = read_flights(file, "unconverged"),
                  .unconverged_left_out = file.count("unconverged_left_out")};
  for (const Flight& flight : flights.slowest) {
    if (!flight.converged) file.fail("slowest: each has converged_us");
  }
  if (file.error()) return *file.error();
  return flights;
}

}  // namespace shadowsim::results
