#pragma once

#include <string>
#include <string_view>

#include "analysis/analyzer.h"

namespace callfold {

// The `error` object of a body: {"error": {"message", "type", "param", "code"}}. The message is
// left out on purpose: servers repeat pieces of the request or of the key in it.
struct ApiError {
    std::string code;  // words of letters, digits and "_.-[]"; anything else reads as empty
    std::string type;
    std::string param;
    bool web_page = false;  // the body is HTML: a proxy or gateway answered, not the API
};

// Reads any body; one that is not understood gives empty words.
ApiError read_api_error(std::string_view body);

// Whom a refused request concerns.
enum class RejectionScope {
    request,  // this request alone
    unclear,  // the API did not say; several in a row concern the model
    model,    // every request: key, money, model name, address
};

struct Verdict {
    AnswerOutcome outcome = AnswerOutcome::unavailable;
    RejectionScope scope = RejectionScope::request;  // read only when rejected

    bool operator==(const Verdict&) const = default;
};

// How a failed request ended, by the words of the API first, then by its status. Also for an error
// inside of an answer with status 200.
Verdict classify(int http_status, const ApiError& error);

// Cause and way out, for people. `model` is the configured one.
std::string explain(int http_status, const ApiError& error, const Verdict& verdict,
                    std::string_view model);

}  // namespace callfold
