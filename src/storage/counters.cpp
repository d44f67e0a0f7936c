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

}  // namespace callfold
