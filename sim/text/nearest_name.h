#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace shadowsim {

// How many letters must be put in, left out, exchanged or swapped with their neighbour to make one
// text of the other; capital letters count as small ones, '-' as '_'.
// Source: F. Damerau, "A technique for computer detection and correction of spelling errors", 1964,
// in the restricted form that edits no letter twice.
std::size_t edit_distance(std::string_view one, std::string_view other);

// The name that a person who wrote `written` most likely meant: the nearest, the earlier of two
// equally near ones; none where none is near enough to be a slip of the finger (one edit up to four
// letters, two up to seven, three beyond).
std::optional<std::string_view> nearest_name(std::string_view written,
                                             std::span<const std::string_view> names);

// ", did you mean 'lights'?" to follow what is wrong, or nothing where no name is near.
std::string suggestion(std::string_view written, std::span<const std::string_view> names);

// "TITLE has no key 'light', did you mean 'lights'? Allowed: lights, seed".
std::string unknown_key(std::string_view title, std::string_view written,
                        std::span<const std::string_view> allowed);

}  // namespace shadowsim
