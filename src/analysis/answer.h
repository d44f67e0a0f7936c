#pragma once

#include <string_view>

#include "analysis/analyzer.h"
#include "analysis/api_error.h"
#include "transport/http_transport.h"

namespace callfold {

// An HTTP response, understood. Of `answer`, everything is filled in but what only the sender
// knows: id and prompt version.
struct ReadAnswer {
    AnalysisAnswer answer;
    RejectionScope scope = RejectionScope::request;  // read only when rejected
    bool blames_prompt = false;                      // the API names the parameter `prompt`
};

// The one reader of answers of /v1/responses, tolerant towards everything that is not asked for:
// walks `output[]` to the items of type message, wherever they are, tells output_text from refusal,
// and an incomplete answer from a broken one. A complete assessment in an incomplete answer counts.
// `model` is the configured one; `secret` is blotted out wherever the server repeats it.
ReadAnswer read_answer(const HttpResponse& response, AnalysisType type, Instant now,
                       std::string_view model, std::string_view secret);

}  // namespace callfold
