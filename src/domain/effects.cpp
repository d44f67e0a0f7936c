#include "domain/effects.h"

#include <cstdlib>

#include "domain/words.h"

namespace callfold {

std::string_view to_string(AnalysisStatus status) {
    switch (status) {
        case AnalysisStatus::none:
            return "none";
        case AnalysisStatus::pending:
            return "pending";
        case AnalysisStatus::done:
            return "done";
        case AnalysisStatus::failed:
            return "failed";
        case AnalysisStatus::skipped:
            return "skipped";
    }
    std::abort();
}

std::optional<AnalysisStatus> parse_analysis_status(std::string_view word) {
    return parse_word(word, AnalysisStatus::skipped);
}

namespace {

AnalysisEffect analysis_effect(const PostedEffects& before, const Call& after) {
    AnalysisEffect effect;
    const bool key_changed = before.analysis_key != after.analysis_key;
    if (key_changed) {
        effect.withdraw = before.analysis_key;
        effect.request = after.analysis_key;
    }
    if (key_changed || before.customer_number != after.customer_number) {
        // A call without a key is no part of a lead, whatever its number.
        if (before.analysis_key) effect.dirty_lead = before.customer_number;
        if (after.analysis_key) effect.request_lead = after.customer_number;
    }

    const bool skipped = !after.analysis_key && after.ended_at.has_value();
    if (effect.request) {
        effect.new_status = AnalysisStatus::pending;
    } else if (effect.withdraw || before.skipped != skipped) {
        effect.new_status = skipped ? AnalysisStatus::skipped : AnalysisStatus::none;
    }
    return effect;
}

}  // namespace

Effects effects(std::string_view call_public_id, const PostedEffects& before, const Call& after) {
    return Effects{
        .charge =
            charge_transfer(call_public_id, before.charged, after.price, before.charge_count + 1),
        .analysis = analysis_effect(before, after),
        .counters = difference(before.contributions, contributions(after)),
    };
}

}  // namespace callfold
