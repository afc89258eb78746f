#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include "sim/base/check.h"
#include "sim/base/error.h"

namespace shadowsim {

// A value of type T, or the Error that explains why there is none. Functions that may fail for a
// reason outside the program return it; a programmer's mistake is a SHADOWSIM_CHECK instead.
template <class T>
using Result = boost::system::result<T, Error>;

// Found by Boost.System when `value()` is called on a failed result: that is a programmer's
// mistake.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location& where) {
  check_failed(where.file_name(), static_cast<int>(where.line()), "Result::value()", error.message);
}

}  // namespace shadowsim
