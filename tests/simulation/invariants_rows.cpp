#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/crypto.h"
#include "storage/analytics.h"
#include "storage/events.h"
#include "storage/testing/ad_hoc_sql.h"
#include "tests/simulation/invariants.h"

namespace callfold::simulation {
namespace {

// A query that gives a row for everything that is wrong.
struct RowInvariant {
    const char* name;
    const char* query;
};

constexpr RowInvariant row_invariants[] = {
    {"the ledger of a tenant sums to zero",
     "SELECT 'tenant ' || user_id FROM ledger_accounts GROUP BY user_id HAVING sum(balance_micro) "
     "<> 0"},
    {"a balance is the sum of its transfers",
     "SELECT user_id || ' ' || account FROM ledger_accounts AS a WHERE balance_micro <> (SELECT "
     "coalesce(sum(CASE WHEN t.credit_account = a.account THEN amount_micro ELSE -amount_micro "
     "END), 0) FROM ledger_transfers AS t WHERE t.user_id = a.user_id AND (t.credit_account = "
     "a.account OR t.debit_account = a.account))"},
    {"a transfer has its accounts",
     "SELECT 'transfer ' || t.id FROM ledger_transfers AS t WHERE (SELECT count(*) FROM "
     "ledger_accounts AS a WHERE a.user_id = t.user_id AND a.account IN (t.credit_account, "
     "t.debit_account)) <> 2"},
    {"what a call is charged is the sum of its transfers",
     "SELECT 'call ' || id FROM calls AS c WHERE credits_charged_micro <> (SELECT "
     "coalesce(sum(CASE WHEN debit_account = 'credits' THEN amount_micro ELSE -amount_micro END), "
     "0) FROM ledger_transfers AS t WHERE t.call_id = c.id)"},
    {"a call counts its charges",
     "SELECT 'call ' || id FROM calls AS c WHERE charge_count <> (SELECT count(*) FROM "
     "ledger_transfers AS t WHERE t.call_id = c.id)"},
    {"a call counts the duplicates of its events",
     "SELECT 'call ' || id FROM calls AS c WHERE duplicates <> (SELECT coalesce(sum(duplicates), "
     "0) FROM call_events AS e WHERE e.call_id = c.id)"},
    {"no job is left",
     "SELECT 'job ' || id || ' ' || state || ' ' || coalesce(last_error, '') FROM jobs WHERE state "
     "IN ('waiting', "
     "'running', 'failed') AND kind IN ('analyze-call', 'analyze-lead')"},
    {"what was erased is purged from the files", "SELECT 'purge ' || id FROM purges"},
    {"no request to the model is left open",
     "SELECT 'request ' || id FROM model_requests WHERE outcome = 'sent'"},
    {"a call does not wait for an analysis that nobody makes",
     "SELECT 'call ' || id FROM calls WHERE analysis_status = 'pending'"},
    {"a call that can be analysed is",
     "SELECT 'call ' || id || ' ' || analysis_status FROM calls AS c WHERE analysis_key IS NOT "
     "NULL AND sealed_at IS NULL AND erased_at IS NULL AND (analysis_status <> 'done' OR NOT "
     "EXISTS (SELECT 1 FROM lead_analytics AS a WHERE a.call_id = c.id AND a.analysis_type = "
     "'individual' AND a.analysis_key = c.analysis_key))"},
    {"an individual analysis is of the words and the number that the call has",
     "SELECT 'call ' || c.id FROM lead_analytics AS a JOIN calls AS c ON c.id = a.call_id WHERE "
     "a.analysis_type = 'individual' AND (a.analysis_key IS NOT c.analysis_key OR a.phone_number "
     "IS NOT c.phone_number OR a.user_id <> c.user_id)"},
    {"a complete analysis is of somebody with calls",
     "SELECT a.phone_number FROM lead_analytics AS a WHERE analysis_type = 'complete' AND NOT "
     "EXISTS (SELECT 1 FROM calls AS c WHERE c.user_id = a.user_id AND c.phone_number = "
     "a.phone_number AND c.analysis_key IS NOT NULL)"},
    {"no complete analysis is outdated",
     "SELECT phone_number FROM lead_analytics WHERE analysis_type = 'complete' AND "
     "summary_is_stale"},
    {"nothing is left of the words of an erased call",
     "SELECT 'call ' || id FROM calls AS c WHERE erased_at IS NOT NULL AND (phone_number IS NOT "
     "NULL OR customer_name IS NOT NULL OR summary IS NOT NULL OR extracted_data IS NOT NULL OR "
     "EXISTS (SELECT 1 FROM transcripts AS t WHERE t.call_id = c.id) OR EXISTS (SELECT 1 FROM "
     "lead_analytics AS a WHERE a.call_id = c.id) OR EXISTS (SELECT 1 FROM call_events AS e LEFT "
     "JOIN raw_bodies AS r ON r.event_id = e.id WHERE e.call_id = c.id AND (r.event_id IS NOT NULL "
     "OR e.erased = 0)))"},
    {"nothing is left of the words of a sealed call",
     "SELECT 'call ' || id FROM calls AS c WHERE sealed_at IS NOT NULL AND (summary IS NOT NULL OR "
     "extracted_data IS NOT NULL OR EXISTS (SELECT 1 FROM transcripts AS t WHERE t.call_id = c.id) "
     "OR EXISTS (SELECT 1 FROM lead_analytics AS a WHERE a.call_id = c.id AND a.analysis_type = "
     "'individual' AND a.summary <> '') OR EXISTS (SELECT 1 FROM call_events AS e JOIN raw_bodies "
     "AS r ON r.event_id = e.id WHERE e.call_id = c.id AND e.late = 0) OR EXISTS (SELECT 1 FROM "
     "model_requests AS m WHERE m.call_id = c.id AND m.raw_answer IS NOT NULL))"},
    {"the full-text index holds the transcripts that there are",
     "SELECT 'transcript ' || id FROM transcripts WHERE id NOT IN (SELECT rowid FROM "
     "transcript_words) UNION ALL SELECT 'words ' || rowid FROM transcript_words WHERE rowid NOT "
     "IN (SELECT id FROM transcripts)"},
    {"rows of a call belong to its tenant",
     "SELECT 'event ' || e.id FROM call_events AS e JOIN calls AS c ON c.id = e.call_id WHERE "
     "e.user_id <> c.user_id UNION ALL SELECT 'body ' || r.event_id FROM raw_bodies AS r JOIN "
     "call_events AS e ON e.id = r.event_id WHERE e.user_id <> r.user_id UNION ALL SELECT 'job ' "
     "|| "
     "j.id FROM jobs AS j JOIN calls AS c ON c.id = j.call_id WHERE j.user_id <> c.user_id"},
};

void check_promises(Database& database, const Truth& truth, std::vector<std::string>& violations) {
    std::set<std::string> events;
    for (std::string& id :
         test::texts_of(database, "SELECT lower(hex(public_id)) FROM call_events"))
        events.insert(std::move(id));
    for (const Promise& promise : truth.promises) {
        if (promise.quarantined) continue;  // may be forgotten, replayed or erased since
        if (!events.contains(to_hex(promise.event_id.binary()))) {
            violations.push_back(
                fmt::format("the event of acknowledged message {} is missing", promise.message));
        }
    }
}

void check_work_done_once(Database& database, const Truth& truth, std::uint64_t answers_kept,
                          std::vector<std::string>& violations) {
    const auto stored = static_cast<std::uint64_t>(
        test::count_rows(database, "model_requests", "answered_at IS NOT NULL"));
    if (stored != answers_kept) {
        violations.push_back(
            fmt::format("{} answers of the model reached a living process, {} are "
                        "stored",
                        answers_kept, stored));
    }
    for (const std::string& job :
         test::texts_of(database,
                        "SELECT job_id FROM model_requests WHERE was_applied AND analysis_type = "
                        "'individual' GROUP BY job_id HAVING count(*) > 1")) {
        violations.push_back(fmt::format("job {} succeeded more than once", job));
    }
    // Words that come back after others were said are analysed anew.
    const auto repeated = test::texts_of(
        database,
        "SELECT call_id || ' ' || count(*) FROM (SELECT call_id, key, lag(key) OVER (PARTITION BY "
        "call_id ORDER BY id) AS key_before FROM jobs WHERE kind = 'analyze-call') WHERE key = "
        "key_before GROUP BY call_id");
    for (const std::string& row : repeated) {
        const auto call = std::stoll(row);
        const auto count = std::stoi(row.substr(row.find(' ')));
        const auto again = truth.analyzed_again.find(call);
        if (count > (again == truth.analyzed_again.end() ? 0 : again->second)) {
            violations.push_back(
                fmt::format("call {} was to be analysed again {} times", call, count));
        }
    }
}

void check_balances(Database& database, const Truth& truth, std::vector<std::string>& violations) {
    for (const SimulatedTenant& tenant : truth.tenants) {
        const auto charged = test::number_of(
            database, fmt::format("SELECT coalesce(sum(credits_charged_micro), 0) FROM calls WHERE "
                                  "user_id = {}",
                                  tenant.id.value));
        const auto balance = test::number_of(
            database, fmt::format("SELECT coalesce(sum(balance_micro), 0) FROM ledger_accounts "
                                  "WHERE user_id = {} AND account = 'credits'",
                                  tenant.id.value));
        if (balance != tenant.transferred.micro() - charged) {
            violations.push_back(fmt::format("tenant {} has {}, but bought {} and was charged {}",
                                             tenant.id.value, balance, tenant.transferred.micro(),
                                             charged));
        }
    }
}

bool covers(const std::vector<CoveredKey>& covered, const CoveredKey& key) {
    return std::find(covered.begin(), covered.end(), key) != covered.end();
}

}  // namespace

void check_rows(Database& database, const Truth& truth, std::uint64_t answers_kept,
                std::vector<std::string>& violations) {
    for (const RowInvariant& invariant : row_invariants) {
        for (const std::string& row : test::texts_of(database, invariant.query))
            violations.push_back(fmt::format("not true: {}: {}", invariant.name, row));
    }
    check_promises(database, truth, violations);
    check_work_done_once(database, truth, answers_kept, violations);
    check_balances(database, truth, violations);
}

void check_leads(Database& database, std::vector<std::string>& violations) {
    const auto leads = test::texts_of(
        database,
        "SELECT DISTINCT user_id || ' ' || phone_number FROM calls WHERE phone_number IS NOT NULL "
        "AND analysis_key IS NOT NULL AND erased_at IS NULL AND sealed_at IS NULL");
    for (const std::string& lead : leads) {
        const TenantId tenant{std::stoll(lead)};
        const PhoneNumber number = PhoneNumber::from_e164(lead.substr(lead.find(' ') + 1));
        database.read([&](Connection& connection) {
            const auto complete = complete_of_lead(connection, tenant, number);
            if (!complete) {
                violations.push_back("lead " + lead + " has no complete analysis");
                return;
            }
            for (const AnalyzedCall& call : analyzed_calls_of_lead(connection, tenant, number)) {
                const auto words = transcript_of(connection, tenant, call.id, *call.analysis_key);
                if (words && !covers(complete->covered, {call.id, *call.analysis_key})) {
                    violations.push_back(
                        fmt::format("the complete analysis of lead {} leaves out call {}", lead,
                                    call.id.value));
                }
            }
        });
    }
}

}  // namespace callfold::simulation
