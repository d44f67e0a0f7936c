#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "domain/model_pause.h"
#include "domain/phone.h"

namespace callfold {

// What needs a person's look, over all calls; the gravest first. Words of the API; do not rename.
enum class TroubleGroupKind {
    breaker_open,
    silent_endpoint,
    quarantine,
    failed_job,
    held_job,
    failed_delivery,
    unknown_status,
    no_news,
};

std::string_view to_string(TroubleGroupKind kind);

// What mends it. Words of the API; do not rename.
enum class TroubleAction {
    replay_quarantined,
    retry_job,
    replay_delivery,
    top_up,
    raise_budget,
    check_endpoint,
    open_call,
    mend_model,
};

std::string_view to_string(TroubleAction action);

struct TroubleRemedy {
    TroubleAction action;
    std::string_view text;  // for people
};

// What mends trouble of this kind. Held jobs are waited for by what holds them, see
// `remedy_of_hold`; a paused model by what paused it, see `remedy_of_pause`.
TroubleRemedy remedy_of(TroubleGroupKind kind);

TroubleRemedy remedy_of_pause(PauseCause cause);

// Why jobs are held back although they are due.
enum class HoldReason { balance, budget, model_paused };

TroubleRemedy remedy_of_hold(HoldReason reason);

// One thing in trouble, with the cause that it is grouped by.
struct TroubleRow {
    std::string cause;
    std::optional<Uuid> id;  // what the remedy's action takes
    std::optional<Uuid> call;
    std::optional<PhoneNumber> number;
    std::string text;  // what tells it apart
    Instant at;
};

// Rows of one kind and cause.
struct TroubleGroup {
    TroubleGroupKind kind;
    TroubleRemedy remedy;
    std::string cause;
    std::int64_t count = 0;
    Instant first_at;
    Instant last_at;
    std::vector<TroubleRow> items;    // the first ones of those that were given
    std::optional<ModelPause> pause;  // of the paused model only
};

inline constexpr std::size_t trouble_items_shown = 20;
// More causes than these are taken together.
inline constexpr std::size_t trouble_causes_shown = 20;

// Groups rows of one kind by their cause: the one with the most rows first. `rows` have the newest
// first. Pure.
std::vector<TroubleGroup> group_trouble(TroubleGroupKind kind, const TroubleRemedy& remedy,
                                        const std::vector<TroubleRow>& rows);

}  // namespace callfold
