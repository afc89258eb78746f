#include "sim/results/result_json.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "tests/results/sample_result.h"

namespace shadowsim::results {
namespace {

using measure::RunResult;

rapidjson::Document parsed(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.c_str());
  EXPECT_FALSE(document.HasParseError()) << text;
  return document;
}

// The keys of an object in their order; the members of its objects as "outer.inner".
std::vector<std::string> keys(const rapidjson::Value& object, const std::string& prefix = {}) {
  std::vector<std::string> result;
  for (const auto& member : object.GetObject()) {
    const std::string path = prefix + member.name.GetString();
    const bool has_own_keys = member.value.IsObject() && path != "messages.rejected" &&
                              prefix != "refusals.seen." && path != "refusals.endpoint" &&
                              path != "refusals.causes" && path != "refusals.quotas" &&
                              path != "background.quotas";
    if (!has_own_keys) result.push_back(path);
    if (!has_own_keys) continue;
    for (std::string& inner : keys(member.value, path + "."))
      result.push_back(std::move(inner));
  }
  return result;
}

// By hand from the contract, section "Results".
std::vector<std::string> keys_of_the_contract() {
  std::vector<std::string> all{"schema"};
  const auto add = [&all](const std::string& prefix, const std::vector<std::string>& names) {
    for (const std::string& name : names)
      all.push_back(prefix + name);
  };
  const std::vector<std::string> figures{"count", "min",   "mean",   "p50", "p90",
                                         "p99",   "p99_9", "p99_99", "max"};
  add("scenario.", {"name", "file", "seed", "lights", "duration_s"});
  add("endpoint.", {"uri", "embedded", "mqtt_version", "tls"});
  add("",
      {"client", "workers", "shard.index", "shard.count", "started_at", "elapsed_s", "complete"});
  add("connections.",
      {"attempted", "established", "refused", "lost", "reconnected", "peak", "full_after_s",
       "full_again_after_s", "subscribed_after_s", "subscribed_again_after_s", "online_after_s",
       "online_again_after_s", "ideal_again_after_s"});
  add("changes.", {"scheduled", "converged", "superseded", "rejected", "unconverged", "unsent"});
  add("messages.", {"published", "received", "deltas", "rejected", "duplicates", "stale_deltas",
                    "version_gaps", "deltas_per_change"});
  for (const std::string latency :
       {"convergence", "convergence_service", "delta", "round_trip", "connect"})
    add("latency_us." + latency + ".", figures);
  add("final_check.", {"lights", "in_sync", "divergent", "unreachable"});
  add("instrument.scheduling_lag_us.", figures);
  add("instrument.floor_round_trip_us.", {"p50", "p99"});
  add("instrument.", {"floor_share", "lag_share", "busiest_thread"});
  add("resources.", {"cpu_s", "peak_rss_kib", "cpu_us_per_change", "endpoint_busiest_thread"});
  for (const std::string memory : {"resources.memory.", "resources.endpoint_memory."})
    add(memory, {"over_s", "begin_kib", "end_kib", "growth", "growth_kib_per_hour"});
  add("background.", {"published", "received", "quotas"});
  add("refusals.", {"total"});
  add("refusals.seen.", {"total", "connect", "publish", "subscribe", "disconnect", "shadow"});
  add("refusals.", {"endpoint", "causes", "quotas"});
  add("refusals.packets.",
      {"publishes_passed", "publishes_refused", "deliveries_passed", "deliveries_refused"});
  add("environment.", {"software", "machines"});
  add("", {"timeline", "search", "warnings", "thresholds", "verdict"});
  return all;
}

TEST(SummaryJson, HasAllKeysOfTheContractInItsOrder) {
  EXPECT_EQ(keys(parsed(to_summary_json(sample_result()))), keys_of_the_contract());
}

TEST(SummaryJson, HasThemForAnEmptyResultToo) {
  EXPECT_EQ(keys(parsed(to_summary_json(RunResult{}))), keys_of_the_contract());
}

TEST(SummaryJson, SaysNullWhereNothingWasMeasured) {
  const auto json = parsed(to_summary_json(RunResult{}));
  EXPECT_EQ(json["latency_us"]["convergence"]["count"].GetUint64(), 0U);
  EXPECT_TRUE(json["latency_us"]["convergence"]["p99"].IsNull());
  EXPECT_TRUE(json["instrument"]["floor_round_trip_us"]["p50"].IsNull());
  EXPECT_TRUE(json["messages"]["deltas_per_change"].IsNull());
  EXPECT_TRUE(json["messages"]["rejected"].ObjectEmpty());
  EXPECT_EQ(json["thresholds"].Size(), 0U);
  EXPECT_STREQ(json["verdict"].GetString(), "fail");
  EXPECT_FALSE(json["complete"].GetBool());
}

TEST(SummaryJson, SaysWhatTheRunWas) {
  const auto json = parsed(to_summary_json(sample_result()));
  EXPECT_STREQ(json["schema"].GetString(), "shadowsim.summary/1");
  EXPECT_STREQ(json["scenario"]["name"].GetString(), "colour-churn");
  EXPECT_EQ(json["scenario"]["seed"].GetUint64(), 18'446'744'073'709'551'615U);
  EXPECT_EQ(json["scenario"]["duration_s"].GetDouble(), 30);
  EXPECT_TRUE(json["endpoint"]["embedded"].GetBool());
  EXPECT_STREQ(json["endpoint"]["mqtt_version"].GetString(), "5");
  EXPECT_EQ(json["shard"]["count"].GetUint(), 3U);
  EXPECT_STREQ(json["started_at"].GetString(), "2026-11-23T04:12:00.250Z");
  EXPECT_EQ(json["elapsed_s"].GetDouble(), 31.25);
}

TEST(SummaryJson, SaysWhatCameOutOfIt) {
  const auto json = parsed(to_summary_json(sample_result()));
  EXPECT_EQ(json["connections"]["reconnected"].GetUint64(), 5U);
  EXPECT_EQ(json["changes"]["superseded"].GetUint64(), 40U);
  EXPECT_EQ(json["messages"]["rejected"]["409"].GetUint64(), 11U);
  EXPECT_EQ(json["messages"]["rejected"]["429"].GetUint64(), 1U);
  const auto& seen = json["refusals"]["seen"];
  EXPECT_EQ(seen["total"].GetUint64(), 10U);
  EXPECT_EQ(seen["connect"]["0x97"].GetUint64(), 1U);
  EXPECT_EQ(seen["disconnect"]["close"].GetUint64(), 4U);
  EXPECT_EQ(seen["shadow"]["429"].GetUint64(), 5U);
  EXPECT_TRUE(seen["publish"].ObjectEmpty());
  EXPECT_EQ(json["messages"]["deltas_per_change"].GetDouble(), 1.2);
  EXPECT_EQ(json["latency_us"]["convergence"]["min"].GetDouble(), 801);
  EXPECT_EQ(json["latency_us"]["convergence"]["mean"].GetDouble(), 1300.5);
  EXPECT_EQ(json["latency_us"]["connect"]["max"].GetDouble(), 9123.456);
  EXPECT_EQ(json["final_check"]["divergent"].GetUint64(), 2U);
  EXPECT_EQ(json["instrument"]["floor_round_trip_us"]["p99"].GetDouble(), 134);
  EXPECT_EQ(json["resources"]["cpu_us_per_change"].GetDouble(), 2000);
  EXPECT_STREQ(json["thresholds"][1]["expression"].GetString(), "changes.unconverged == 0");
  EXPECT_EQ(json["thresholds"][1]["observed"].GetDouble(), 7);
  EXPECT_FALSE(json["thresholds"][1]["passed"].GetBool());
}

TEST(SummaryJson, HasAtMostThreeDecimals) {
  RunResult result = sample_result();
  result.messages.deltas = 1;  // of 3009 changes sent: 0.00033...
  result.thresholds[0].observed = 2.0 / 3;
  const std::string text = to_summary_json(result);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t i = 1; i + 4 < text.size(); ++i) {
    if (!is_digit(text[i - 1])) continue;
    EXPECT_FALSE(text[i] == '.' && std::all_of(&text[i + 1], &text[i + 5], is_digit))
        << text.substr(i - 1, 20);
    EXPECT_FALSE(text[i] == 'e' || text[i] == 'E') << text.substr(i - 1, 20);
  }
  EXPECT_THAT(text, testing::HasSubstr("\"observed\": 0.667"));
}

TEST(SummaryJson, SaysPassAndEscapesTexts) {
  RunResult result = sample_result();
  result.passed = true;
  result.scenario.file = "a \"b\"\n.yaml";
  const auto json = parsed(to_summary_json(result));
  EXPECT_STREQ(json["verdict"].GetString(), "pass");
  EXPECT_STREQ(json["scenario"]["file"].GetString(), "a \"b\"\n.yaml");
}

TEST(HistogramsJson, HoldsEveryHistogramUnderItsAxis) {
  const auto json = parsed(to_histograms_json(sample_result()));
  EXPECT_STREQ(json["schema"].GetString(), "shadowsim.histograms/1");
  EXPECT_EQ(json["axis"]["bins"].GetUint(), 2400U);
  EXPECT_EQ(json["axis"]["lowest"].GetInt64(), 1'000);
  EXPECT_EQ(json["axis"]["highest"].GetInt64(), 3'600'000'000'000);
  const auto& connect = json["histograms"]["connect"];
  EXPECT_EQ(connect["count"].GetUint64(), 1U);
  EXPECT_EQ(connect["min"].GetInt64(), 9'123'456);
  EXPECT_EQ(connect["max"].GetInt64(), 9'123'456);
  EXPECT_EQ(connect["sum"].GetInt64(), 9'123'456);
  ASSERT_EQ(connect["bins"].Size(), 1U);
  EXPECT_EQ(connect["bins"][0][1].GetUint64(), 1U);
  EXPECT_EQ(json["histograms"].MemberCount(), 7U);
  EXPECT_EQ(json["histograms"]["scheduling_lag"]["count"].GetUint64(), 1000U);
}

}  // namespace
}  // namespace shadowsim::results
