// One way of a link: what comes in at which time, and when it may go on, in virtual time.

#include "sim/gateway/link_faults.h"

#include <array>

#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

LinkFaults link_with(std::vector<LinkFault> faults, std::uint64_t seed = 1) {
  LinkFaults link{Random{seed}};
  link.set(std::move(faults), kStart);
  return link;
}

std::string taken(LinkFaults& link, TimePoint now, std::size_t room = 64 * 1024) {
  std::string bytes(room, '\0');
  bytes.resize(link.take(bytes, now));
  return bytes;
}

// Bytes of which each run of some is another one.
std::string sample(std::size_t count, std::uint64_t seed) {
  Random random{seed};
  std::string bytes(count, '\0');
  for (char& byte : bytes)
    byte = static_cast<char>(random.below(256));
  return bytes;
}

TEST(LinkFaults, WithoutAFaultLetAllPassAtOnce) {
  auto link = link_with({});
  EXPECT_FALSE(link.next(kStart));
  link.put("abc", kStart);
  link.put("", kStart);
  EXPECT_EQ(link.next(kStart), kStart);
  EXPECT_EQ(taken(link, kStart, 2), "ab");
  EXPECT_EQ(link.held_bytes(), 1U);
  EXPECT_EQ(taken(link, kStart), "c");
  EXPECT_EQ(link.held_bytes(), 0U);
  EXPECT_FALSE(link.next(kStart));
  EXPECT_FALSE(link.has_ended(kStart));
}

TEST(LinkFaults, ADelayIsThatOfEachPieceNotOfAllTogether) {
  auto link = link_with({{.delay = DelayDistribution::constant(50ms)}});
  link.put("a", kStart);
  link.put("b", kStart + 20ms);
  EXPECT_EQ(taken(link, kStart + 50ms - 1ns), "");
  EXPECT_EQ(link.next(kStart + 20ms), kStart + 50ms);
  EXPECT_EQ(taken(link, kStart + 50ms), "a");
  EXPECT_EQ(taken(link, kStart + 70ms - 1ns), "");
  EXPECT_EQ(taken(link, kStart + 70ms), "b");
}

TEST(LinkFaults, DelaysOfSeveralFaultsAddUpAndTheSmallestBandwidthHolds) {
  auto link = link_with({{.delay = DelayDistribution::constant(30ms), .bandwidth = 1000},
                         {.delay = DelayDistribution::constant(20ms), .bandwidth = 100}});
  link.put(std::string(2000, 'x'), kStart);
  EXPECT_EQ(taken(link, kStart + 49ms), "");
  EXPECT_EQ(taken(link, kStart + 50ms).size(), LinkFaults::kBurst);
  EXPECT_EQ(taken(link, kStart + 1050ms).size(), 100U);
}

TEST(LinkFaults, WhatIsUnderWayKeepsItsDelayAndIsNotOvertaken) {
  auto link = link_with({{.delay = DelayDistribution::constant(50ms)}});
  link.put("a", kStart);
  link.set({}, kStart + 10ms);
  EXPECT_FALSE(link.has_faults());
  link.put("b", kStart + 10ms);
  EXPECT_EQ(taken(link, kStart + 49ms), "");
  EXPECT_EQ(taken(link, kStart + 50ms), "ab");
}

TEST(LinkFaults, SilenceHoldsAllUntilItIsOver) {
  auto link = link_with({});
  link.put("a", kStart);
  link.set({{.is_silent = true}}, kStart);
  link.put("b", kStart + 1s);
  link.end(kStart + 2s);
  EXPECT_FALSE(link.next(kStart + 1h)) << "nobody knows when it is over";
  EXPECT_EQ(taken(link, kStart + 1h), "");
  EXPECT_FALSE(link.has_ended(kStart + 1h)) << "that it has ended is not heard, either";
  link.set({}, kStart + 1h);
  EXPECT_EQ(link.next(kStart + 1h), kStart) << "it has been due for long";
  EXPECT_FALSE(link.has_ended(kStart + 1h)) << "not before the last byte";
  EXPECT_EQ(taken(link, kStart + 1h), "ab");
  EXPECT_TRUE(link.has_ended(kStart + 1h));
}

TEST(LinkFaults, TheEndIsDelayedAsBytesAre) {
  auto link = link_with({{.delay = DelayDistribution::constant(50ms)}});
  link.end(kStart);
  EXPECT_EQ(link.next(kStart), kStart + 50ms);
  EXPECT_FALSE(link.has_ended(kStart + 49ms));
  EXPECT_TRUE(link.has_ended(kStart + 50ms));
}

TEST(LinkFaults, ABandwidthIsUsedToTheByte) {
  auto link = link_with({{.bandwidth = 8000}});
  link.put(std::string(100'000, 'x'), kStart);
  std::size_t passed = taken(link, kStart).size();
  EXPECT_EQ(passed, LinkFaults::kBurst);
  TimePoint now = kStart;
  while (const auto next = link.next(now)) {
    EXPECT_GE(*next - now, 1ms) << "it is looked at some times a second, not for every byte";
    now = *next;
    passed += taken(link, now).size();
  }
  EXPECT_EQ(passed, 100'000U);
  const double expected = (100'000 - static_cast<double>(LinkFaults::kBurst)) / 8000;
  EXPECT_NEAR(std::chrono::duration<double>(now - kStart).count(), expected, 0.01);
}

TEST(LinkFaults, TheSameSeedHasTheSameJitter) {
  const auto moments = [](std::uint64_t seed) {
    auto link = link_with({{.delay = DelayDistribution::uniform(10ms, 90ms)}}, seed);
    std::vector<TimePoint> found;
    for (int i = 0; i < 20; ++i) {
      const TimePoint now = kStart + i * 100ms;
      link.put("x", now);
      found.push_back(link.next(now).value());
      EXPECT_EQ(taken(link, found.back()), "x");
    }
    return found;
  };
  EXPECT_EQ(moments(7), moments(7));
  EXPECT_NE(moments(7), moments(8));
}

// Faults that come and go at random, seen from outside.
class RandomFaults : public testing::TestWithParam<std::uint64_t> {};

constexpr Duration kLeastDelay = 5ms;

std::vector<LinkFault> some_faults(Random& random, bool may_be_silent) {
  return {{.delay = DelayDistribution::uniform(kLeastDelay, 200ms),
           .bandwidth = 2000,
           .is_silent = may_be_silent && random.below(3) == 0}};
}

struct Passed {
  TimePoint at;
  std::size_t bytes;
};

// In any window of length t at most burst + rate * t.
void expect_bandwidth(const std::vector<Passed>& passed, double rate) {
  for (std::size_t first = 0; first < passed.size(); ++first) {
    std::size_t bytes = 0;
    for (std::size_t last = first; last < passed.size(); ++last) {
      bytes += passed[last].bytes;
      const double length =
          std::chrono::duration<double>(passed[last].at - passed[first].at).count();
      ASSERT_LE(static_cast<double>(bytes),
                static_cast<double>(LinkFaults::kBurst) + rate * length + 1);
    }
  }
}

TEST_P(RandomFaults, LoseNothingMakeNothingAndKeepOrderDelayAndBandwidth) {
  Random random{GetParam()};
  LinkFaults link{random.split(1)};
  link.set(some_faults(random, false), kStart);
  const std::string all = sample(12'000, GetParam());
  std::vector<TimePoint> put_at;  // for each byte
  std::string out;
  std::vector<Passed> passed;
  TimePoint now = kStart;
  while (out.size() < all.size()) {
    const std::size_t count = std::min<std::size_t>(random.below(400), all.size() - put_at.size());
    link.put(std::string_view{all}.substr(put_at.size(), count), now);
    put_at.resize(put_at.size() + count, now);
    if (random.below(20) == 0) link.set(some_faults(random, put_at.size() < all.size()), now);
    now += Duration{static_cast<Duration::rep>(random.below(100'000'000))};
    if (put_at.size() == all.size() && link.is_silent()) link.set(some_faults(random, false), now);
    const std::string piece = taken(link, now, 1 + random.below(700));
    ASSERT_TRUE(piece.empty() || !link.is_silent());
    if (!piece.empty()) {
      ASSERT_GE(now - put_at[out.size() + piece.size() - 1], kLeastDelay);
      passed.push_back({now, piece.size()});
    }
    out += piece;
    ASSERT_EQ(link.held_bytes(), put_at.size() - out.size());
  }
  EXPECT_EQ(out, all);
  expect_bandwidth(passed, 2000);
}

INSTANTIATE_TEST_SUITE_P(, RandomFaults, testing::Range<std::uint64_t>(1, 21));

}  // namespace
}  // namespace shadowsim::gateway
