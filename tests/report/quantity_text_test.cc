#include "sim/report/quantity_text.h"

#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

using namespace std::chrono_literals;

TEST(QuantityText, GivesLatenciesThreeDigitsInTheUnitThatFits) {
  const std::vector<std::pair<Duration, std::string>> cases{
      {0ns, "0 ns"},          {850ns, "850 ns"},     {999ns, "999 ns"},      {1us, "1.00 us"},
      {9'994ns, "9.99 us"},   {9'996ns, "10.0 us"},  {84'200ns, "84.2 us"},  {99'949ns, "99.9 us"},
      {99'951ns, "0.100 ms"}, {840us, "0.840 ms"},   {999'999ns, "1.00 ms"}, {12'340us, "12.3 ms"},
      {250ms, "250 ms"},      {999'400us, "999 ms"}, {999'600us, "1.00 s"},  {1'250ms, "1.25 s"},
      {99'960ms, "100 s"},    {31'250ms, "31.2 s"},  {999s, "999 s"},        {1000s, "16.7 min"},
      {24h, "1440 min"},
  };
  for (const auto& [latency, text] : cases) {
    EXPECT_EQ(latency_text(latency), text);
    EXPECT_LE(text.size(), 8U);
  }
}

TEST(QuantityText, SeparatesThousands) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1'000), "1,000");
  EXPECT_EQ(count_text(1'234'567), "1,234,567");
  EXPECT_EQ(count_text(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(QuantityText, GivesNumbersTheDecimalsThatTheyNeed) {
  EXPECT_EQ(number_text(7), "7");
  EXPECT_EQ(number_text(1200), "1200");
  EXPECT_EQ(number_text(0.99666), "0.997");
  EXPECT_EQ(number_text(1.5), "1.5");
  EXPECT_EQ(number_text(-0.0001), "0");
}

}  // namespace
}  // namespace shadowsim::report
