#include "pipeline/testing/tested_analysis.h"

namespace callfold::test {
namespace {

OpenAiOptions model_options() {
    OpenAiOptions options;
    options.api_key = "sk-test-0123456789";
    options.model = "gpt-sample";
    return options;
}

}  // namespace

TestedNode::TestedNode(Database& database, SettingsCache& settings, Metrics& metrics,
                       const WorkerOptions& options)
    : analyzer(model_options(), model), workers(database, settings, analyzer, metrics, options) {}

void AnalysisTest::restart() {
    WorkerOptions options;
    options.owner = "process-" + std::to_string(++starts_);
    node_ = std::make_unique<TestedNode>(database_, settings_, metrics_, options);
    node_->workers.recover(now_);
}

std::size_t AnalysisTest::step() {
    node_->workers.wake();
    return node_->workers.step(now_);
}

void AnalysisTest::work_off() {
    do {
        model().answer_all_well();
    } while (step() > 0);
}

}  // namespace callfold::test
