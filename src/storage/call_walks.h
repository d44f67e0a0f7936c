#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/call_queries.h"

namespace callfold {

// Finding the rows of a list of calls; call_queries.cpp reads them.

// A row of a list.
struct CallStep {
    RowPlace<CallId> place;
    std::int64_t continues_before = 0;  // what a page that ends here is continued by
    std::string piece;                  // of the transcript, around the words that were searched
};

// Which rows are to be found. A status that the outcome implies is set.
struct CallWalk {
    TenantId tenant;
    CallFilter filter;
    std::optional<AgentId> agent;           // of the filter
    std::optional<std::int64_t> before_id;  // where the last page ended
    int most = 0;
};

// Calls by the time when they came up, the newest first.
std::vector<CallStep> walk_calls(Connection& connection, const CallWalk& walk);

// Calls with the words of the filter, those heard last first.
std::vector<CallStep> walk_words(Connection& connection, const CallWalk& walk);

// Calls of every tenant with this number, the newest first.
std::vector<CallStep> walk_calls_of_all_tenants(Connection& connection, const PhoneNumber& number,
                                                const std::optional<std::int64_t>& before_id,
                                                int most);

// Parameters of a filter in the statements of walks.

inline std::optional<std::string_view> number_text(const std::optional<PhoneNumber>& number) {
    if (!number) return std::nullopt;
    return number->e164();
}

template <class Enum>
std::optional<std::string_view> word_of(const std::optional<Enum>& value) {
    if (!value) return std::nullopt;
    return to_string(*value);
}

}  // namespace callfold
