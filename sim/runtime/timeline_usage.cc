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
  if (endpoint.broker) {
    endpoint_.emplace(*endpoint.broker, endpoint.gateway);
    endpoint_memory_.emplace(*endpoint.broker);
  }
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
    memory_.sample(conductor_.elapsed(), conductor_.length());
    if (endpoint_) endpoint_->sample(scheduler_.now());
    if (endpoint_memory_) endpoint_memory_->sample(conductor_.elapsed(), conductor_.length());
  }
  start();
}

void TimelineUsage::tell(measure::RunResult& result) const {
  result.instrument.busiest_thread = own_.busiest();
  result.resources.memory = memory_.growth();
  if (endpoint_) result.resources.endpoint_busiest_thread = endpoint_->busiest();
  if (endpoint_memory_) result.resources.endpoint_memory = endpoint_memory_->growth();
}

}  // namespace shadowsim::runtime
