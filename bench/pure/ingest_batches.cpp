// What the writer does for a webhook, without HTTP: batches of webhooks that were understood go
// through the transaction of ingest into a SQLite database. One thread; prints the time of a
// webhook.
//
//   callfold_ingest_batches BODIES_FOLDER [BATCHES] [WEBHOOKS_PER_BATCH]
//
// Under `valgrind --tool=callgrind` it counts instructions by function.
#include <filesystem>

#include <fmt/format.h>

#include "base/compression.h"
#include "bench/load/bodies.h"
#include "pipeline/commit_batch.h"
#include "providers/registry.h"
#include "storage/database.h"
#include "storage/endpoints.h"
#include "storage/migrator.h"
#include "storage/tenants.h"

namespace {

using namespace callfold;

struct Workplace {
    std::unique_ptr<Database> database;
    TenantId tenant;
    EndpointId endpoint;
};

Workplace open_workplace(const std::filesystem::path& folder) {
    Workplace place;
    place.database = open_database({.url = "sqlite:" + (folder / "callfold.db").string()}).value();
    const Instant now = SystemClock{}.now();
    TenantFields fields;
    fields.name = "Bench";
    migrate_up(*place.database, now).value();
    place.database->write([&](Connection& connection) {
        place.tenant = create_tenant(connection, fields, Tariff{}, now).value().id;
        place.endpoint =
            create_endpoint(connection, place.tenant, "bolna", EndpointFields{}, now).endpoint.id;
    });
    return place;
}

IncomingWebhook incoming(const Workplace& place, const std::string& body) {
    WebhookRequest request;
    request.method = "POST";
    request.content_type = "application/json";
    request.body = body;
    request.header = [](std::string_view) { return std::string_view{}; };
    IncomingWebhook webhook;
    webhook.tenant = place.tenant;
    webhook.endpoint = place.endpoint;
    webhook.provider = "bolna";
    webhook.content_type = "application/json";
    webhook.received_at = SystemClock{}.now();
    webhook.processing_id = new_uuid(webhook.received_at).text();
    webhook.compressed_body = compress(body);
    webhook.byte_count = body.size();
    webhook.events = std::get<Understood>(find_provider("bolna")->understand(request)).events;
    for (const IncomingEvent& event : webhook.events)
        webhook.encoded.push_back(encode_event(event));
    return webhook;
}

double microseconds_per_webhook(const std::string& bodies_folder, int batches, int per_batch) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("callfold-" + new_uuid(SystemClock{}.now()).text());
    const Workplace place = open_workplace(folder);
    const Settings settings =
        place.database->read([](Connection& connection) { return read_settings(connection); });
    bench::Bodies bodies(bodies_folder, 1, false);
    std::chrono::steady_clock::duration spent{};
    for (int batch = 0; batch < batches; ++batch) {
        std::vector<IncomingWebhook> webhooks;
        for (int i = 0; i < per_batch; ++i)
            webhooks.push_back(incoming(place, bodies.next()));
        const auto started = std::chrono::steady_clock::now();
        place.database->write([&](Connection& connection) {
            commit_batch(connection, webhooks, settings, SystemClock{}.now());
        });
        place.database->bound_log();
        spent += std::chrono::steady_clock::now() - started;
    }
    std::filesystem::remove_all(folder);
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
