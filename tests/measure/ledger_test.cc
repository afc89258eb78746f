#include "sim/measure/ledger.h"

#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "sim/base/random.h"

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};
constexpr LightId kLight{7};
constexpr LightId kOther{8};

// The ledger, told what happened in few words. All is about one light unless said so; moments are
// milliseconds since the start.
class Story {
 public:
  using Leaves = std::vector<Leaf>;

  Story& send(std::uint32_t id, int ms, Leaves wanted, LightId light = kLight) {
    return send_late(id, ms, ms, std::move(wanted), light);
  }
  Story& send_late(std::uint32_t id, int planned, int ms, Leaves wanted, LightId light = kLight) {
    ledger_.sent({{id}, light, at(planned), at(ms), std::move(wanted), measured_});
    return *this;
  }
  Story& cannot_send(std::uint32_t id) { return ledger_.unsent({id}), *this; }
  Story& accept(std::uint32_t id, int ms, std::uint64_t version = 0) {
    return ledger_.desired_accepted({id}, at(ms), version), *this;
  }
  Story& reject(std::uint32_t id) { return ledger_.desired_rejected({id}, kStart), *this; }
  Story& not_sent_after_all(std::uint32_t id) {
    return ledger_.not_sent_after_all({id}, kStart), *this;
  }
  Story& delta(std::uint32_t id, int ms) { return ledger_.delta_arrived({id}, at(ms)), *this; }
  Story& intend(const Leaves& leaves) { return ledger_.light_intends(kLight, leaves), *this; }
  Story& send_report(std::uint32_t report, const Leaves& reported, const Leaves& desired = {}) {
    return ledger_.report_sent(kLight, {report, kStart, reported, desired}), *this;
  }
  Story& accept_report(std::uint32_t report, std::uint64_t version, int ms) {
    return ledger_.report_accepted(kLight, report, version, at(ms)), *this;
  }
  Story& refuse_report(std::uint32_t report) {
    return ledger_.report_refused(kLight, report), *this;
  }
  Story& lose_answers() { return ledger_.answers_lost(kLight), *this; }
  Story& set_desired(const Leaves& leaves) { return ++report_, send_report(report_, {}, leaves); }

  // Sends a report and has it accepted.
  Story& report(int ms, const Leaves& leaves, LightId light = kLight) {
    ledger_.report_sent(light, {++report_, kStart, leaves});
    return ledger_.report_accepted(light, report_, ++version_, at(ms)), *this;
  }
  Story& report_version(std::uint64_t version, int ms, const Leaves& leaves) {
    ++report_;
    return send_report(report_, leaves).accept_report(report_, version, ms);
  }
  Story& read(std::uint64_t version, int ms, const Leaves& desired, const Leaves& reported) {
    return ledger_.shadow_read(kLight, desired, reported, version, at(ms)), *this;
  }
  Story& watch(int ms) { return measurements_.settling.watch({at(ms)}), *this; }
  Story& close() { return ledger_.close(), *this; }
  Story& unmeasured() { return measured_ = false, *this; }

  // A change's whole way: the light takes the delta 1 ms after the send, and 2 ms later it is
  // accepted that it reports it.
  Story& converge(std::uint32_t id, int ms, const Leaves& leaves) {
    return send(id, ms, leaves)
        .accept(id, ms + 1)
        .delta(id, ms + 1)
        .intend(leaves)
        .report(ms + 3, leaves);
  }

  const Measurements& measurements() const { return measurements_; }
  const ChangeTally& changes() const { return measurements_.changes; }
  const Latencies& latencies() const { return measurements_.latencies; }
  const Histogram& interval() const { return measurements_.interval_convergence; }
  std::size_t open() const { return ledger_.open(); }

 private:
  static TimePoint at(int ms) { return kStart + std::chrono::milliseconds{ms}; }

  Measurements measurements_;
  Ledger ledger_{measurements_};
  bool measured_ = true;
  std::uint64_t version_ = 0;
  std::uint32_t report_ = 1000;  // below are those that a test numbers itself
};

const Leaf kRed{"/color", R"("red")"};
const Leaf kBlue{"/color", R"("blue")"};
const Leaf kDim{"/level", "10"};
const Leaf kBright{"/level", "90"};

struct Case {
  std::string what;
  std::function<void(Story&)> tell;
  ChangeTally outcome;   // without `scheduled`
  std::size_t open = 0;  // before the book is closed
};

void expect_outcomes(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    SCOPED_TRACE(each.what);
    Story story;
    each.tell(story);
    EXPECT_EQ(story.open(), each.open);
    ChangeTally counted = story.changes();
    EXPECT_EQ(counted.scheduled, counted.converged + counted.superseded + counted.rejected +
                                     counted.unconverged + counted.unsent + each.open);
    counted.scheduled = 0;
    EXPECT_EQ(counted, each.outcome);

    story.close();
    EXPECT_EQ(story.open(), 0U);
    EXPECT_EQ(story.changes().unconverged, each.outcome.unconverged + each.open);
    EXPECT_TRUE(story.changes().balances());
    EXPECT_EQ(story.latencies().convergence.count(), story.changes().converged);
    EXPECT_EQ(story.latencies().convergence_service.count(), story.changes().converged);
    EXPECT_EQ(story.interval().count(), story.changes().converged);
  }
}

TEST(Ledger, ChangesThatComeToNothing) {
  expect_outcomes({
      {"never sent", [](Story& s) { s.cannot_send(1); }, {.unsent = 1}},
      {"handed over in vain",
       [](Story& s) { s.send(1, 0, {kRed}).not_sent_after_all(1); },
       {.unsent = 1}},
      {"rejected", [](Story& s) { s.send(1, 0, {kRed}).reject(1); }, {.rejected = 1}},
      {"no answer at all", [](Story& s) { s.send(1, 0, {kRed}); }, {}, 1},
      {"accepted, but the light never answers",
       [](Story& s) { s.send(1, 0, {kRed}).accept(1, 1); },
       {},
       1},
      {"the light takes it but its report is never accepted",
       [](Story& s) { s.send(1, 0, {kRed}).accept(1, 1).delta(1, 1).intend({kRed}); },
       {},
       1},
      {"reported as wanted, but nobody knows that the desired update was accepted",
       [](Story& s) { s.send(1, 0, {kRed}).report(2, {kRed}); },
       {},
       1},
      {"another value is reported",
       [](Story& s) { s.send(1, 0, {kRed}).accept(1, 1).report(2, {kBlue}); },
       {},
       1},
      {"only a part is reported",
       [](Story& s) {
         s.send(1, 0, {kRed, kDim}).accept(1, 1).report(2, {kRed});
       },
       {},
       1},
      {"another light reports it",
       [](Story& s) { s.send(1, 0, {kRed}).accept(1, 1).report(2, {kRed}, kOther); },
       {},
       1},
      {"the report removes the key",
       [](Story& s) {
         s.report(0, {kRed}).report(1, {{"/color", "null"}}).send(1, 2, {kRed}).accept(1, 3);
       },
       {},
       1},
  });
}

TEST(Ledger, AnswersAboutClosedOrUnknownChangesAreIgnored) {
  const auto answer_all = [](Story& s, std::uint32_t id) {
    s.accept(id, 50).delta(id, 51).reject(id).not_sent_after_all(id);
  };
  expect_outcomes({
      {"unknown", [&](Story& s) { answer_all(s, 9); }, {}},
      {"after it converged",
       [&](Story& s) { answer_all(s.converge(1, 0, {kRed}).report(20, {kRed}), 1); },
       {.converged = 1}},
      {"after it was rejected",
       [&](Story& s) { answer_all(s.send(1, 0, {kRed}).reject(1).report(2, {kRed}), 1); },
       {.rejected = 1}},
      {"after it was not sent", [&](Story& s) { answer_all(s.cannot_send(1), 1); }, {.unsent = 1}},
      {"after it was superseded",
       [&](Story& s) { answer_all(s.send(1, 0, {kRed}).send(2, 1, {kBlue}), 1); },
       {.superseded = 1},
       1},
      {"after the book was closed",
       [&](Story& s) { answer_all(s.send(1, 0, {kRed}).close().report(9, {kRed}), 1); },
       {.unconverged = 1}},
      {"accepted twice, reported twice",
       [&](Story& s) {
         s.send(1, 0, {kRed}).accept(1, 1).accept(1, 2).report(3, {kRed}).report(4, {kRed});
       },
       {.converged = 1}},
  });
}

TEST(Ledger, LaterChangesTakeOverTheirPaths) {
  expect_outcomes({
      {"wholly: it cannot converge any more",
       [](Story& s) { s.send(1, 0, {kRed}).accept(1, 1).send(2, 2, {kBlue}).report(3, {kRed}); },
       {.superseded = 1},
       1},
      {"by the same value",
       [](Story& s) { s.send(1, 0, {kRed}).send(2, 1, {kRed}).accept(2, 2).report(3, {kRed}); },
       {.converged = 1, .superseded = 1}},
      {"even if the later one is rejected",
       [](Story& s) { s.send(1, 0, {kRed}).send(2, 1, {kBlue}).reject(2); },
       {.superseded = 1, .rejected = 1}},
      {"not by one that could not be sent",
       [](Story& s) { s.send(1, 0, {kRed}).cannot_send(2).accept(1, 2).report(3, {kRed}); },
       {.converged = 1, .unsent = 1}},
      {"not on another light",
       [](Story& s) { s.send(1, 0, {kRed}).send(2, 1, {kBlue}, kOther); },
       {},
       2},
      {"not of other keys", [](Story& s) { s.send(1, 0, {kRed}).send(2, 1, {kDim}); }, {}, 2},
      {"a name that begins alike is another key",
       [](Story& s) {
         s.send(1, 0, {{"/color", "1"}}).send(2, 1, {{"/color_mode", "1"}});
       },
       {},
       2},
      {"in part: it stands for the rest",
       [](Story& s) {
         s.send(1, 0, {kRed, kDim}).accept(1, 1).send(2, 2, {kBlue}).report(3, {kDim});
       },
       {.converged = 1},
       1},
      {"in part: the value taken over is not enough",
       [](Story& s) {
         s.send(1, 0, {kRed, kDim}).accept(1, 1).send(2, 2, {kBlue}).report(3, {kRed});
       },
       {},
       2},
      {"part by part, until nothing is left",
       [](Story& s) {
         s.send(1, 0, {kRed, kDim}).send(2, 1, {kBlue}).send(3, 2, {kBright});
       },
       {.superseded = 1},
       2},
      {"in part, while the rest is reported already",
       [](Story& s) {
         s.send(1, 0, {kRed, kDim}).accept(1, 1).report(2, {kDim}).send(2, 3, {kBlue});
       },
       {.converged = 1},
       1},
      {"several at once",
       [](Story& s) {
         s.send(1, 0, {kRed}).send(2, 1, {kDim}).send(3, 2, {kBlue, kBright});
       },
       {.superseded = 2},
       1},
      {"an object takes over what is in it",
       [](Story& s) {
         s.send(1, 0, {{"/rgb/r", "1"}}).send(2, 1, {{"/rgb", "[1,2,3]"}});
       },
       {.superseded = 1},
       1},
      {"a part takes over the object",
       [](Story& s) {
         s.send(1, 0, {{"/rgb", "[1,2,3]"}}).send(2, 1, {{"/rgb/r", "1"}});
       },
       {.superseded = 1},
       1},
      {"a light that sets desired itself",
       [](Story& s) { s.send(1, 0, {kRed}).set_desired({kBlue}).accept(1, 1).report(2, {kRed}); },
       {.superseded = 1}},
      {"a light that has set desired before, but is heard by the service after the change",
       [](Story& s) {
         s.send_report(1, {kBlue}, {kBlue})
             .send(1, 1, {kRed})
             .accept(1, 2, 5)
             .accept_report(1, 6, 3);
       },
       {.superseded = 1}},
      {"... the same, where the answers come the other way round",
       [](Story& s) {
         s.send_report(1, {kBlue}, {kBlue})
             .send(1, 1, {kRed})
             .accept_report(1, 6, 2)
             .accept(1, 3, 5);
       },
       {.superseded = 1}},
      {"not a light that the service has heard before the change",
       [](Story& s) {
         s.send_report(1, {kBlue}, {kBlue})
             .send(1, 1, {kRed})
             .accept_report(1, 5, 2)
             .accept(1, 3, 6);
       },
       {},
       1},
      {"a light that sets other keys of desired",
       [](Story& s) { s.send(1, 0, {kRed}).set_desired({kDim}).accept(1, 1).report(2, {kRed}); },
       {.converged = 1}},
  });
}

TEST(Ledger, ChangesThatConverge) {
  expect_outcomes({
      {"accepted, delta, report", [](Story& s) { s.converge(1, 0, {kRed}); }, {.converged = 1}},
      {"the delta overtakes the answer to the app",
       [](Story& s) {
         s.send(1, 0, {kRed}).delta(1, 1).intend({kRed}).report(2, {kRed}).accept(1, 3);
       },
       {.converged = 1}},
      {"the answer to the app never comes: the delta proves it",
       [](Story& s) { s.send(1, 0, {kRed}).delta(1, 1).intend({kRed}).report(2, {kRed}); },
       {.converged = 1}},
      {"the report is known before anything else",
       [](Story& s) { s.send(1, 0, {kRed}).report(2, {kRed}).accept(1, 3); },
       {.converged = 1}},
      {"equal to what is reported: accepted, and there is no delta",
       [](Story& s) { s.report(0, {kRed}).send(1, 1, {kRed}).accept(1, 2); },
       {.converged = 1}},
      {"reported in two reports",
       [](Story& s) {
         s.send(1, 0, {kRed, kDim}).accept(1, 1).report(2, {kDim}).report(3, {kRed});
       },
       {.converged = 1}},
      {"reported with more than was wanted",
       [](Story& s) {
         s.send(1, 0, {kRed}).accept(1, 1).report(2, {kDim, kRed});
       },
       {.converged = 1}},
      {"two changes by one report",
       [](Story& s) {
         s.send(1, 0, {kRed}).send(2, 1, {kDim}).accept(1, 2).accept(2, 2).report(3, {kRed, kDim});
       },
       {.converged = 2}},
      {"one after the other",
       [](Story& s) { s.converge(1, 0, {kRed}).converge(2, 10, {kBlue}).converge(3, 20, {kRed}); },
       {.converged = 3}},
  });
}

TEST(Ledger, ALightThatIntendsSomethingElseHasNotConverged) {
  expect_outcomes({
      {"blue is reported, red is being applied, blue is wanted again: there comes a red report yet",
       [](Story& s) {
         s.report(0, {kBlue}).send(1, 1, {kRed}).accept(1, 2).delta(1, 2).intend({kRed});
         s.send(2, 3, {kBlue}).accept(2, 4);
       },
       {.superseded = 1},
       1},
      {"... until the light is told, and reports blue again",
       [](Story& s) {
         s.report(0, {kBlue}).send(1, 1, {kRed}).accept(1, 2).delta(1, 2).intend({kRed});
         s.send(2, 3, {kBlue}).accept(2, 4).report(5, {kRed});
         s.delta(2, 6).intend({kBlue}).report(7, {kBlue});
       },
       {.converged = 1, .superseded = 1}},
      {"... or gives its intention up",
       [](Story& s) {
         s.report(0, {kBlue}).send(1, 1, {kRed}).delta(1, 2).intend({kRed});
         s.send(2, 3, {kBlue}).accept(2, 4).intend({kBlue});
       },
       {.converged = 1, .superseded = 1}},
      {"somebody used the wall switch",
       [](Story& s) {
         s.report(0, {kRed}).intend({kBlue}).send(1, 1, {kRed}).accept(1, 2).report(3, {kRed});
       },
       {},
       1},
      {"red is reported, but a report of blue follows it: the delta of red was taken meanwhile",
       [](Story& s) {
         s.send(1, 0, {kRed}).accept(1, 1).delta(1, 1).intend({kRed}).send_report(1, {kRed});
         s.send(2, 2, {kBlue}).accept(2, 3).delta(2, 3).intend({kBlue}).send_report(2, {kBlue});
         s.send(3, 4, {kRed}).accept(3, 5).delta(3, 5).intend({kRed}).accept_report(1, 5, 6);
       },
       {.superseded = 2},
       1},
      {"... until it has reported red once more",
       [](Story& s) {
         s.send(1, 0, {kRed}).accept(1, 1).delta(1, 1).intend({kRed}).send_report(1, {kRed});
         s.send(2, 2, {kBlue}).accept(2, 3).delta(2, 3).intend({kBlue}).send_report(2, {kBlue});
         s.send(3, 4, {kRed}).accept(3, 5).delta(3, 5).intend({kRed}).accept_report(1, 5, 6);
         s.accept_report(2, 6, 7).send_report(3, {kRed}).accept_report(3, 7, 8);
       },
       {.converged = 1, .superseded = 2}},
      {"... or the report of blue was refused",
       [](Story& s) {
         s.report(0, {kRed}).send_report(1, {kBlue}).intend({kRed});
         s.send(1, 1, {kRed}).accept(1, 2).refuse_report(1);
       },
       {.converged = 1}},
      {"a report whose answer is lost may have been accepted",
       [](Story& s) {
         s.report(0, {kRed}).send_report(1, {kBlue}).intend({kRed}).lose_answers();
         s.send(1, 1, {kRed}).accept(1, 2);
       },
       {},
       1},
      {"... which a read of the shadow tells",
       [](Story& s) {
         s.report(0, {kRed}).send_report(1, {kBlue}).intend({kRed}).lose_answers();
         s.send(1, 1, {kRed}).accept(1, 2).read(9, 3, {kRed}, {kRed}).accept_report(1, 8, 4);
       },
       {.converged = 1}},
      {"what is on its way with other keys does not matter",
       [](Story& s) {
         s.send_report(1, {kBright}).send(1, 1, {kRed}).accept(1, 2).report(3, {kRed});
       },
       {.converged = 1}},
      {"what it intends with other keys does not matter",
       [](Story& s) { s.intend({kBright}).send(1, 1, {kRed}).accept(1, 2).report(3, {kRed}); },
       {.converged = 1}},
      {"what it intends within the wanted object does",
       [](Story& s) {
         s.intend({{"/rgb/r", "9"}}).send(1, 1, {{"/rgb", "[1]"}}).accept(1, 2);
         s.report(3, {{"/rgb", "[1]"}});
       },
       {},
       1},
  });
}

TEST(Ledger, MeasuresFromThePlanAndFromTheSend) {
  Story story;
  story.send_late(1, 0, 2, {kRed}).delta(1, 5).accept(1, 6).report(11, {kRed});
  EXPECT_EQ(story.latencies().convergence.sum(), 11ms);
  EXPECT_EQ(story.latencies().convergence_service.sum(), 9ms);
  EXPECT_EQ(story.latencies().delta.sum(), 3ms);
  EXPECT_EQ(story.interval().sum(), 11ms);
}

TEST(Ledger, ALateSendCountsAgainstUsAndNotAgainstTheService) {
  // Ten changes, one each 10 ms, on ten paths; the scheduler sleeps through the first 100 ms.
  Story story;
  for (int i = 0; i < 10; ++i) {
    const Story::Leaves wanted{{"/" + std::to_string(i), "1"}};
    const auto id = static_cast<std::uint32_t>(i);
    story.send_late(id, 10 * i, 100, wanted).accept(id, 101).report(103, wanted);
  }
  EXPECT_EQ(story.latencies().convergence_service.min(), 3ms);
  EXPECT_EQ(story.latencies().convergence_service.max(), 3ms);
  EXPECT_EQ(story.latencies().convergence.min(), 13ms);
  EXPECT_EQ(story.latencies().convergence.max(), 103ms);
}

TEST(Ledger, ConvergesAtTheMomentWhenTheLastConditionBecameTrue) {
  struct Moment {
    std::string what;
    std::function<void(Story&)> tell;
    Duration convergence;
  };
  const std::vector<Moment> moments{
      {"the report", [](Story& s) { s.send(1, 0, {kRed}).accept(1, 1).report(5, {kRed}); }, 5ms},
      {"the answer", [](Story& s) { s.send(1, 0, {kRed}).report(5, {kRed}).accept(1, 6); }, 6ms},
      {"the report, though told of before the answer",
       [](Story& s) { s.send(1, 0, {kRed}).report(5, {kRed}).accept(1, 4); }, 5ms},
      {"the answer, where red was reported long ago",
       [](Story& s) { s.report(0, {kRed}).send(1, 10, {kRed}).accept(1, 13); }, 3ms},
      {"the first answer, not a doubled one",
       [](Story& s) {
         s.report(0, {kRed}).intend({kBlue}).send(1, 10, {kRed});
         s.accept(1, 13).accept(1, 19).intend({kRed});
       },
       3ms},
      {"the report of what is left, not the take-over of the rest",
       [](Story& s) {
         s.send(1, 0, {kRed, kDim}).accept(1, 1).report(4, {kDim}).send(2, 50, {kBlue});
       },
       4ms},
  };
  for (const Moment& moment : moments) {
    Story story;
    moment.tell(story);
    EXPECT_EQ(story.latencies().convergence.count(), 1U) << moment.what;
    EXPECT_EQ(story.latencies().convergence.sum(), moment.convergence) << moment.what;
  }
}

TEST(Ledger, CountsTheFirstDeltaOfAChangeOnly) {
  Story story;
  story.send(1, 0, {kRed}).delta(1, 3).delta(1, 9);
  EXPECT_EQ(story.latencies().delta.count(), 1U);
  EXPECT_EQ(story.latencies().delta.sum(), 3ms);
}

TEST(Ledger, TakesTheDeltaOfAnAcceptedChangeToo) {
  Story story;
  story.send(1, 0, {kRed}).accept(1, 1).delta(1, 3);
  EXPECT_EQ(story.latencies().delta.sum(), 3ms);
}

TEST(Ledger, CountsTheOutcomesOfUnmeasuredChangesButNotTheirLatencies) {
  Story story;
  story.unmeasured().converge(1, 0, {kRed}).send(2, 9, {kBlue}).reject(2).send(3, 10, {kDim});
  story.close();
  EXPECT_EQ(story.changes(),
            (ChangeTally{.scheduled = 3, .converged = 1, .rejected = 1, .unconverged = 1}));
  EXPECT_EQ(story.latencies().convergence.count(), 0U);
  EXPECT_EQ(story.latencies().convergence_service.count(), 0U);
  EXPECT_EQ(story.latencies().delta.count(), 0U);
  EXPECT_EQ(story.interval().count(), 0U);
}

// --- flights ----------------------------------------------------------------------------------

class LedgerFlights : public testing::Test {
 protected:
  static constexpr TimePoint at(int ms) { return kStart + ms * 1ms; }

  void send(std::uint32_t id, int planned, int sent) {
    ledger_.sent({{id}, kLight, at(planned), at(sent), {kRed}, true});
  }
  Flights flights() const { return measurements_.flights.flights(kStart); }

  Measurements measurements_;
  Ledger ledger_{measurements_};
};

TEST_F(LedgerFlights, HaveEveryHopsTimeSinceThePlannedMoment) {
  send(5, 100, 102);
  ledger_.desired_accepted({5}, at(104), 41);
  ledger_.delta_arrived({5}, at(105), 41);
  ledger_.light_intends(kLight, std::vector{kRed});
  ledger_.report_sent(kLight, {1, at(120), {kRed}});
  ledger_.report_accepted(kLight, 1, 42, at(123));
  ASSERT_EQ(flights().slowest.size(), 1U);
  EXPECT_EQ(flights().slowest.front(), (Flight{.change = {5},
                                               .light = kLight,
                                               .planned = 100ms,
                                               .sent = 2ms,
                                               .accepted = 4ms,
                                               .delta = 5ms,
                                               .reported = 20ms,
                                               .report_accepted = 23ms,
                                               .converged = 23ms,
                                               .version = 41,
                                               .reported_version = 42,
                                               .topic = "",
                                               .client_token = ""}));
}

TEST_F(LedgerFlights, DoNotTakeAnEarlierReportForTheirOwn) {
  ledger_.report_sent(kLight, {1, at(1), {kRed}});
  ledger_.report_accepted(kLight, 1, 7, at(3));
  send(5, 100, 102);
  ledger_.desired_accepted({5}, at(104), 8);
  ASSERT_EQ(flights().slowest.size(), 1U);
  EXPECT_EQ(flights().slowest.front().converged, 4ms);
  EXPECT_FALSE(flights().slowest.front().reported);
  EXPECT_FALSE(flights().slowest.front().report_accepted);
}

TEST_F(LedgerFlights, OfUnconvergedChangesSayHowFarTheyCame) {
  send(1, 0, 1);
  ledger_.delta_arrived({1}, at(3), 9);
  ledger_.report_sent(kLight, {1, at(10), {kRed}});
  ledger_.close();
  ASSERT_EQ(flights().unconverged.size(), 1U);
  const Flight flight = flights().unconverged.front();
  EXPECT_EQ(flight.delta, 3ms);
  EXPECT_EQ(flight.version, 9U);
  EXPECT_EQ(flight.reported, 10ms) << "sent, and never answered";
  EXPECT_FALSE(flight.report_accepted || flight.converged);
}

TEST_F(LedgerFlights, LeaveOutWhatIsNotMeasured) {
  ledger_.sent({{1}, kLight, at(0), at(0), {kRed}, false});
  ledger_.desired_accepted({1}, at(1));
  ledger_.report_sent(kLight, {1, at(1), {kRed}});
  ledger_.report_accepted(kLight, 1, 2, at(2));
  EXPECT_EQ(measurements_.changes.converged, 1U);
  EXPECT_TRUE(flights().slowest.empty());
}

TEST(LedgerDeathTest, RefusesWhatNoCallerMayDo) {
  EXPECT_DEATH(Story{}.send(1, 0, {kRed}).send(1, 1, {kDim}), "change=1");
  EXPECT_DEATH(Story{}.send(1, 0, {}), "wanted");
  EXPECT_DEATH(Story{}.send_late(1, 5, 4, {kRed}), "before its time");
}

// --- how long a light is out of sync ----------------------------------------------------------

// After ten milliseconds.
std::optional<Duration> settled(const std::function<void(Story&)>& tell) {
  Story story;
  story.watch(10);
  tell(story);
  return story.measurements().settling.settled_after().at(0);
}

TEST(LedgerSettling, LastsFromTheFirstOpenChangeToTheLastReport) {
  EXPECT_EQ(settled([](Story& s) { s.converge(1, 0, {kRed}); }), 0ms);
  EXPECT_EQ(settled([](Story& s) { s.send(1, 8, {kRed}).accept(1, 9).report(25, {kRed}); }), 15ms);
  EXPECT_EQ(settled([](Story& s) { s.send(1, 11, {kRed}).accept(1, 12).report(25, {kRed}); }), 0ms)
      << "was not wanted by then";
}

TEST(LedgerSettling, GoesOnWhereALaterChangeTakesOver) {
  EXPECT_EQ(settled([](Story& s) {
              s.send(1, 8, {kRed}).send(2, 20, {kBlue}).accept(2, 21).report(30, {kBlue});
            }),
            20ms);
}

TEST(LedgerSettling, IsNeverWhereAChangeStaysOpen) {
  EXPECT_EQ(settled([](Story& s) { s.send(1, 8, {kRed}).close(); }), std::nullopt);
}

// One step of a run in which anything may happen in any order.
void step_at_random(Ledger& ledger, Random& random, TimePoint now, std::uint32_t& next_change) {
  const auto leaves = [&random] {
    std::vector<Leaf> drawn;
    for (const char* path : {"/a", "/b", "/b/c", "/d"}) {
      if (random.below(2) == 0) drawn.push_back({path, std::to_string(random.below(2))});
    }
    return drawn;
  };
  const LightId light{static_cast<std::uint32_t>(random.below(3))};
  const ChangeId change{static_cast<std::uint32_t>(random.below(next_change + 1))};
  switch (random.below(11)) {
    case 0:
      return ledger.unsent({next_change++});
    case 1:
    case 2: {
      const Duration lag{static_cast<Duration::rep>(random.below(1000))};
      std::vector<Leaf> wanted = leaves();
      if (wanted.empty()) wanted = {{"/a", "1"}};
      return ledger.sent({{next_change++}, light, now - lag, now, std::move(wanted), true});
    }
    case 3:
      return ledger.desired_accepted(change, now);
    case 4:
      return random.below(4) == 0 ? ledger.desired_rejected(change, kStart)
                                  : ledger.not_sent_after_all(change, kStart);
    case 5:
      return ledger.delta_arrived(change, now);
    case 6:
      return ledger.light_intends(light, leaves());
    case 7:
      return ledger.report_sent(light, {static_cast<std::uint32_t>(random.below(8)), now, leaves(),
                                        random.below(3) == 0 ? leaves() : std::vector<Leaf>{}});
    case 8:
      return random.below(9) == 0 ? ledger.answers_lost(light) : ledger.report_refused(light, 3);
    default:
      return ledger.report_accepted(light, static_cast<std::uint32_t>(random.below(8)),
                                    random.below(1000), now);
  }
}

TEST(Ledger, AnswersThatOvertakeOneAnotherDoNotTurnBackTheLight) {
  Story story;
  story.send(1, 0, {kBlue}).accept(1, 1).intend({kBlue});
  story.report_version(8, 5, {kBlue});  // the later report's answer comes first
  EXPECT_EQ(story.changes().converged, 1U);
  story.send(2, 6, {kDim}).accept(2, 7).report_version(7, 8, {kRed}).report_version(9, 9, {kDim});
  story.send(3, 10, {kBlue}).accept(3, 11);
  EXPECT_EQ(story.changes().converged, 3U) << "blue is what was reported last, at version 8";
}

TEST(Ledger, AReadOfTheShadowMakesUpForLostAnswers) {
  Story story;
  story.send(1, 0, {kBlue}).intend({kBlue}).read(5, 20, {kBlue, kDim}, {kBlue});
  EXPECT_EQ(story.changes().converged, 1U);
  EXPECT_EQ(story.latencies().convergence.max(), 20ms);
}

TEST(Ledger, AReadOfTheShadowThatDoesNotKnowTheChangeProvesNothing) {
  Story story;
  story.send(1, 0, {kBlue}).read(5, 20, {kRed}, {kBlue});
  EXPECT_EQ(story.open(), 1U);
}

TEST(Ledger, AReadThatShowsAnEarlierChangesValueDoesNotProveTheLaterOne) {
  Story story;
  story.read(1, 0, {}, {kRed}).send(1, 1, {kRed}).accept(1, 2, 2).send(2, 3, {kBlue});
  story.send(3, 4, {kRed}).read(2, 5, {kRed}, {kRed});
  EXPECT_EQ(story.open(), 1U) << "blue is on its way to the light yet, and red only after it";
  story.accept(2, 6, 3).accept(3, 7, 4);
  EXPECT_EQ(story.changes().converged, 2U);
}

TEST(Ledger, AReadProvesTheChangeWhereSomethingElseWasDesiredBefore) {
  Story story;
  story.read(1, 0, {}, {kRed}).send(1, 1, {kBlue}).accept(1, 2, 2);
  story.send(2, 3, {kRed}).read(3, 5, {kRed}, {kRed});
  EXPECT_EQ(story.changes().converged, 1U);
}

TEST(Ledger, AReadProvesTheChangeWhereNobodyCouldHearTheAnswer) {
  Story story;
  story.read(1, 0, {}, {kRed}).send(1, 1, {kRed}).accept(1, 2, 2).send(2, 3, {kBlue});
  story.send(3, 4, {kRed}).lose_answers().read(4, 5, {kRed}, {kRed});
  EXPECT_EQ(story.changes().converged, 2U);
}

TEST(Ledger, AShadowThatWasMadeAnewCountsAtItsLowerVersion) {
  Story story;
  story.report_version(90, 1, {kRed}).read(1, 2, {}, {}).report_version(2, 3, {kBlue});
  story.send(1, 4, {kBlue}).accept(1, 5);
  EXPECT_EQ(story.changes().converged, 1U);
}

TEST(Ledger, BalancesWhateverHappens) {
  std::uint64_t converged = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    Measurements measurements;
    Ledger ledger{measurements};
    Random random{seed};
    TimePoint now = kStart;
    std::uint32_t next_change = 0;
    const ChangeTally& counted = measurements.changes;
    for (int i = 0; i < 300; ++i) {
      now += Duration{static_cast<Duration::rep>(random.below(1'000'000))};
      step_at_random(ledger, random, now, next_change);
      ASSERT_EQ(counted.scheduled, next_change);
      ASSERT_EQ(counted.scheduled, counted.converged + counted.superseded + counted.rejected +
                                       counted.unsent + ledger.open());
    }
    ledger.close();
    EXPECT_EQ(ledger.open(), 0U);
    EXPECT_TRUE(counted.balances());
    EXPECT_EQ(measurements.latencies.convergence.count(), counted.converged);
    EXPECT_LE(measurements.latencies.convergence_service.sum(),
              measurements.latencies.convergence.sum());
    EXPECT_LE(measurements.latencies.convergence.max(), now - kStart + 1us);
    converged += counted.converged;
  }
  EXPECT_GT(converged, 0U);
}

// --- several shadows of a light ---------------------------------------------------------------

TEST(Ledger, KeepsTheShadowsOfALightApart) {
  Measurements measurements;
  Ledger ledger{measurements};
  const ShadowOfLight classic{kLight};
  const ShadowOfLight settings{kLight, ShadowId{1}};
  const std::vector<Leaf> on{{"/on", "true"}};
  const std::vector<Leaf> off{{"/on", "false"}};
  ledger.sent({{1}, classic, kStart, kStart, on});
  ledger.sent({{2}, settings, kStart, kStart, off});
  EXPECT_EQ(ledger.open(), 2U) << "the same path in another shadow takes nothing over";
  ledger.desired_accepted({1}, kStart + 1ms);
  ledger.desired_accepted({2}, kStart + 1ms);
  ledger.report_sent(settings, {1, kStart, on});
  ledger.report_accepted(settings, 1, 2, kStart + 2ms);
  EXPECT_EQ(measurements.changes.converged, 0U) << "it was reported elsewhere";
  ledger.light_intends(settings, on);
  ledger.report_sent(classic, {1, kStart, on});
  ledger.report_accepted(classic, 1, 2, kStart + 3ms);
  EXPECT_EQ(measurements.changes.converged, 1U);
  ledger.report_sent(classic, {2, kStart, off, off});
  EXPECT_EQ(ledger.open(), 1U) << "the other's wish stands";
}

}  // namespace
}  // namespace shadowsim::measure
