#include "sim/runtime/timeline_usage.h"

#include <chrono>

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPeriod = 1s;

}  // namespace

TimelineUsage::TimelineUsage(Scheduler& scheduler, const fleet::Conductor& conductor,
                             EndpointsOwn endpoint)
    : scheduler_{scheduler}, conductor_{conductor} {
  if (endpoint.broker) endpoint_.emplace(*endpoint.broker, endpoint.gateway);
  if (endpoint.gateway) own_.leave_out(*endpoint.gateway);
}

TimelineUsage::~TimelineUsage() {
  scheduler_.cancel(timer_);
}

void TimelineUsage::start() {
  timer_ = scheduler_.at(scheduler_.now() + kPeriod, [this] { look(); });
}

void TimelineUsage::look() {
  if (conductor_.phase() > fleet::Phase::kTimeline) return;
  if (conductor_.phase() == fleet::Phase::kTimeline) {
    own_.sample(scheduler_.now());
    if (endpoint_) endpoint_->sample(scheduler_.now());
  }
  start();
}

void TimelineUsage::tell(measure::RunResult& result) const {
  result.instrument.busiest_thread = own_.busiest();
  if (endpoint_) result.resources.endpoint_busiest_thread = endpoint_->busiest();
}

}  // namespace shadowsim::runtime
