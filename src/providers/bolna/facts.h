#pragma once

#include <optional>

#include "domain/event.h"
#include "domain/transcript.h"
#include "providers/json_fields.h"

namespace callfold::bolna {

// What a webhook says about its call, and the words that came with it.
struct CallReport {
    EventFacts facts;
    std::optional<Transcript> transcript;
};

// Reads Bolna's execution record.
CallReport read_execution_record(const JsonFields& record);

// Reads the webhook of the source documents, and whatever it has of the execution record.
CallReport read_source_document(const JsonFields& document);

}  // namespace callfold::bolna
