#pragma once

#include <map>
#include <set>
#include <string>

#include "domain/effects.h"

namespace callfold::test {

// What a store keeps of the effects of one call, kept in memory: applies each fold's effects the
// way the committer does.
class PostedCall {
  public:
    // Applies what the fold `call` changes and gives it.
    Effects post(const Call& call) {
        Effects change = effects("call-1", posted_, call);
        if (change.charge) post_charge(*change.charge);
        post_analysis(change.analysis);
        for (const auto& [key, values] : change.counters) {
            if ((counters[key] += values).is_zero()) counters.erase(key);
        }
        posted_.analysis_key = call.analysis_key;
        posted_.customer_number = call.customer_number;
        posted_.contributions = contributions(call);
        posted_.skipped = analysis_status == AnalysisStatus::skipped;
        return change;
    }

    const PostedEffects& posted() const { return posted_; }

    std::map<LedgerAccount, Credits> balances;
    std::set<std::string> charge_keys;
    Contributions counters;
    AnalysisStatus analysis_status = AnalysisStatus::none;
    std::set<Digest> analysed;            // the keys whose analysis was asked for and not withdrawn
    std::map<PhoneNumber, Digest> leads;  // what the leads were asked to cover

  private:
    void post_charge(const Transfer& transfer) {
        balances[transfer.debit_from] += balance_change(transfer, transfer.debit_from);
        balances[transfer.credit_to] += balance_change(transfer, transfer.credit_to);
        charge_keys.insert(transfer.idempotency_key);
        posted_.charged += -balance_change(transfer, LedgerAccount::credits);
        ++posted_.charge_count;
    }

    void post_analysis(const AnalysisEffect& effect) {
        if (effect.withdraw) analysed.erase(*effect.withdraw);
        if (effect.request) analysed.insert(*effect.request);
        if (effect.dirty_lead) leads.erase(*effect.dirty_lead);
        if (effect.request_lead) {
            const bool is_moved = !effect.request;
            leads.insert_or_assign(*effect.request_lead,
                                   is_moved ? posted_.analysis_key.value() : *effect.request);
        }
        analysis_status = effect.new_status.value_or(analysis_status);
    }

    PostedEffects posted_;
};

}  // namespace callfold::test
