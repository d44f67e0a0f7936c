#include "bench/jobs/backlog.h"

#include <algorithm>
#include <chrono>

#include "bench/load/bodies.h"
#include "storage/statements.h"
#include "storage/tenant_scope.h"

namespace callfold::bench {
namespace {

constexpr std::size_t webhooks_per_batch = 100;
constexpr std::size_t jobs_per_call = 2;
// As the committer does: what was done in 4 ms, but not a great many at once.
constexpr std::chrono::milliseconds refill_interval{4};
constexpr std::size_t jobs_per_refill = 128;

void commit_calls(Workplace& workplace, const std::string& bodies_folder, std::size_t calls) {
    Bodies bodies(bodies_folder, 1, true);
    for (std::size_t committed = 0; committed < calls; committed += webhooks_per_batch) {
        std::vector<IncomingWebhook> webhooks;
        for (std::size_t i = 0; i < webhooks_per_batch; ++i)
            webhooks.push_back(workplace.incoming(bodies.next()));
        workplace.commit(webhooks);
    }
}

std::vector<JobRequest> requests_of_calls(Workplace& workplace) {
    const Statement select_calls{
        static_cast<int>(all_statements().size()), "select_calls",
        "SELECT id, phone_number, analysis_key FROM calls WHERE user_id = ?1 ORDER BY id",
        "SELECT id, phone_number, analysis_key FROM calls WHERE user_id = $1 ORDER BY id"};
    std::vector<JobRequest> requests;
    const TenantId tenant = workplace.tenant();
    const TenantScope scope(tenant);
    workplace.database().read([&](Connection& connection) {
        query(
            connection, select_calls,
            [&](const Row& row) {
                requests.push_back(
                    call_analysis(tenant, row.id<CallId>(0), row.digest(2), "bench"));
                requests.push_back(lead_analysis(
                    tenant, PhoneNumber::from_e164(std::string(row.text(1))), "bench"));
            },
            tenant);
    });
    return requests;
}

}  // namespace

Backlog::Backlog(Workplace& workplace, const std::string& bodies_folder, std::size_t jobs)
    : workplace_(workplace) {
    commit_calls(workplace, bodies_folder, std::max<std::size_t>(jobs / jobs_per_call, 1));
    requests_ = requests_of_calls(workplace);
}

void Backlog::work_off() {
    constexpr std::string_view owner = "backlog";
    const TenantId tenant = workplace_.tenant();
    const TenantScope scope(tenant);
    const Instant now = SystemClock{}.now();
    workplace_.database().write([&](Connection& connection) {
        for (const ClaimedJob& job :
             claim_jobs(connection, tenant, owner, now, now + seconds{60}, requests_.size())) {
            finish_job(connection, job, owner, JobState::done, std::nullopt, now);
        }
    });
}

void Backlog::request_again(std::size_t count) {
    const TenantScope scope(workplace_.tenant());
    std::vector<JobRequest> requests;
    for (std::size_t i = 0; i < count; ++i)
        requests.push_back(requests_[next_++ % requests_.size()]);
    workplace_.database().write(
        [&](Connection& connection) { request_jobs(connection, requests, SystemClock{}.now()); });
}

Refill::Refill(Backlog& backlog, const std::atomic<std::size_t>& done)
    : thread_([this, &backlog, &done] { run(backlog, done); }) {}

Refill::~Refill() {
    stopping_ = true;
    thread_.join();
}

void Refill::run(Backlog& backlog, const std::atomic<std::size_t>& done) {
    for (std::size_t requested = done; !stopping_;) {
        const std::size_t missing = std::min(done - requested, jobs_per_refill);
        if (missing > 0) backlog.request_again(missing);
        requested += missing;
        if (missing < jobs_per_refill) std::this_thread::sleep_for(refill_interval);
    }
}

}  // namespace callfold::bench
