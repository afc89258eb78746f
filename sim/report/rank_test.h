#pragma once

#include <span>

namespace shadowsim::report {

// How likely it would be that `b` ranks at least as high above `a` as it does, were both drawn from the
// same: 1 where b is not above a at all, 1/20 where all three of b are above all three of a. Exact for
// samples without equal values; equal ones count half, which errs little for few. 1 where one is empty.
// Source: Mann, Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger
//         than the Other", 1947.
double chance_of_ranking_higher(std::span<const double> a, std::span<const double> b);

}  // namespace shadowsim::report
