#include "pipeline/analyze_lead.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "pipeline/refresh_lead.h"
#include "pipeline/tell_subscribers.h"
#include "storage/events.h"
#include "storage/notifications.h"

namespace callfold {
namespace {

using IndividualsByCall = std::map<CoveredKey, const IndividualAnalysis*>;

// Everything of a lead that an analysis can be made from.
struct LeadMaterial {
    std::vector<AnalyzedCall> calls;  // oldest first
    std::vector<IndividualAnalysis> individuals;
    std::optional<StoredComplete> complete;
    std::set<CoveredKey> covered;  // by the complete analysis, as the calls still are
};

LeadMaterial read_material(Connection& connection, TenantId tenant, const PhoneNumber& number) {
    LeadMaterial material;
    material.calls = analyzed_calls_of_lead(connection, tenant, number);
    material.individuals = individuals_of_lead(connection, tenant, number);
    material.complete = complete_of_lead(connection, tenant, number);
    if (!material.complete || material.complete->summary_is_stale) return material;
    const auto& covered = material.complete->covered;
    for (const AnalyzedCall& call : material.calls) {
        const CoveredKey key{call.id, call.analysis_key.value()};
        if (std::find(covered.begin(), covered.end(), key) != covered.end()) {
            material.covered.insert(key);
        }
    }
    return material;
}

// Whether the calls have the words that were read, and are still the lead's, whose calls are given.
bool are_still_so(const std::vector<CoveredKey>& covered, const std::vector<AnalyzedCall>& calls) {
    std::set<CoveredKey> current;
    for (const AnalyzedCall& call : calls) {
        if (!call.erased) current.insert({call.id, call.analysis_key.value()});
    }
    return std::all_of(covered.begin(), covered.end(),
                       [&](const CoveredKey& key) { return current.contains(key); });
}

IndividualsByCall by_call(const std::vector<IndividualAnalysis>& individuals) {
    IndividualsByCall found;
    for (const IndividualAnalysis& analysis : individuals) {
        found.emplace(CoveredKey{analysis.call, analysis.analysis_key}, &analysis);
    }
    return found;
}

// The words of calls that are not covered yet, newest first.
void add_transcripts(Connection& connection, TenantId tenant, const LeadMaterial& material,
                     const Settings& settings, const LeadInputLimits& limits, CompleteInput& input,
                     PreparedAnalysis& prepared, std::set<CoveredKey>& included,
                     std::vector<CoveredKey>& postponed) {
    std::size_t bytes = 0;
    for (auto call = material.calls.rbegin(); call != material.calls.rend(); ++call) {
        const CoveredKey key{call->id, call->analysis_key.value()};
        if (material.covered.contains(key) || call->erased) continue;
        if (input.transcripts.size() == limits.transcripts || bytes > limits.transcript_bytes) {
            postponed.push_back(key);
            continue;
        }
        auto transcript = transcript_of(connection, tenant, call->id, key.analysis_key);
        if (!transcript) continue;
        const CallContext context = context_of(*call, settings);
        std::vector<std::string> texts = searched_texts(*transcript, context);
        bytes += texts.front().size();
        prepared.texts.insert(prepared.texts.end(), std::make_move_iterator(texts.begin()),
                              std::make_move_iterator(texts.end()));
        input.transcripts.push_back({std::move(*transcript), context});
        included.insert(key);
    }
}

// What was found in earlier calls counts as found: their words may be forgotten by now.
void add_verified_texts(const Assessment& assessment, std::vector<std::string>& texts) {
    for (const auto* list :
         {&assessment.key_topics, &assessment.objections, &assessment.pain_points,
          &assessment.interests, &assessment.next_steps}) {
        for (const Claim& claim : *list) {
            if (claim.verified && claim.quote) texts.push_back(*claim.quote);
        }
    }
    for (const auto* claim :
         {&assessment.customer_name, &assessment.customer_email, &assessment.customer_phone}) {
        if (*claim && (*claim)->verified) texts.push_back((*claim)->text);
    }
}

// Individual analyses in place of words, newest first. Calls that are covered already may fall out,
// and then the previous summary stands for them.
void add_analyses(const LeadMaterial& material, const LeadInputLimits& limits, CompleteInput& input,
                  PreparedAnalysis& prepared, std::set<CoveredKey>& included) {
    const IndividualsByCall individuals = by_call(material.individuals);
    const std::size_t analyses_max =
        material.covered.empty() ? limits.analyses_at_first : limits.analyses;
    bool left_out = false;
    for (auto call = material.calls.rbegin(); call != material.calls.rend(); ++call) {
        const CoveredKey key{call->id, call->analysis_key.value()};
        if (included.contains(key)) continue;
        const auto analysis = individuals.find(key);
        const bool fits = input.analyses.size() < analyses_max;
        if (analysis != individuals.end() && fits) {
            input.analyses.push_back({call->ended_at, analysis->second->assessment});
            add_verified_texts(analysis->second->assessment, prepared.texts);
            included.insert(key);
        } else if (material.covered.contains(key)) {
            left_out = true;
            included.insert(key);
        }
    }
    if (left_out) input.previous_summary = material.complete->summary;
}

// For a lead that nothing is left to make a new analysis from. What was said in calls stays true of
// them when their words are forgotten; an analysis of words that no call has any more is none.
void keep_or_withdraw_complete(Connection& connection, TenantId tenant, const PhoneNumber& number,
                               const LeadMaterial& material) {
    if (!material.complete) return;
    if (are_still_so(material.complete->covered, material.calls)) {
        mark_complete_current(connection, tenant, number);
    } else {
        delete_complete(connection, tenant, number);
    }
}

std::optional<NewNotification> news_of_hot_lead(Connection& connection, TenantId tenant,
                                                const PhoneNumber& number,
                                                const std::optional<StoredComplete>& before,
                                                const Assessment& assessment, CallId latest_call,
                                                Instant now) {
    const bool was_hot = before && before->tag == LeadTag::hot;
    if (was_hot || tag_of(assessment.total_score) != LeadTag::hot) return std::nullopt;
    const auto latest = analyzed_call(connection, tenant, latest_call);
    const bool too_late =
        latest && latest->ended_at && now - *latest->ended_at > std::chrono::hours{24};
    return NewNotification{
        tenant,
        NotificationKind::lead_hot,
        fmt::format("lead-hot/{}/{}", number.e164(), latest_call.value),
        fmt::format("A lead became hot with a score of {}.", assessment.total_score),
        latest_call,
        number,
        too_late};
}

}  // namespace

std::optional<PreparedAnalysis> prepare_lead_analysis(Connection& connection, const ClaimedJob& job,
                                                      const Settings& settings,
                                                      const LeadInputLimits& limits) {
    const PhoneNumber& number = job.number.value();
    const LeadMaterial material = read_material(connection, job.tenant, number);
    PreparedAnalysis prepared;
    prepared.job = job;
    CompleteInput input;
    std::set<CoveredKey> included;
    std::vector<CoveredKey> postponed;
    add_transcripts(connection, job.tenant, material, settings, limits, input, prepared, included,
                    postponed);
    add_analyses(material, limits, input, prepared, included);
    prepared.calls_left =
        std::any_of(postponed.begin(), postponed.end(),
                    [&](const CoveredKey& key) { return !included.contains(key); });
    if (input.transcripts.empty() && input.analyses.empty()) {
        keep_or_withdraw_complete(connection, job.tenant, number, material);
        return std::nullopt;
    }
    for (const AnalyzedCall& call : material.calls) {
        const CoveredKey key{call.id, call.analysis_key.value()};
        if (included.contains(key)) prepared.covered.push_back(key);
    }
    input.statistics = statistics_of_lead(material.calls, material.individuals);

    const AnalyzedCall& latest = material.calls.back();
    AnalysisRequest& request = prepared.request;
    request.tenant = job.tenant;
    request.type = AnalysisType::complete;
    request.execution_id = latest.execution_id;
    request.processing_id = job.processing_id;
    request.person = number.e164();
    if (latest.agent) {
        const auto agent = settings.agents.find(*latest.agent);
        if (agent != settings.agents.end()) request.prompt = agent->second.prompt_complete;
    }
    request.input = std::move(input);
    return prepared;
}

AppliedAnalysis apply_lead_analysis(Connection& connection, const PreparedAnalysis& prepared,
                                    Assessment assessment, const AnalysisSource& source,
                                    Instant now) {
    const TenantId tenant = prepared.job.tenant;
    const PhoneNumber& number = prepared.job.number.value();
    const LeadMaterial material = read_material(connection, tenant, number);
    if (!are_still_so(prepared.covered, material.calls)) return {};
    verify_claims(assessment, prepared.texts);
    replace_complete(connection, tenant, number, prepared.covered,
                     statistics_of_lead(material.calls, material.individuals), assessment, source,
                     now);
    const CallId latest_call = prepared.covered.back().call;
    auto hot = news_of_hot_lead(connection, tenant, number, material.complete, assessment,
                                latest_call, now);
    if (const auto latest = analyzed_call(connection, tenant, latest_call)) {
        tell_about_lead(connection,
                        {tenant, number, material.complete, *latest, prepared.covered.size()},
                        assessment, source, now);
    }
    return {true, prepared.calls_left, std::move(hot)};
}

bool lead_analysis_is_current(Connection& connection, const PreparedAnalysis& prepared) {
    const ClaimedJob& job = prepared.job;
    return are_still_so(prepared.covered,
                        analyzed_calls_of_lead(connection, job.tenant, job.number.value()));
}

}  // namespace callfold
