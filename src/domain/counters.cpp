#include "domain/counters.h"

#include <array>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include <fmt/format.h>
#include <simdjson.h>

#include "base/error.h"
#include "base/json_string.h"

namespace callfold {
namespace {

struct CounterField {
    std::string_view name;
    std::int64_t CounterValues::*member;
};

constexpr std::array<CounterField, 10> counter_fields = {{
    {"calls", &CounterValues::calls},
    {"ended", &CounterValues::ended},
    {"answered", &CounterValues::answered},
    {"voicemail", &CounterValues::voicemail},
    {"no_answer", &CounterValues::no_answer},
    {"busy", &CounterValues::busy},
    {"failed", &CounterValues::failed},
    {"canceled", &CounterValues::canceled},
    {"talk_ms", &CounterValues::talk_ms},
    {"charged_micro", &CounterValues::charged_micro},
}};
static_assert(sizeof(CounterValues) == counter_fields.size() * sizeof(std::int64_t),
              "every counter is in the table");

std::int64_t& counter_of(CounterValues& values, Outcome outcome) {
    switch (outcome) {
        case Outcome::answered:
            return values.answered;
        case Outcome::voicemail:
            return values.voicemail;
        case Outcome::no_answer:
            return values.no_answer;
        case Outcome::busy:
            return values.busy;
        case Outcome::failed:
            return values.failed;
        case Outcome::canceled:
            return values.canceled;
    }
    std::abort();
}

std::int64_t CounterValues::*field_named(std::string_view name) {
    for (const CounterField& field : counter_fields) {
        if (field.name == name) return field.member;
    }
    throw DamagedError(fmt::format("stored counters hold an unknown field: {}", name));
}

}  // namespace

CounterValues& CounterValues::operator+=(const CounterValues& other) {
    for (const CounterField& field : counter_fields)
        this->*field.member += other.*field.member;
    return *this;
}

CounterValues CounterValues::operator-() const {
    CounterValues negated;
    for (const CounterField& field : counter_fields)
        negated.*field.member = -(this->*field.member);
    return negated;
}

Contributions contributions(const Call& call) {
    if (!call.status || !call.first_occurred_at) return {};
    CounterValues values;
    values.calls = 1;
    values.ended = call.ended_at ? 1 : 0;
    if (call.outcome) counter_of(values, *call.outcome) = 1;
    values.talk_ms = call.conversation_duration.value_or(call.billable_duration).count();
    values.charged_micro = call.price.micro();

    using Quarters = std::chrono::duration<std::int64_t, std::ratio<15 * 60>>;
    const Instant quarter = std::chrono::floor<Quarters>(*call.first_occurred_at);
    return {{CounterKey{call.provider_agent_id.value_or(""), quarter}, values}};
}

Contributions difference(const Contributions& before, const Contributions& after) {
    Contributions sum = after;
    for (const auto& [key, values] : before)
        sum[key] += -values;
    std::erase_if(sum, [](const auto& row) { return row.second.is_zero(); });
    return sum;
}

std::string encode_contributions(const Contributions& contributions) {
    std::string json = "[";
    for (const auto& [key, values] : contributions) {
        if (json.size() > 1) json += ',';
        json += R"({"agent":)";
        append_json_string(json, key.provider_agent_id);
        fmt::format_to(std::back_inserter(json), R"(,"quarter_us":{})", to_unix_us(key.quarter));
        for (const CounterField& field : counter_fields) {
            const std::int64_t value = values.*field.member;
            if (value != 0) {
                fmt::format_to(std::back_inserter(json), R"(,"{}":{})", field.name, value);
            }
        }
        json += '}';
    }
    json += ']';
    return json;
}

Contributions decode_contributions(std::string_view json) {
    if (json == "[]") return {};
    thread_local simdjson::dom::parser parser;
    try {
        Contributions contributions;
        for (const simdjson::dom::object row : parser.parse(json.data(), json.size()).get_array()) {
            CounterKey key{std::string{row["agent"].get_string().value()},
                           from_unix_us(row["quarter_us"].get_int64())};
            CounterValues& values = contributions[std::move(key)];
            for (const auto& [name, value] : row) {
                if (name == "agent" || name == "quarter_us") continue;
                values.*field_named(name) = value.get_int64();
            }
        }
        return contributions;
    } catch (const simdjson::simdjson_error& error) {
        throw DamagedError(fmt::format("stored counters are damaged: {}", error.what()));
    }
}

}  // namespace callfold
