#pragma once

#include "sim/terminal/shard_choice.h"

namespace shadowsim::terminal {

// Whether a terminal may be sent colours.
// Source: no-color.org.
bool wants_colour(const Environment& environment);

// Whether it shows UTF-8.
// Source: locale(7): LC_ALL goes before LC_CTYPE, and that before LANG.
bool knows_unicode(const Environment& environment);

// Whether it understands ANSI's movements of the cursor.
// Source: terminfo(5): "dumb" can do nothing.
bool can_move_cursor(const Environment& environment);

}  // namespace shadowsim::terminal
