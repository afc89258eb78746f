#include "sim/quota/regions.h"

#include <algorithm>
#include <array>

namespace shadowsim::quota {
namespace {

using namespace std::string_view_literals;

// The broker's list and the shadow service's, put together.
constexpr std::array kSelectRegions{
    "ap-east-1"sv,     "ap-southeast-5"sv, "ca-central-1"sv, "cn-northwest-1"sv, "eu-north-1"sv,
    "eu-south-2"sv,    "eu-west-3"sv,      "me-central-1"sv, "me-south-1"sv,     "sa-east-1"sv,
    "us-gov-east-1"sv, "us-gov-west-1"sv,  "us-west-1"sv};

}  // namespace

RegionSize size_of_region(std::string_view region) {
  const bool is_select = std::ranges::find(kSelectRegions, region) != kSelectRegions.end();
  return is_select ? RegionSize::kSelect : RegionSize::kLarge;
}

}  // namespace shadowsim::quota
