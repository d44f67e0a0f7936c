#include "storage/postgres/node_signals.h"

#include <thread>

namespace callfold {
namespace {

const std::string jobs_channel = "callfold_jobs";

}  // namespace

PostgresNodeSignals::PostgresNodeSignals(std::string url) : url_(std::move(url)) {}

void PostgresNodeSignals::tell(NodeSignal signal) {
    switch (signal) {
        case NodeSignal::jobs:
            jobs_told_ = true;
    }
}

std::vector<NodeSignal> PostgresNodeSignals::exchange(milliseconds longest) {
    try {
        PostgresConnection& line = connection();
        if (jobs_told_.exchange(false)) line.notify(jobs_channel);
        if (line.wait_for_notifications(longest).empty()) return {};
        return {NodeSignal::jobs};
    } catch (const InfrastructureError&) {
        connection_.reset();
        std::this_thread::sleep_for(longest);
        return {};
    }
}

PostgresConnection& PostgresNodeSignals::connection() {
    if (!connection_) {
        auto made = std::make_unique<PostgresConnection>(PostgresConnectionOptions{url_});
        made->listen(jobs_channel);
        connection_ = std::move(made);
    }
    return *connection_;
}

}  // namespace callfold
