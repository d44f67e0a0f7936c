#include "storage/postgres/node_signals.h"

#include <algorithm>
#include <thread>

namespace callfold {
namespace {

const std::string jobs_channel = "callfold_jobs";
const std::string model_channel = "callfold_model";

std::vector<NodeSignal> signals_of(const std::vector<std::string>& channels) {
    std::vector<NodeSignal> signals;
    const auto heard = [&channels](const std::string& channel) {
        return std::find(channels.begin(), channels.end(), channel) != channels.end();
    };
    if (heard(jobs_channel)) signals.push_back(NodeSignal::jobs);
    if (heard(model_channel)) signals.push_back(NodeSignal::model);
    return signals;
}

}  // namespace

PostgresNodeSignals::PostgresNodeSignals(std::string url) : url_(std::move(url)) {}

void PostgresNodeSignals::tell(NodeSignal signal) {
    switch (signal) {
        case NodeSignal::jobs:
            jobs_told_ = true;
            return;
        case NodeSignal::model:
            model_told_ = true;
            return;
    }
}

std::vector<NodeSignal> PostgresNodeSignals::exchange(milliseconds longest) {
    try {
        PostgresConnection& line = connection();
        if (jobs_told_.exchange(false)) line.notify(jobs_channel);
        if (model_told_.exchange(false)) line.notify(model_channel);
        return signals_of(line.wait_for_notifications(longest));
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
        made->listen(model_channel);
        connection_ = std::move(made);
    }
    return *connection_;
}

}  // namespace callfold
