#include "storage/model_request_queries.h"

#include "storage/columns.h"
#include "storage/statements/model_request_queries.h"

namespace callfold {

std::vector<ListedModelRequest> model_requests_of_call(Connection& connection, TenantId tenant,
                                                       CallId call) {
    std::vector<ListedModelRequest> requests;
    query(
        connection, sql::select_model_requests_of_call,
        [&](const Row& row) {
            Columns columns{row};
            ListedModelRequest& request = requests.emplace_back();
            request.public_id = columns.uuid();
            request.type = columns.word(parse_analysis_type);
            request.analyzer = columns.text();
            request.model = columns.text();
            request.prompt_version = columns.text();
            request.outcome = columns.text();
            request.was_applied = columns.boolean();
            request.sent_at = columns.instant();
            request.answered_at = columns.optional_instant();
            request.duration = columns.optional_milliseconds();
            request.http_status = columns.optional_integer();
            request.input_tokens = columns.integer();
            request.cached_tokens = columns.integer();
            request.output_tokens = columns.integer();
            request.error = columns.optional_text();
        },
        tenant, call);
    return requests;
}

}  // namespace callfold
