#include "sim/report/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/results/sample_result.h"

// How it looks is tested in a browser: pages.test.mjs.
namespace shadowsim::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Html, NoTextOfAResultEndsItsElement) {
  measure::RunResult result = results::sample_result();
  result.scenario.file = "</script><script>alert(1)</script><!--";
  result.scenario.text = "name: </pre><script>alert(2)</script>\n";
  const std::string html = to_html(results::to_texts(result));
  EXPECT_THAT(html, Not(HasSubstr("<script>alert(2)")));
  EXPECT_THAT(html, Not(HasSubstr("alert(1)</script>")));
  EXPECT_THAT(html, HasSubstr("\\u003cscript>alert(1)\\u003c/script>\\u003c!--"));
}

TEST(Html, HoldsAllFilesAndTheLibraryAndAsksForNoOther) {
  const std::string html = to_html(results::to_texts(results::sample_result()));
  EXPECT_THAT(html, StartsWith("<!doctype html>"));
  EXPECT_THAT(html, AllOf(HasSubstr("shadowsim.summary/1"), HasSubstr("shadowsim.histograms/1"),
                          HasSubstr("shadowsim.slowest/1"), HasSubstr("begin_s,length_s,")));
  EXPECT_THAT(html, AllOf(HasSubstr("Chart.js v3"), HasSubstr("Permission is hereby granted")));
  EXPECT_THAT(html, Not(HasSubstr("<!--shadowsim:"))) << "a part of the page is missing";
  EXPECT_THAT(html, AllOf(Not(HasSubstr("src=\"")), Not(HasSubstr("<link rel=\"stylesheet"))));
}

}  // namespace
}  // namespace shadowsim::report
