#pragma once

#include <string>
#include <utility>
#include <vector>

#include "domain/event.h"
#include "domain/phone.h"
#include "storage/connection.h"

namespace callfold {

// The person's calls, in the order in which calls are locked.
std::vector<CallId> calls_of_person(Connection& connection, TenantId tenant,
                                    const PhoneNumber& number);

// Takes everything personal out of one call: of its events, words, bodies, analyses, requests to
// the model, jobs and notifications. What the fold reads stays. The call is marked `erased`.
void erase_call(Connection& connection, TenantId tenant, CallId call, Instant now);

// Takes everything away that hangs on the number itself: analyses, contact, jobs, notifications.
void erase_number(Connection& connection, TenantId tenant, const PhoneNumber& number);

// Removes quarantined bodies that hold the number, however it is spelled.
void erase_quarantined(Connection& connection, TenantId tenant, const PhoneNumber& number);

// The place of a call among the calls of its tenant by their age.
struct CallAge {
    Instant created_at = Instant::min();
    CallId id;
};

// What retention looks at.
struct AgedCall {
    CallAge age;
    bool is_sealed = false;
    Instant last_arrival_at;
};

// The tenant's calls that were created before `before`, the oldest first, from behind `after` on;
// at most `most`.
std::vector<AgedCall> calls_by_age(Connection& connection, TenantId tenant, const CallAge& after,
                                   Instant before, int most);

// Removes bodies, words and texts of analyses of a call and seals it: events that arrive afterwards
// are shown, not folded. Analyses of it that wait or run are canceled.
void seal_call(Connection& connection, TenantId tenant, CallId call, Instant now);

// Removes quarantined bodies, and bodies of events that came after the sealing, that are older than
// `before`.
void delete_old_bodies(Connection& connection, TenantId tenant, Instant before);

// Removes what the model answered to requests that were sent at `from` or later, and before
// `before`; what they cost stays.
void delete_old_model_answers(Connection& connection, TenantId tenant, Instant from,
                              Instant before);

}  // namespace callfold
