#include "sim/measure/flight_recorder.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace shadowsim::measure {
namespace {

bool is_slower(const Flight& a, const Flight& b) {
  if (a.converged != b.converged) return a.converged > b.converged;
  return a.change.value < b.change.value;
}

bool is_earlier(const Flight& a, const Flight& b) {
  return a.change.value < b.change.value;
}

void sort(Flights& flights) {
  std::ranges::sort(flights.slowest, is_slower);
  std::ranges::sort(flights.unconverged, is_earlier);
}

}  // namespace

void FlightRecorder::converged(Flight flight) {
  if (!wants(*flight.converged)) return;
  std::vector<Flight>& heap = kept_.slowest;
  if (heap.size() == kSlowestKept) {
    std::ranges::pop_heap(heap, is_slower);
    heap.pop_back();
  }
  heap.push_back(std::move(flight));
  std::ranges::push_heap(heap, is_slower);
  if (heap.size() == kSlowestKept) limit_ = *heap.front().converged;
}

void FlightRecorder::unconverged(Flight flight) {
  std::vector<Flight>& heap = kept_.unconverged;
  heap.push_back(std::move(flight));
  std::ranges::push_heap(heap, is_earlier);
  if (heap.size() <= kUnconvergedKept) return;
  std::ranges::pop_heap(heap, is_earlier);
  heap.pop_back();
  ++kept_.unconverged_left_out;
}

Flights FlightRecorder::flights(TimePoint began) const {
  Flights flights = kept_;
  for (auto* const kind : {&flights.slowest, &flights.unconverged}) {
    for (Flight& flight : *kind)
      flight.planned -= began.time_since_epoch();
  }
  sort(flights);
  return flights;
}

void add(Flights& to, const Flights& more, Duration later) {
  const auto append = [later](std::vector<Flight>& flights, const std::vector<Flight>& others) {
    for (const Flight& flight : others) {
      flights.push_back(flight);
      flights.back().planned += later;
    }
  };
  append(to.slowest, more.slowest);
  append(to.unconverged, more.unconverged);
  sort(to);
  to.unconverged_left_out += more.unconverged_left_out;
  if (to.slowest.size() > kSlowestKept) to.slowest.resize(kSlowestKept);
  if (to.unconverged.size() > kUnconvergedKept) {
    to.unconverged_left_out += to.unconverged.size() - kUnconvergedKept;
    to.unconverged.resize(kUnconvergedKept);
  }
}

}  // namespace shadowsim::measure
