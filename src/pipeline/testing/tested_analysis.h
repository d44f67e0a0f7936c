#pragma once

#include <memory>
#include <string>

#include "analysis/openai_analyzer.h"
#include "pipeline/analysis_workers.h"
#include "pipeline/testing/scripted_model.h"
#include "pipeline/testing/tested_pipeline.h"

namespace callfold::test {

// A node that works analyses off: the real analyzer over a scripted model.
struct TestedNode {
    TestedNode(Database& database, SettingsCache& settings, Metrics& metrics,
               const WorkerOptions& options);

    ScriptedModel model;
    OpenAiAnalyzer analyzer;
    AnalysisWorkers workers;
};

// The pipeline with one node of analysis workers.
class AnalysisTest : public PipelineTest {
  protected:
    AnalysisTest() { restart(); }

    // As after a crash: what the node knew and what was in flight is gone.
    void restart();
    // One step of the node, which is told that there may be something to do.
    std::size_t step();
    // Steps, and good answers to everything, until nothing is left to do at this time.
    void work_off();

    ScriptedModel& model() { return node_->model; }
    std::int64_t jobs(const std::string& condition) {
        return count_rows(*stored_, "jobs", condition);
    }
    std::int64_t requests(const std::string& condition) {
        return count_rows(*stored_, "model_requests", condition);
    }
    std::int64_t analyses(const std::string& type) {
        return count_rows(*stored_, "lead_analytics", "analysis_type = '" + type + "'");
    }

    int starts_ = 0;
    std::unique_ptr<TestedNode> node_;
};

}  // namespace callfold::test
