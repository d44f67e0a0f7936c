// The parts of the way of a webhook whose instructions are counted against bench/instructions.json.
//
//   callfold_counted_parts BODIES_FOLDER PART
//
// Run by bench/count_instructions under `valgrind --tool=callgrind`, which counts what happens
// inside of `counted`; prints how many webhooks or calls that was.
#include <functional>
#include <map>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "bench/load/bodies.h"
#include "bench/pure/workplace.h"
#include "domain/effects.h"
#include "domain/fold.h"

// Everything before and after it is preparation. Its name is what callgrind is told.
extern "C" __attribute__((noinline)) void counted(const std::function<void()>& work) {
    work();
}

namespace {

using namespace callfold;

constexpr int stages = 5;  // webhooks of a call
constexpr int calls = 100;

// The webhooks of one call after those of the other.
bench::Bodies call_by_call(const std::string& folder) {
    return {folder, 1, false, 1};
}

int understand_webhooks(const std::string& folder) {
    bench::Bodies bodies = call_by_call(folder);
    std::vector<std::string> texts;
    for (int i = 0; i < calls * stages; ++i)
        texts.push_back(bodies.next());
    bench::understand(texts.front());
    counted([&] {
        for (const std::string& text : texts)
            bench::understand(text);
    });
    return calls * stages;
}

// The events of each call.
std::vector<std::vector<ArrivedEvent>> sets_of_events(const std::string& folder) {
    bench::Bodies bodies = call_by_call(folder);
    std::vector<std::vector<ArrivedEvent>> sets(calls);
    for (int i = 0; i < calls * stages; ++i) {
        for (IncomingEvent& incoming : bench::understand(bodies.next()).events) {
            ArrivedEvent& arrived = sets[static_cast<std::size_t>(i / stages)].emplace_back();
            arrived.event = std::move(incoming.event);
            arrived.received_at = *arrived.event.occurred_at;
        }
    }
    return sets;
}

const FoldRules& rules() {
    static const FoldRules rules{Region::parse("GB"), {Tariff{}}};
    return rules;
}

int fold_calls(const std::string& folder) {
    const auto sets = sets_of_events(folder);
    fold(sets.front(), rules());
    counted([&] {
        for (const auto& events : sets)
            fold(events, rules());
    });
    return calls;
}

int effects_of_calls(const std::string& folder) {
    std::vector<Call> folded;
    for (const auto& events : sets_of_events(folder))
        folded.push_back(fold(events, rules()));
    counted([&] {
        for (const Call& call : folded)
            effects("call", PostedEffects{}, call);
    });
    return calls;
}

// Batches with webhooks of each stage, into a database that holds some calls.
int ingest_batches(const std::string& folder) {
    bench::Workplace workplace;
    bench::Bodies bodies(folder, 1, false, calls);
    const auto next_batches = [&] {
        std::vector<std::vector<IncomingWebhook>> batches(stages);
        for (auto& batch : batches) {
            for (int i = 0; i < calls; ++i)
                batch.push_back(workplace.incoming(bodies.next()));
        }
        return batches;
    };
    for (const auto& batch : next_batches())
        workplace.commit(batch);
    const auto batches = next_batches();
    counted([&] {
        for (const auto& batch : batches)
            workplace.commit(batch);
    });
    return calls * stages;
}

const std::map<std::string_view, int (*)(const std::string&)> parts{
    {"understand", understand_webhooks},
    {"fold", fold_calls},
    {"effects", effects_of_calls},
    {"ingest", ingest_batches}};

}  // namespace

int main(int count, char** values) {
    const auto part = count == 3 ? parts.find(values[2]) : parts.end();
    if (part == parts.end()) {
        fmt::print(stderr,
                   "usage: callfold_counted_parts BODIES_FOLDER understand|fold|effects|ingest\n");
        return 2;
    }
    fmt::print("{}\n", part->second(values[1]));
    return 0;
}
