#include "sim/probe/room_probe.h"

#include <chrono>
#include <memory>

#include <gtest/gtest.h>

#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;

// So many places; one that is given back is free after a while. May lose one of them.
class SomePlaces final : public Places {
 public:
  SomePlaces(std::uint64_t most, bool loses_one) : most_{most}, loses_one_{loses_one} {}

  Sequence<std::optional<Reply>> take(Desk& desk, std::uint64_t /*number*/) override {
    if (taken_ == most_ || desk.now() < free_at_)
      co_return Reply{.sight = {Sight::Kind::kSuback, 0x97}};
    ++taken_;
    co_return Reply{.is_good = true};
  }
  std::uint64_t lost(const Desk& /*desk*/) const override { return loses_one_ ? 1 : 0; }
  Sequence<bool> give_back(Desk& desk) override {
    --taken_;
    free_at_ = desk.now() + 200ms;
    co_return true;
  }
  Sequence<bool> clear(Desk& /*desk*/) override {
    taken_ = 0;
    co_return true;
  }

  std::uint64_t taken() const { return taken_; }

 private:
  std::uint64_t most_;
  bool loses_one_;
  std::uint64_t taken_ = 0;
  TimePoint free_at_{};
};

Finding find(std::uint64_t most, const std::shared_ptr<SomePlaces>& places) {
  const Steps steps = [=](Desk& desk) {
    const RoomTask task{.configured = most, .up_to = 2 * most, .refusals = 2, .places = places};
    return find_room(desk, task);
  };
  return play_alone(steps,
                    [](Line, const packet::Frame&, TimePoint) { return std::vector<Event>{}; });
}

TEST(RoomProbe, FindsHowManyPlacesThereAre) {
  const auto places = std::make_shared<SomePlaces>(10, false);
  const Finding holds = find(10, places);
  EXPECT_EQ(holds.verdict, Verdict::kHolds);
  EXPECT_EQ(holds.found, 10);
  EXPECT_EQ(saw_text(holds), "SUBACK 0x97");
  EXPECT_EQ(holds.saw.begin()->second, 2U) << "one for each version";
  EXPECT_EQ(holds.recovered_after, 200ms) << "from when one was given back";
  EXPECT_EQ(places->taken(), 0U) << "nothing is left behind";
}

TEST(RoomProbe, OtherNumbersDifferAndNoneIsAbsent) {
  EXPECT_EQ(find(10, std::make_shared<SomePlaces>(7, false)).verdict, Verdict::kDiffers);
  EXPECT_EQ(find(10, std::make_shared<SomePlaces>(12, false)).found, 12);
  EXPECT_EQ(find(10, std::make_shared<SomePlaces>(1000, false)).verdict, Verdict::kAbsent);
}

TEST(RoomProbe, IsBrokenWhereOneThatWasGivenIsTakenAway) {
  const Finding finding = find(10, std::make_shared<SomePlaces>(10, true));
  EXPECT_EQ(finding.verdict, Verdict::kBroken);
  EXPECT_NE(finding.remark, "");
}

}  // namespace
}  // namespace shadowsim::probe
