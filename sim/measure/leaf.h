#pragma once

#include <span>
#include <string>
#include <vector>

namespace shadowsim::measure {

// One leaf of a state document: where it stands and what it is.
struct Leaf {
  std::string path;   // JSON pointer (RFC 6901) from the section: "/color"
  std::string value;  // compact JSON text; two leaves are equal if their texts are

  friend bool operator==(const Leaf&, const Leaf&) = default;
};

// Whether the path of one is that of the other, or stands above it.
bool overlap(const Leaf& a, const Leaf& b);

bool overlaps_any(const Leaf& leaf, std::span<const Leaf> others);

// Lets `later` leaves take the place of those that they overlap.
void put(std::vector<Leaf>& leaves, std::span<const Leaf> later);

// Whether nothing in `leaves` says something else than `wanted`.
bool agrees(std::span<const Leaf> leaves, const Leaf& wanted);

}  // namespace shadowsim::measure
