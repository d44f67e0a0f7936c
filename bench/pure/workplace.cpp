#include "bench/pure/workplace.h"

#include "base/compression.h"
#include "providers/registry.h"
#include "storage/endpoints.h"
#include "storage/migrator.h"
#include "storage/tenant_scope.h"
#include "storage/tenants.h"

namespace callfold::bench {

Understood understand(const std::string& body) {
    WebhookRequest request;
    request.method = "POST";
    request.content_type = "application/json";
    request.body = body;
    request.header = [](std::string_view) { return std::string_view{}; };
    return std::get<Understood>(find_provider("bolna")->understand(request));
}

Workplace::Workplace()
    : folder_(std::filesystem::temp_directory_path() /
              ("callfold-" + new_uuid(SystemClock{}.now()).text())) {
    open("sqlite:" + (folder_ / "callfold.db").string());
}

Workplace::Workplace(const std::string& url) {
    open(url);
}

Workplace::~Workplace() {
    database_.reset();
    if (folder_.empty()) return;
    std::error_code ignored_at_the_end;
    std::filesystem::remove_all(folder_, ignored_at_the_end);
}

void Workplace::open(const std::string& url) {
    database_ = open_database({.url = url}).value();
    const Instant now = SystemClock{}.now();
    migrate_up(*database_, now).value();
    TenantFields fields;
    fields.name = "Bench";
    const TenantScope scope = TenantScope::every_tenant();
    database_->write([&](Connection& connection) {
        tenant_ = create_tenant(connection, fields, Tariff{}, now).value().id;
        endpoint_ =
            create_endpoint(connection, tenant_, "bolna", EndpointFields{}, now).endpoint.id;
    });
    settings_ = database_->read([](Connection& connection) { return read_settings(connection); });
}

IncomingWebhook Workplace::incoming(const std::string& body) const {
    IncomingWebhook webhook;
    webhook.tenant = tenant_;
    webhook.endpoint = endpoint_;
    webhook.provider = "bolna";
    webhook.content_type = "application/json";
    webhook.received_at = SystemClock{}.now();
    webhook.processing_id = new_uuid(webhook.received_at).text();
    webhook.compressed_body = compress(body);
    webhook.byte_count = body.size();
    webhook.events = understand(body).events;
    for (const IncomingEvent& event : webhook.events)
        webhook.encoded.push_back(encode_event(event));
    return webhook;
}

void Workplace::commit(std::span<const IncomingWebhook> webhooks) {
    const TenantScope scope(tenant_);
    database_->write([&](Connection& connection) {
        commit_batch(connection, webhooks, settings_, SystemClock{}.now());
    });
    database_->bound_log();
}

}  // namespace callfold::bench
