#include "sim/fleet/outbox.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/base/random.h"
#include "tests/fleet/fake_sessions.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;

class OutboxTest : public testing::Test {
 protected:
  // Of a light with two shadows: even tags are the first one's.
  void use(const connection::Manners& manners) {
    fake_.workplace.manners = manners;
    session_ = fake_.sessions.make({}, fake_.mailbox);
    outbox_.emplace(fake_.workplace, *session_, 2);
  }

  void publish(mqtt::PublishTag tag, std::size_t payload = 10) {
    outbox_->publish({.tag = tag, .topic = "topic", .payload = std::string(payload, 'x')});
  }

  std::vector<mqtt::PublishTag> sent() const {
    std::vector<mqtt::PublishTag> tags;
    for (const auto& message : fake_.sessions.journals.at(0).publishes)
      tags.push_back(message.tag);
    return tags;
  }

  using Tags = std::vector<mqtt::PublishTag>;

  FakeWorkplace fake_;
  std::unique_ptr<mqtt::Session> session_;
  std::optional<Outbox> outbox_;
};

TEST_F(OutboxTest, FarFromAllLimitsEverythingGoesAtOnce) {
  use({});
  publish(0);
  publish(1);
  EXPECT_EQ(sent(), (Tags{0, 1}));
  EXPECT_EQ(fake_.measurements.messages.published, 2U);
  EXPECT_EQ(fake_.time.armed(), 0U);
}

TEST_F(OutboxTest, TheEleventhOpenRequestOfAThingWaitsForAnAnswer) {
  use({});
  for (mqtt::PublishTag tag = 0; tag < 12; ++tag)
    publish(tag);
  EXPECT_EQ(sent().size(), 10U);
  EXPECT_EQ(fake_.measurements.messages.published, 10U) << "what waits is not published yet";
  outbox_->settle(99);
  EXPECT_EQ(sent().size(), 10U) << "somebody else's answer";
  outbox_->settle(4);
  EXPECT_EQ(sent().back(), 10U);
  outbox_->settle(4);
  EXPECT_EQ(sent().size(), 11U) << "told twice";
}

TEST_F(OutboxTest, AShadowThatWaitsNoLongerMakesRoomForTheOther) {
  use({});
  for (mqtt::PublishTag tag = 0; tag < 20; tag += 2)
    publish(tag);
  publish(20);
  publish(1);
  outbox_->forget(ShadowId{0});
  EXPECT_EQ(sent().size(), 11U);
  EXPECT_EQ(sent().back(), 1U) << "20 is of the first shadow, and was not sent in time";
}

TEST_F(OutboxTest, AConnectionsEndForgetsAll) {
  connection::Manners manners = connection::Manners::careless();
  manners.publishes = {Rate{1}, 1};
  use(manners);
  publish(0);
  publish(1);
  outbox_->subscribe(ShadowId{1}, {"a"});
  EXPECT_EQ(fake_.time.armed(), 1U);
  outbox_->clear();
  EXPECT_EQ(fake_.time.armed(), 0U);
  EXPECT_FALSE(outbox_->take_subscriber());
  fake_.time.run_for(10s);
  EXPECT_EQ(sent(), (Tags{0}));
}

TEST_F(OutboxTest, WhatIsTooMuchForASecondWaitsItsTurnInOrder) {
  connection::Manners manners = connection::Manners::careless();
  manners.publishes = {Rate{2}, 2};
  use(manners);
  for (mqtt::PublishTag tag = 0; tag < 5; ++tag)
    publish(tag);
  EXPECT_EQ(sent(), (Tags{0, 1}));
  fake_.time.run_for(500ms);
  EXPECT_EQ(sent(), (Tags{0, 1, 2}));
  publish(5);
  fake_.time.run_for(10s);
  EXPECT_EQ(sent(), (Tags{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(fake_.time.armed(), 0U);
}

TEST_F(OutboxTest, BytesAreCountedToo) {
  connection::Manners manners = connection::Manners::careless();
  manners.bytes = {Rate{1000}, 1000};
  use(manners);
  publish(0, 985);  // and 15 around it
  publish(1, 485);
  EXPECT_EQ(sent(), (Tags{0}));
  fake_.time.run_for(499ms);
  EXPECT_EQ(sent(), (Tags{0}));
  fake_.time.run_for(1ms);
  EXPECT_EQ(sent(), (Tags{0, 1}));
  publish(2, 5'000);
  fake_.time.run_for(1s);
  EXPECT_EQ(sent(), (Tags{0, 1, 2})) << "what is larger than the burst is not stuck for ever";
}

TEST_F(OutboxTest, ACarelessOneHoldsNothingBack) {
  use(connection::Manners::careless());
  for (mqtt::PublishTag tag = 0; tag < 1'000; ++tag)
    publish(tag, 10'000);
  EXPECT_EQ(sent().size(), 1'000U);
}

TEST_F(OutboxTest, ItsEndDisarmsItsTimer) {
  connection::Manners manners = connection::Manners::careless();
  manners.publishes = {Rate{1}, 1};
  use(manners);
  publish(0);
  publish(1);
  outbox_.reset();
  EXPECT_EQ(fake_.time.armed(), 0U);
}

TEST_F(OutboxTest, AnswersToSubscribesComeInTheOrderOfAsking) {
  use({});
  outbox_->subscribe(ShadowId{1}, {"a"});
  outbox_->subscribe(ShadowId{0}, {"b"});
  outbox_->subscribe(ShadowId{1}, {"c"});
  for (const std::uint32_t shadow : {1U, 0U, 1U})
    EXPECT_EQ(outbox_->take_subscriber(), ShadowId{shadow});
  EXPECT_FALSE(outbox_->take_subscriber());
}

// Whatever comes when: never more than b + r t publishes and bytes in any window, never more than
// ten open, and all is sent in the end.
TEST_F(OutboxTest, KeepsWithinAllItsLimitsInAnyWindow) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Random random{seed};
    fake_.sessions.journals.clear();
    use({});
    std::vector<TimePoint> moments;
    std::vector<std::size_t> bytes;
    std::size_t open = 0;
    std::size_t seen = 0;
    constexpr mqtt::PublishTag kPublishes = 600;
    const auto look = [&] {
      const auto& publishes = fake_.sessions.journals.at(0).publishes;
      for (; seen < publishes.size(); ++seen) {
        ASSERT_EQ(publishes[seen].tag, seen) << "in order";
        moments.push_back(fake_.time.now());
        bytes.push_back(publishes[seen].topic.size() + publishes[seen].payload.size());
        ASSERT_LE(++open, 10U);
        // After some time the answer comes, or it is given up.
        fake_.time.at(fake_.time.now() + random.exponential(Rate{50}),
                      [this, &open, tag = publishes[seen].tag] {
                        --open;
                        outbox_->settle(tag);
                      });
      }
    };
    for (mqtt::PublishTag tag = 0; tag < kPublishes; ++tag) {
      if (random.below(100) == 0) {  // a rest
        bool is_over = false;
        fake_.time.at(fake_.time.now() + 1s, [&] { is_over = true; });
        while (!is_over && fake_.time.step())
          look();
      }
      publish(tag, random.below(20) == 0 ? 100'000 : random.below(8'000));
      look();
    }
    while (seen < kPublishes && fake_.time.step())
      look();
    ASSERT_EQ(seen, kPublishes) << "seed " << seed << ": all is sent in the end";
    for (std::size_t first = 0; first < seen; ++first) {
      double sum = 0;
      for (std::size_t last = first; last < seen; ++last) {
        sum += static_cast<double>(bytes[last]);
        const double window = std::chrono::duration<double>(moments[last] - moments[first]).count();
        ASSERT_LE(static_cast<double>(last - first + 1), 85 + 85 * window + 1e-3) << seed;
        ASSERT_LE(sum, 445'645 + 0.85 * 512 * 1024 * window) << seed;
      }
    }
    while (fake_.time.step()) {
    }
  }
}

}  // namespace
}  // namespace shadowsim::fleet
