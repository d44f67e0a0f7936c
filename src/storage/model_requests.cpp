#include "storage/model_requests.h"

#include "storage/statements/model_requests.h"

namespace callfold {

ModelRequestId record_model_request(Connection& connection, const ClaimedJob& job,
                                    AnalysisType type, std::string_view analyzer, Instant now) {
    const PlannedRequest request{&job, type};
    return record_model_requests(connection, {&request, 1}, analyzer, now).at(job.id);
}

std::map<JobId, ModelRequestId> record_model_requests(Connection& connection,
                                                      std::span<const PlannedRequest> requests,
                                                      std::string_view analyzer, Instant now) {
    constexpr std::size_t width = 9;
    std::vector<Parameter> parameters;
    for (const auto& [job, type] : requests) {
        std::optional<std::string_view> number;
        if (job->number) number = job->number->e164();
        parameters.insert(parameters.end(),
                          {parameter(new_uuid(now)), parameter(job->tenant), parameter(job->id),
                           parameter(to_string(type)), parameter(job->call), parameter(number),
                           parameter(job->analysis_key), parameter(analyzer), parameter(now)});
    }
    std::map<JobId, ModelRequestId> ids;
    connection.run_for_each(sql::insert_model_request, width, parameters, [&](const Row& row) {
        ids.emplace(row.id<JobId>(1), row.id<ModelRequestId>(0));
    });
    return ids;
}

void store_model_answer(Connection& connection, const ModelAnswer& answer, Instant now) {
    execute(connection, sql::store_model_answer, answer.tenant, answer.id, answer.outcome,
            answer.model, answer.prompt_version, now, answer.duration, answer.http_status,
            answer.input_tokens, answer.cached_tokens, answer.output_tokens,
            answer.reasoning_tokens, answer.error, answer.error_code, answer.raw_answer,
            answer.was_applied);
}

void forget_answers_about_lead(Connection& connection, TenantId tenant, const PhoneNumber& number) {
    execute(connection, sql::forget_answers_about_lead, tenant, number.e164());
}

std::int64_t tokens_since(Connection& connection, TenantId tenant, Instant since) {
    std::int64_t tokens = 0;
    query(
        connection, sql::select_tokens_since, [&](const Row& row) { tokens = row.integer(0); },
        tenant, since);
    return tokens;
}

int unusable_answers(Connection& connection, const ClaimedJob& job) {
    int count = 0;
    query(
        connection, sql::select_unusable_answers_of_job,
        [&](const Row& row) { count = static_cast<int>(row.integer(0)); }, job.tenant, job.id);
    return count;
}

}  // namespace callfold
