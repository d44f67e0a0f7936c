// What the pure parts of the way of a webhook cost, one thread: parse and digest, encode and decode
// of facts, compression, fold, effects, and the rules analysis. Run by bench/run.
#include <fstream>
#include <sstream>

#include <benchmark/benchmark.h>

#include "analysis/rule_book.h"
#include "analysis/rules_individual.h"
#include "base/compression.h"
#include "domain/effects.h"
#include "domain/event_codec.h"
#include "domain/fold.h"
#include "providers/registry.h"

namespace {

using namespace callfold;

const char* const stages[] = {"initiated", "ringing", "in-progress", "call-disconnected",
                              "completed"};

std::string body_of(const std::string& stage) {
    std::ifstream file(std::string(CALLFOLD_SOURCE_DIR) + "/tests/data/bolna/" + stage + ".json");
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

Understood understand(const std::string& body) {
    WebhookRequest request;
    request.method = "POST";
    request.content_type = "application/json";
    request.body = body;
    request.header = [](std::string_view) { return std::string_view{}; };
    return std::get<Understood>(find_provider("bolna")->understand(request));
}

std::vector<ArrivedEvent> events_of_call() {
    std::vector<ArrivedEvent> events;
    for (const char* stage : stages) {
        for (IncomingEvent& incoming : understand(body_of(stage)).events) {
            ArrivedEvent& arrived = events.emplace_back();
            arrived.event = std::move(incoming.event);
            arrived.received_at = *arrived.event.occurred_at;
        }
    }
    return events;
}

void understand_webhook(benchmark::State& state) {
    const std::string body = body_of(stages[state.range(0)]);
    for (auto _ : state)
        benchmark::DoNotOptimize(understand(body));
    state.SetLabel(stages[state.range(0)]);
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(understand_webhook)->DenseRange(0, 4);

void compress_body(benchmark::State& state) {
    const std::string body = body_of("completed");
    for (auto _ : state)
        benchmark::DoNotOptimize(compress(body));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(compress_body);

void encode_facts_of_event(benchmark::State& state) {
    const EventFacts facts = events_of_call().back().event.facts;
    for (auto _ : state)
        benchmark::DoNotOptimize(encode_facts(facts));
}
BENCHMARK(encode_facts_of_event);

void decode_facts_of_event(benchmark::State& state) {
    const std::string facts = encode_facts(events_of_call().back().event.facts);
    for (auto _ : state)
        benchmark::DoNotOptimize(decode_facts(facts));
}
BENCHMARK(decode_facts_of_event);

void fold_call_of_five_events(benchmark::State& state) {
    const std::vector<ArrivedEvent> events = events_of_call();
    const FoldRules rules{Region::parse("GB"), {Tariff{}}};
    for (auto _ : state)
        benchmark::DoNotOptimize(fold(events, rules));
}
BENCHMARK(fold_call_of_five_events);

void effects_of_first_fold(benchmark::State& state) {
    const Call call = fold(events_of_call(), {Region::parse("GB"), {Tariff{}}});
    for (auto _ : state)
        benchmark::DoNotOptimize(effects("call", PostedEffects{}, call));
}
BENCHMARK(effects_of_first_fold);

void analyse_by_rules(benchmark::State& state) {
    const Transcript transcript = *understand(body_of("completed")).events.front().transcript;
    const RuleBook& book = RuleBook::built_in();
    for (auto _ : state)
        benchmark::DoNotOptimize(assess_conversation(book, transcript));
}
BENCHMARK(analyse_by_rules);

}  // namespace

BENCHMARK_MAIN();
