// The promise of the whole: the set of events alone decides, however it arrives.
#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/fold.h"
#include "domain/testing/generate_events.h"
#include "domain/testing/posted_call.h"

namespace callfold {
namespace {

using test::EventSet;
using test::PostedCall;

std::vector<ArrivedEvent> set_of(const std::vector<ArrivedEvent>& arrivals) {
    EventSet set;
    for (const ArrivedEvent& arrived : arrivals)
        set.arrive(arrived);
    return set.events();
}

RC_GTEST_PROP(FoldProperty, OrderChangesNothing, ()) {
    const auto events = *test::event_set();
    const FoldRules rules = *test::fold_rules();
    RC_ASSERT(fold(test::shuffled(events), rules) == fold(events, rules));
}

RC_GTEST_PROP(FoldProperty, EventsThatStandTwiceChangeNothing, ()) {
    const auto events = *test::event_set();
    const FoldRules rules = *test::fold_rules();
    auto twice = events;
    for (const ArrivedEvent& arrived : events) {
        if (*rc::gen::arbitrary<bool>()) twice.push_back(arrived);
    }
    RC_ASSERT(fold(test::shuffled(twice), rules) == fold(events, rules));
}

RC_GTEST_PROP(FoldProperty, DuplicatesInAnyOrderChangeNothing, ()) {
    const auto arrivals = test::any_arrivals(*test::event_set());
    const FoldRules rules = *test::fold_rules();
    RC_ASSERT(fold(set_of(test::shuffled(arrivals)), rules) == fold(set_of(arrivals), rules));
}

RC_GTEST_PROP(FoldProperty, LateEventsAndChatterChangeNothing, ()) {
    const auto events = *test::event_set();
    const FoldRules rules = *test::fold_rules();
    auto folded_only = events;
    std::erase_if(folded_only, [](const ArrivedEvent& arrived) {
        return arrived.late || arrived.event.kind == EventKind::chatter;
    });
    RC_ASSERT(fold(folded_only, rules) == fold(events, rules));
}

int rank_of(LifecycleStatus status) {
    return rank(*parse_event_kind(to_string(status)));
}

RC_GTEST_PROP(FoldProperty, NoFurtherEventTakesACallBackwards, ()) {
    auto events = *test::event_set();
    const FoldRules rules = *test::fold_rules();
    const Call before = fold(events, rules);
    RC_PRE(before.status.has_value());
    events.push_back(*test::arrived_event());
    const Call after = fold(events, rules);
    RC_ASSERT(after.attempt >= before.attempt);
    if (after.attempt == before.attempt)
        RC_ASSERT(rank_of(*after.status) >= rank_of(*before.status));
    RC_ASSERT((after.first_occurred_at <= before.first_occurred_at));
    RC_ASSERT((after.last_event_at >= before.last_event_at));
}

RC_GTEST_PROP(FoldProperty, UnknownWordsMoveNothing, ()) {
    const auto events = *test::event_set();
    auto known = events;
    std::erase_if(known, [](const ArrivedEvent& arrived) {
        return arrived.event.kind == EventKind::unknown;
    });
    const Call with = fold(events, {});
    const Call without = fold(known, {});
    RC_ASSERT((with.status == without.status));
    RC_ASSERT(with.attempt == without.attempt);
    RC_ASSERT((with.stages == without.stages));
    RC_ASSERT((with.ended_at == without.ended_at));
    RC_ASSERT(without.unknown_statuses.empty());
}

RC_GTEST_PROP(FoldProperty, EveryValueStandsInAnEvent, ()) {
    const auto events = *test::event_set();
    const Call call = fold(events, *test::fold_rules());
    const auto told = [&](auto is_it) {
        return std::any_of(events.begin(), events.end(),
                           [&](const ArrivedEvent& arrived) { return is_it(arrived.event.facts); });
    };
    if (call.hangup != Hangup{})
        RC_ASSERT(told([&](auto& facts) { return facts.hangup == call.hangup; }));
    if (call.cost) RC_ASSERT(told([&](auto& facts) { return facts.cost == call.cost; }));
    if (call.transcript) {
        RC_ASSERT(told([&](auto& facts) {
            return facts.transcript && facts.transcript->digest == call.transcript;
        }));
    }
    if (call.analysis_key) {
        RC_ASSERT(told([&](auto& facts) {
            return facts.transcript == TranscriptFact{*call.analysis_key, true};
        }));
    }
}

RC_GTEST_PROP(FoldProperty, OnlyTalkCosts, ()) {
    const Call call = fold(*test::event_set(), *test::fold_rules());
    RC_ASSERT(call.price >= Credits{});
    RC_ASSERT(call.billable_duration >= milliseconds{0});
    if (call.billable_duration == milliseconds{0}) RC_ASSERT(call.price == Credits{});
}

void expect_ledger_holds(const PostedCall& posted, const Call& call) {
    Credits sum;
    for (const auto& [account, balance] : posted.balances)
        sum += balance;
    RC_ASSERT(sum == Credits{});
    RC_ASSERT(posted.posted().charged == call.price);
    RC_ASSERT(posted.charge_keys.size() == static_cast<std::size_t>(posted.posted().charge_count));
}

void expect_analysis_holds(const PostedCall& posted, const Call& call) {
    std::set<Digest> analysed;
    std::map<PhoneNumber, Digest> leads;
    if (call.analysis_key) {
        analysed.insert(*call.analysis_key);
        if (call.customer_number) leads.emplace(*call.customer_number, *call.analysis_key);
    }
    RC_ASSERT(posted.analysed == analysed);
    RC_ASSERT(posted.leads == leads);
    const AnalysisStatus without_key =
        call.ended_at ? AnalysisStatus::skipped : AnalysisStatus::none;
    RC_ASSERT(posted.analysis_status ==
              (call.analysis_key ? AnalysisStatus::pending : without_key));
}

bool is_nothing(const Effects& change) {
    const AnalysisEffect& analysis = change.analysis;
    return !change.charge && change.counters.empty() && !analysis.withdraw && !analysis.request &&
           !analysis.dirty_lead && !analysis.request_lead && !analysis.new_status;
}

// After each batch, and so after the last, everything that is posted is what the events so far say:
// no way of cutting or ordering the arrivals can end elsewhere.
RC_GTEST_PROP(EffectsProperty, ConvergeInEverySplitAndOrder, ()) {
    const auto arrivals = test::any_arrivals(*test::event_set());
    const FoldRules rules = *test::fold_rules();
    EventSet set;
    PostedCall posted;
    Call call;
    for (const auto& batch : test::any_batches(arrivals)) {
        for (const ArrivedEvent& arrived : batch)
            set.arrive(arrived);
        call = fold(set.events(), rules);
        const Effects change = posted.post(call);
        if (change.charge) RC_ASSERT(change.charge->amount > Credits{});
        expect_ledger_holds(posted, call);
        expect_analysis_holds(posted, call);
        RC_ASSERT(posted.counters == contributions(call));
        RC_ASSERT(is_nothing(posted.post(call)));
    }
    RC_ASSERT(call == fold(set_of(test::shuffled(arrivals)), rules));
}

}  // namespace
}  // namespace callfold
