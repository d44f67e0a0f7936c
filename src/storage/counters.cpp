#include "storage/counters.h"

#include <vector>

#include "storage/statements/counters.h"

namespace callfold {

void add_counters(Connection& connection, const CounterChanges& changes) {
    constexpr std::size_t width = 13;
    std::vector<Parameter> parameters;
    for (const auto& [tenant, contributions] : changes) {
        for (const auto& [key, values] : contributions) {
            if (values.is_zero()) continue;
            parameters.insert(
                parameters.end(),
                {parameter(tenant), parameter(key.provider_agent_id), parameter(key.quarter),
                 parameter(values.calls), parameter(values.ended), parameter(values.answered),
                 parameter(values.voicemail), parameter(values.no_answer), parameter(values.busy),
                 parameter(values.failed), parameter(values.canceled), parameter(values.talk_ms),
                 parameter(values.charged_micro)});
        }
    }
    connection.run_for_each(sql::add_counters, width, parameters, [](const Row&) {});
}

CounterValues read_counter_values(const Row& row, int first) {
    CounterValues values;
    int column = first;
    for (auto* value :
         {&values.calls, &values.ended, &values.answered, &values.voicemail, &values.no_answer,
          &values.busy, &values.failed, &values.canceled, &values.talk_ms, &values.charged_micro}) {
        *value = row.integer(column++);
    }
    return values;
}

}  // namespace callfold
