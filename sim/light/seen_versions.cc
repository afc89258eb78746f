#include "sim/light/seen_versions.h"

#include <algorithm>

namespace shadowsim::light {

SeenVersions::Noticed SeenVersions::note(shadow::Version version, shadow::Timestamp time) {
  const Noticed noticed{.is_gap = seen_ != 0 && version > seen_ + 1,
                        .is_too_young = is_too_young(version, time)};
  seen_ = std::max(seen_, version);
  newest_ = std::max(newest_, time);
  return noticed;
}

void SeenVersions::read(shadow::Version version, shadow::Timestamp time, bool has_delta) {
  seen_ = version;
  newest_ = time;
  handled_ = has_delta ? version : 0;
}

void SeenVersions::restart() {
  *this = {};
}

}  // namespace shadowsim::light
