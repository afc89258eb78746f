#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/shadow/document.h"
#include "sim/shadow/rejection.h"
#include "sim/shadow/request.h"
#include "sim/shadow/section.h"

namespace shadowsim::shadow {

// What every answer repeats: the second it was made in and the token of the request, if it had one.
struct Envelope {
  Timestamp now;
  std::optional<std::string_view> client_token;
};

// The bodies of the service's messages. Each replaces what `out` held and keeps its buffer.
// Source: shadow-protocol.md, section 4.

// Echoes the state of the request, nulls included, not the merged document.
void write_update_accepted(std::string& out, const UpdateRequest& request, Version version,
                           const Envelope& envelope);

// Requires: a delta that is not empty, or nothing would be published.
void write_update_delta(std::string& out, const Section& delta, Version version,
                        const Envelope& envelope);

// The document before and after; `previous` is null where there was no shadow.
void write_update_documents(std::string& out, const Document* previous, const Document& current,
                            const Envelope& envelope);

void write_get_accepted(std::string& out, const Document& document, const Envelope& envelope);

// `version` is that of the document deleted.
void write_delete_accepted(std::string& out, Version version, const Envelope& envelope);

// Without a timestamp, as the real service's refusals are.
void write_rejected(std::string& out, const Rejection& rejection,
                    std::optional<std::string_view> client_token);

}  // namespace shadowsim::shadow
