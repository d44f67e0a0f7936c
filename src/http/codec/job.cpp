#include "http/codec/job.h"

#include <nlohmann/json.hpp>

#include "http/codec/values.h"

namespace callfold::http {
namespace {

bool is_over(JobState state) {
    return state != JobState::waiting && state != JobState::running;
}

}  // namespace

nlohmann::json job_json(const ListedJob& job, Uuid tenant) {
    const bool is_waiting = job.state == JobState::waiting;
    return {
        {"id", json_value(job.public_id)},
        {"user_id", json_value(tenant)},
        {"kind", to_string(job.kind)},
        {"state", to_string(job.state)},
        {"call_id", json_value(job.call)},
        {"phone_number", json_value(job.number)},
        {"attempts", job.attempts},
        {"held_because", json_value(job.held_because)},
        {"last_error", json_value(job.last_error)},
        {"run_at", is_waiting ? json_value(job.not_before) : nlohmann::json(nullptr)},
        {"finished_at", is_over(job.state) ? json_value(job.updated_at) : nlohmann::json(nullptr)},
        {"created_at", json_value(job.created_at)},
        {"updated_at", json_value(job.updated_at)}};
}

nlohmann::json jobs_json(const std::vector<ListedJob>& jobs, Uuid tenant) {
    auto list = nlohmann::json::array();
    for (const ListedJob& job : jobs)
        list.push_back(job_json(job, tenant));
    return list;
}

}  // namespace callfold::http
