#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/base/units.h"
#include "sim/quota/excess.h"
#include "sim/quota/limits.h"
#include "sim/quota/settings.h"

namespace shadowsim::quota {

inline constexpr std::size_t kLimits =
    static_cast<std::size_t>(Limit::kMinSecondsBetweenConnectsPerClientId) + 1;
inline constexpr std::size_t kFlags =
    static_cast<std::size_t>(Flag::kQos1RetransmissionCountsAsPublish) + 1;
inline constexpr std::size_t kWords = static_cast<std::size_t>(Word::kReconnectBackoffJitter) + 1;
inline constexpr std::size_t kExcesses =
    static_cast<std::size_t>(Excess::kShadowDocumentTooLarge) + 1;

// AWS's defaults differ by Region; the shadow service's list of smaller ones is another than the
// broker's, which is left to whoever names the size.
enum class RegionSize : std::uint8_t { kLarge, kSelect };

inline constexpr double kScaleLeast = 1e-6;

// By how much a profile is smaller than its numbers, so that hundreds of lights meet on a laptop what
// a million meet in an account. Each from kScaleLeast to 1.
struct Scale {
  double account = 1;     // rates and counts of an account; a count stays at least 1
  double connection = 1;  // rates of a connection, session, client ID, topic, shadow or group
  double time = 1;        // time spans

  friend bool operator==(const Scale&, const Scale&) = default;
};

// The quotas in force, valid by construction: sizes, rates and times as scaled, and what a client sees
// that exceeds them.
class QuotaProfile {
 public:
  // AWS's defaults, at full scale.
  explicit QuotaProfile(RegionSize size = RegionSize::kLarge);

  RegionSize size() const { return size_; }
  const Scale& scale() const { return scale_; }
  void set_scale(const Scale& scale) { scale_ = scale; }

  // Gives the limit a number that holds as it stands, whatever the scale. Requires: can_be().
  void set(Limit limit, double number);

  // The limit's number, scaled, in its unit: per second (at least 1e-6), seconds or days, or none.
  double value(Limit limit) const;

  // Requires: the unit is kRate; kCount; kTime.
  Rate rate(Limit limit) const;
  std::uint64_t count(Limit limit) const;
  Duration time(Limit limit) const;

  // Tokens that a bucket of that limit holds: what comes in within the time that
  // token_bucket_capacity_seconds_of_rate says, 1 to 1e9. Requires: the unit is kRate.
  // Source: account-quotas.md, section 4.1.
  std::uint64_t burst(Limit limit) const;

  bool is(Flag flag) const { return flags_.at(static_cast<std::size_t>(flag)); }
  const std::string& word(Word word) const { return words_.at(static_cast<std::size_t>(word)); }

  // What a client sees; none where the file has no such column. MQTT 5 by QoS falls back to MQTT 5.
  std::optional<Reaction> reaction(Excess excess, Column column) const;

  // Whether a throttled CONNECT ends the session that its client ID has; how long an excess of the
  // publish rate may last until the connection is closed, scaled; 0: for ever.
  bool takes_over_when_throttled() const { return takes_over_when_throttled_; }
  Duration closes_after_excess() const;

  friend bool operator==(const QuotaProfile&, const QuotaProfile&) = default;

 private:
  friend class ProfileReading;

  using Reactions = std::array<std::optional<Reaction>, kColumns>;

  RegionSize size_;
  Scale scale_;
  std::array<double, kLimits> values_{};  // not scaled
  std::array<bool, kLimits> is_set_{};    // whether the value is in force as it stands
  std::array<bool, kFlags> flags_{};
  std::array<std::string, kWords> words_;
  std::array<Reactions, kExcesses> reactions_;
  bool takes_over_when_throttled_ = false;
  Duration closes_after_excess_{};
};

// Reads a quota file: YAML, in the form of scenarios/quotas/default.yaml, from which any key may be
// left out: then AWS's default holds. `file` names it. A key KEY_select_regions counts where
// region_profiles.active_profile is `select`; without one of its own there KEY counts for both. Beside
// AWS's keys there is `scale`, a number for all that is an account's, or a mapping with account,
// connection and time; and `set`, limits that hold as they stand there, whatever the scale. A file without active_profile is of `size`.
// Errors: kUsage, with all problems found, "FILE:LINE:COLUMN: what is wrong, what is allowed".
Result<QuotaProfile> read_profile_text(std::string_view text, const std::string& file,
                                       RegionSize size = RegionSize::kLarge);

// The same from a file.
Result<QuotaProfile> read_profile(const std::string& file, RegionSize size = RegionSize::kLarge);

}  // namespace shadowsim::quota
