#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "domain/call.h"
#include "domain/counters.h"
#include "domain/ledger.h"
#include "domain/notification.h"

namespace callfold {

// What is stored of a call's effects so far; the start of a new call is the default.
struct PostedEffects {
    Credits charged;       // the sum of the call's transfers
    int charge_count = 0;  // how many there are
    std::optional<Digest> analysis_key;
    std::optional<PhoneNumber> customer_number;  // as the call had it when they were posted
    Contributions contributions;
    bool skipped = false;  // the analysis status is `skipped`
};

// Where the analysis of a call stands. Stored as words; do not rename.
enum class AnalysisStatus { none, pending, done, failed, skipped };

std::string_view to_string(AnalysisStatus status);
std::optional<AnalysisStatus> parse_analysis_status(std::string_view word);

// The change to the analyses of one call and of its lead. The leads are told apart from the call,
// because a number may come, change or go while the transcript stays: then the individual analysis
// is kept and only moves (its row gets the call's new number), and the leads alone change.
struct AnalysisEffect {
    std::optional<Digest>
        withdraw;  // the old key: waiting jobs are cancelled, the individual row goes
    std::optional<Digest> request;          // the new key: a job for the call
    std::optional<PhoneNumber> dirty_lead;  // a lead that covers the call as it no longer is
    std::optional<PhoneNumber>
        request_lead;  // a lead that has to cover the call as it is now: a job
    std::optional<AnalysisStatus>
        new_status;  // what the call's analysis_status becomes, if it changes
};

// The differences that a fold makes: what is to be written besides the call itself. Converges:
// applying the effects and asking again gives nothing.
struct Effects {
    std::optional<Transfer> charge;
    AnalysisEffect analysis;
    Contributions counters;  // to be added
};

// Compares what is posted with what the call is now. Pure.
Effects effects(std::string_view call_public_id, const PostedEffects& before, const Call& after);

}  // namespace callfold
