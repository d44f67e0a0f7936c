#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "analysis/openai_analyzer.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "pipeline/analysis_workers.h"
#include "pipeline/committer.h"
#include "pipeline/endpoint_watch.h"
#include "pipeline/ingest.h"
#include "pipeline/retention.h"
#include "pipeline/settings_cache.h"
#include "pipeline/word_indexer.h"
#include "storage/database.h"
#include "tests/simulation/breaking_database.h"
#include "tests/simulation/model_server.h"

namespace callfold::simulation {

// What a process is given.
struct NodeWorld {
    FaultPlan& faults;
    ModelServer& model;
    const Clock& clock;          // of the machine: may jump
    const Clock& network_clock;  // of the network: does not
    Random& random;
};

// One process of callfold: the parts that src/app builds, without its threads and sockets. Making
// and using it throws what its parts throw; taking it apart is the end of the process, whatever it
// was doing.
class Node {
  public:
    Node(const std::filesystem::path& file, const std::string& name, const NodeWorld& world);

    Database& database() { return database_; }
    // The database without faults, for whoever looks on from outside.
    Database& real_database() { return *real_; }
    SettingsCache& settings() { return settings_; }
    Ingest& ingest() { return ingest_; }
    AnalysisWorkers& workers() { return workers_; }

    std::size_t commit() { return committer_.step(world_.clock.now()); }
    std::size_t analyze() { return workers_.step(world_.clock.now()); }
    // What the upkeep thread does in a round; gives whether there is more to do.
    bool upkeep();

  private:
    NodeWorld world_;
    std::unique_ptr<Database> real_;
    BreakingDatabase database_;
    Metrics metrics_;
    SettingsCache settings_;
    ModelConnections connections_;
    OpenAiAnalyzer analyzer_;
    AnalysisWorkers workers_;
    Committer committer_;
    Ingest ingest_;
    Retention retention_;
    EndpointWatch endpoint_watch_;
    WordIndexer word_indexer_;
};

// An empty database with the whole schema.
void make_database(const std::filesystem::path& file, Instant now);

// What is in the files of `from` at this moment, as a machine finds it after a crash.
void copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace callfold::simulation
