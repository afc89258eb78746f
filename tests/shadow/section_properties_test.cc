// What holds for all documents and patches, tried on random ones.

#include <string>

#include <gtest/gtest.h>

#include "sim/base/random.h"
#include "sim/shadow/json_reader.h"
#include "sim/shadow/json_text.h"
#include "sim/shadow/section.h"
#include "tests/shadow/random_json.h"

namespace shadowsim::shadow {
namespace {

constexpr int kRounds = 3'000;
constexpr Timestamp kEarlier{std::chrono::seconds{100}};
constexpr Timestamp kLater{std::chrono::seconds{200}};

Section random_section(Random& random) {
  return Section::parse(random_json(random, Nulls::kNone), kEarlier).value();
}

void merge(Section& section, const std::string& patch, Timestamp time) {
  JsonReader reader;
  auto* const value = reader.read(patch);
  ASSERT_NE(value, nullptr) << patch;
  sort_keys(*value);
  section.merge(*value, time);
}

std::string state_of(const Section& section) {
  std::string out;
  append_state(out, section);
  return out;
}

std::string metadata_of(const Section& section) {
  std::string out;
  append_metadata(out, section);
  return out;
}

TEST(SectionProperty, ApplyingTheDeltaToReportedGivesDesired) {
  Random random{1};
  for (int round = 0; round < kRounds; ++round) {
    const Section desired = random_section(random);
    Section reported = random_section(random);
    const std::string before = state_of(reported);
    const Section delta = difference(desired, reported);
    EXPECT_EQ(delta.empty(), is_reached(desired, reported));
    // Both ways to apply it: as a device does, and as the service does with the device's report.
    Section as_report = reported;
    merge(as_report, state_of(delta), kLater);
    reported.merge(delta);
    EXPECT_TRUE(is_reached(desired, reported)) << state_of(desired) << " on " << before;
    EXPECT_TRUE(same_state(reported, as_report)) << state_of(desired) << " on " << before;
    EXPECT_TRUE(difference(desired, reported).empty());
  }
}

TEST(SectionProperty, MergingAPatchAgainChangesNothingButTimes) {
  Random random{2};
  for (int round = 0; round < kRounds; ++round) {
    Section section = random_section(random);
    const std::string patch = random_json(random, Nulls::kSome);
    merge(section, patch, kEarlier);
    const std::string once = state_of(section);
    const std::string metadata = metadata_of(section);
    merge(section, patch, kEarlier);
    EXPECT_EQ(state_of(section), once) << patch;
    EXPECT_EQ(metadata_of(section), metadata) << patch;
    merge(section, patch, kLater);
    EXPECT_EQ(state_of(section), once) << patch;
  }
}

TEST(SectionProperty, NothingIsEverStoredThatDoesNotReadBack) {
  Random random{3};
  for (int round = 0; round < kRounds; ++round) {
    Section section = random_section(random);
    merge(section, random_json(random, Nulls::kSome), kLater);
    const std::string state = state_of(section);
    EXPECT_EQ(state.find("null"), std::string::npos) << state;
    EXPECT_EQ(to_compact(state), state);
    const auto again = Section::parse(state);
    ASSERT_TRUE(again.has_value());
    EXPECT_TRUE(same_state(*again, section));
    EXPECT_EQ(section.stored_bytes(), section.empty() ? 0 : state.size());
    EXPECT_TRUE(to_compact(metadata_of(section)).has_value());
  }
}

TEST(SectionProperty, ASectionIsItsOwnDifferenceFromNothing) {
  Random random{4};
  for (int round = 0; round < kRounds; ++round) {
    const Section section = random_section(random);
    EXPECT_EQ(state_of(difference(section, Section{})), state_of(section));
    EXPECT_TRUE(difference(section, section).empty());
    EXPECT_TRUE(difference(Section{}, section).empty());
  }
}

}  // namespace
}  // namespace shadowsim::shadow
