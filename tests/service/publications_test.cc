#include "sim/service/publications.h"

#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::service {
namespace {

TEST(Publications, HoldWhatWasAddedSinceTheyWereCleared) {
  Publications publications;
  EXPECT_TRUE(publications.empty());
  publications.add().topic = "one";
  publications.add().topic = "two";
  publications.clear();
  publications.add().topic = "three";
  EXPECT_EQ(publications.size(), 1U);
  EXPECT_EQ(publications[0].topic, "three");
  std::vector<std::string> topics;
  for (const auto& publication : publications)
    topics.push_back(publication.topic);
  EXPECT_EQ(topics, std::vector<std::string>{"three"});
}

TEST(Publications, KeepTheirBuffers) {
  Publications publications;
  publications.add().payload.assign(1'000, 'x');
  const char* const buffer = publications[0].payload.data();
  publications.clear();
  publications.add().payload.assign(900, 'y');
  EXPECT_EQ(publications[0].payload.data(), buffer);
}

}  // namespace
}  // namespace shadowsim::service
