// What the writer does for a webhook, without HTTP: batches of webhooks that were understood go
// through the transaction of ingest into a SQLite database. One thread; prints the time of a
// webhook.
//
//   callfold_ingest_batches BODIES_FOLDER [BATCHES] [WEBHOOKS_PER_BATCH]
//
// Under `valgrind --tool=callgrind` it counts instructions by function.
#include <chrono>

#include <fmt/format.h>

#include "bench/load/bodies.h"
#include "bench/pure/workplace.h"

namespace {

using namespace callfold;

double microseconds_per_webhook(const std::string& bodies_folder, int batches, int per_batch) {
    bench::Workplace workplace;
    bench::Bodies bodies(bodies_folder, 1, false);
    std::chrono::steady_clock::duration spent{};
    for (int batch = 0; batch < batches; ++batch) {
        std::vector<IncomingWebhook> webhooks;
        for (int i = 0; i < per_batch; ++i)
            webhooks.push_back(workplace.incoming(bodies.next()));
        const auto started = std::chrono::steady_clock::now();
        workplace.commit(webhooks);
        spent += std::chrono::steady_clock::now() - started;
    }
    return std::chrono::duration<double, std::micro>(spent).count() / batches / per_batch;
}

}  // namespace

int main(int count, char** values) {
    if (count < 2) {
        fmt::print(stderr, "usage: callfold_ingest_batches BODIES_FOLDER [BATCHES] [PER_BATCH]\n");
        return 2;
    }
    const int batches = count > 2 ? std::stoi(values[2]) : 500;
    const int per_batch = count > 3 ? std::stoi(values[3]) : 100;
    fmt::print("{:.1f}\n", microseconds_per_webhook(values[1], batches, per_batch));
    return 0;
}
