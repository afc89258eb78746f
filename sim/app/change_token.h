#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/base/ids.h"

namespace shadowsim::app {

// The client token of a change's desired update: "change-4711". The service repeats it in all that
// the update causes, so the light's delta tells which change it is about.
std::string to_token(ChangeId change);

// The change that such a token names; none for anybody else's token.
std::optional<ChangeId> change_of(std::string_view client_token);

}  // namespace shadowsim::app
