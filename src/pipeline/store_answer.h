#pragma once

#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "pipeline/prepared_analysis.h"
#include "storage/connection.h"
#include "storage/notifications.h"
#include "storage/stream.h"

namespace callfold {

// Who asked.
struct AskedBy {
    std::string_view analyzer;                     // the word of the analyzer
    std::string_view owner;                        // of the job's lease
    const std::function<unsigned char()>& jitter;  // see retry_delay
};

// What people, subscribers and listeners are to be told of the answers of a transaction.
struct AnswerNews {
    std::vector<NewNotification> notifications;
    std::map<TenantId, StreamChanges> stream;
};

// Stores an answer with everything that it causes, in the running transaction: the analysis that it
// becomes, its row in `model_requests`, and what becomes of the job when it is tried again later or
// failed for good. Gives whether it is done: those of a transaction are completed together
// (complete_jobs). Of an answer that nobody waits for any more, since the lease was lost or the
// person erased, only the cost is kept. Its call and its lead are locked before
// (lock_calls_and_leads); what is to be told is added to `news`. Throws DataError when the database
// refuses something of it.
[[nodiscard]] bool store_answer(Connection& connection, const PreparedAnalysis& prepared,
                                const AnalysisAnswer& answer, const AskedBy& asked_by,
                                AnswerNews& news, Instant now);

// Tells the news at the end of the transaction, the tenants in their order, as ingest does: each
// tenant's stream is locked until the commit.
void tell(Connection& connection, AnswerNews& news, Instant now);

}  // namespace callfold
