#include "tests/simulation/node.h"

#include <stdexcept>

#include "pipeline/purge.h"
#include "storage/migrator.h"
#include "storage/stream.h"

namespace callfold::simulation {
namespace {

constexpr int retention_days_default = 60;
constexpr std::chrono::hours stream_kept_for{1};
constexpr int stream_events_per_step = 100;
constexpr std::chrono::hours endpoint_silence{48};

std::unique_ptr<Database> open(const std::filesystem::path& file) {
    // A life must not depend on how fast the machine is that simulates it.
    auto opened = open_database(
        {.url = "sqlite:" + file.string(), .readers = 1, .read_limit = std::chrono::hours{24}});
    if (!opened) throw std::runtime_error(opened.error().message);
    return std::move(*opened);
}

OpenAiOptions model_options() {
    OpenAiOptions options;
    options.api_key = "sk-simulated-0123456789";
    options.model = "simulated";
    options.identifier_key = "simulated";
    options.max_in_flight = 8;
    return options;
}

WorkerOptions worker_options(const std::string& name, Random& random) {
    WorkerOptions options;
    options.owner = name;
    options.in_flight_max = 8;
    options.transaction_max = 4;
    options.jitter = [&random] { return static_cast<unsigned char>(random.below(256)); };
    return options;
}

CommitterLimits committer_limits() {
    CommitterLimits limits;
    limits.queue_max = 40;
    limits.batch_max = 12;
    return limits;
}

}  // namespace

Node::Node(const std::filesystem::path& file, const std::string& name, const NodeWorld& world)
    : world_(world),
      real_(open(file)),
      database_(*real_, world.faults),
      settings_(database_),
      connections_(world.model, world.network_clock),
      analyzer_(model_options(), connections_),
      workers_(database_, settings_, analyzer_, metrics_, worker_options(name, world.random)),
      committer_(database_, settings_, metrics_, committer_limits(), [this] { workers_.wake(); }),
      ingest_(settings_, committer_, metrics_),
      retention_(database_, settings_, retention_days_default),
      endpoint_watch_(database_, settings_, endpoint_silence),
      word_indexer_(database_) {
    workers_.recover(world.clock.now());
}

bool Node::upkeep() {
    const Instant now = world_.clock.now();
    settings_.refresh();
    database_.checkpoint();
    const std::int64_t forgotten = database_.write([&](Connection& connection) {
        return forget_stream_events(connection, now - stream_kept_for, stream_events_per_step);
    });
    const bool has_old = retention_.step(now).has_more;
    endpoint_watch_.step(now);
    const bool is_indexed = word_indexer_.step() == WordIndexer::Progress::caught_up;
    const bool is_purged = purge_step(database_) == PurgeProgress::done;
    return forgotten == stream_events_per_step || has_old || !is_indexed || !is_purged;
}

void make_database(const std::filesystem::path& file, Instant now) {
    const auto database = open(file);
    if (const auto applied = migrate_up(*database, now); !applied) {
        throw std::runtime_error(applied.error().message);
    }
    database->truncate_log();
}

void copy_database(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::copy_file(from, to);
    const std::filesystem::path log = from.string() + "-wal";
    if (std::filesystem::exists(log)) std::filesystem::copy_file(log, to.string() + "-wal");
}

}  // namespace callfold::simulation
