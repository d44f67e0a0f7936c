#pragma once

#include <optional>
#include <string_view>

#include "domain/event.h"
#include "domain/transcript.h"

namespace callfold::bolna {

// What a status word of Bolna, or the `event` word of the source documents, says; case, underscores
// and blanks do not matter. Words nobody knows are `unknown`. Source: Bolna docs,
// api-reference/errors.md (Aug 2026) for the words of today, balance_low from 2024.
EventKind event_kind(std::string_view status);

// Source: Bolna docs, guides/post-call/list-phone-call-hangup-status.md. Words that name nobody
// ("Unknown") and words nobody knows give nothing.
std::optional<HangupParty> hangup_party(std::string_view hangup_by);

// Who a `role` of a transcript in list form is; `other` for a word nobody knows.
Speaker speaker_of(std::string_view role);

// Whether `key` belongs to the top level of Bolna's execution record. A tool without an address of
// its own posts the record with its arguments merged into the top level: that is how it is told
// apart.
bool is_recorded_key(std::string_view key);

// Whether `key` belongs to the top level of a webhook as the source documents describe it.
bool is_source_document_key(std::string_view key);

}  // namespace callfold::bolna
