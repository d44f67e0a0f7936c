#include "pipeline/testing/tested_pipeline.h"

#include <fstream>
#include <iterator>

#include "base/compression.h"
#include "domain/event_codec.h"
#include "storage/analytics.h"
#include "storage/call_queries.h"
#include "storage/ledger.h"

namespace callfold::test {
namespace {

CallEvent event_of(const Said& said, Instant occurred_at) {
    CallEvent event;
    event.execution_id = said.execution_id;
    event.kind = said.kind;
    event.provider_status = to_string(said.kind);
    event.occurred_at = occurred_at;
    event.facts.agent_id = "agent-1";
    event.facts.customer_number = said.number;
    event.facts.direction = said.number ? Direction::outbound : Direction::web;
    return event;
}

}  // namespace

IncomingWebhook PipelineTest::webhook(const Said& said) const {
    return webhook(said, tenant_);
}

IncomingWebhook PipelineTest::webhook(const Said& said, const TenantRow& tenant) const {
    IncomingEvent incoming{event_of(said, said.occurred_at.value_or(now_)), std::nullopt};
    EventFacts& facts = incoming.event.facts;
    if (said.kind == EventKind::completed) {
        facts.conversation_duration = said.talk;
        facts.summary = "Asha asked for a visit.";
        facts.recording_url = "https://recordings.example.com/1.mp3";
        if (!said.customer.empty()) {
            incoming.transcript = conversation("Hello, is this Asha?", said.customer);
            facts.transcript = TranscriptFact{incoming.transcript->digest(), true};
        }
    }
    seal_digest(incoming.event);
    const std::string body = "{\"id\":\"" + said.execution_id + "\",\"user_number\":\"" +
                             said.number.value_or("") + "\"}";
    IncomingWebhook webhook;
    webhook.tenant = tenant.id;
    webhook.endpoint = tenant.endpoint;
    webhook.provider = "bolna";
    webhook.encoded.push_back(encode_event(incoming));
    webhook.events.push_back(std::move(incoming));
    webhook.content_type = "application/json";
    webhook.compressed_body = compress(body);
    webhook.byte_count = body.size();
    webhook.received_at = now_;
    webhook.processing_id = "processing-" + said.execution_id;
    return webhook;
}

BatchResult PipelineTest::commit(const std::vector<IncomingWebhook>& webhooks) {
    return database_.write([&](Connection& connection) {
        return commit_batch(connection, webhooks, *settings_.within(connection), now_);
    });
}

void PipelineTest::take_call(const Said& completed) {
    std::vector<IncomingWebhook> webhooks;
    int before_end = 4;
    for (const EventKind kind : {EventKind::initiated, EventKind::ringing, EventKind::in_progress,
                                 EventKind::call_disconnected}) {
        Said stage = completed;
        stage.kind = kind;
        stage.occurred_at = now_ - seconds{before_end--};
        webhooks.push_back(webhook(stage));
    }
    webhooks.push_back(webhook(completed));
    commit(webhooks);
}

void PipelineTest::take_calls_about_a_velocipede(int count) {
    std::vector<IncomingWebhook> webhooks;
    for (int i = 0; i < count; ++i) {
        Said said{"call-" + std::to_string(calls_about_a_velocipede_++)};
        said.customer = "I would like to hear about the velocipede.";
        webhooks.push_back(webhook(said));
    }
    commit(webhooks);
}

std::string PipelineTest::text(const std::string& sql) {
    const auto rows = texts(sql);
    return rows.size() == 1 ? rows.front() : std::to_string(rows.size()) + " rows";
}

CallId PipelineTest::call_id(const std::string& execution_id) {
    return CallId{row_id(*stored_, "calls", "execution_id = '" + execution_id + "'")};
}

Uuid PipelineTest::call_public_id(const std::string& execution_id) {
    const CallId id = call_id(execution_id);
    return stored_->read([&](Connection& connection) {
        return analyzed_call(connection, tenant_.id, id).value().public_id;
    });
}

std::string PipelineTest::balance(TenantId tenant) {
    return stored_
        ->read([&](Connection& connection) { return balance_of_credits(connection, tenant); })
        .text();
}

std::size_t PipelineTest::calls_found(const std::string& words) {
    CallFilter filter;
    filter.words = words;
    PageRange range;
    range.limit = 200;
    return stored_
        ->read([&](Connection& connection) {
            return list_calls(connection, tenant_.id, filter, range);
        })
        .items.size();
}

bool PipelineTest::files_hold(std::string_view bytes) {
    std::string content;
    for (const char* part : {"", "-wal"}) {
        std::ifstream file(stored_.file().string() + part, std::ios::binary);
        content.append(std::istreambuf_iterator<char>(file), {});
    }
    return content.find(bytes) != std::string::npos;
}

void PipelineTest::set_tenant(const std::string& assignments) {
    set_columns(*stored_, "users", assignments, "id = " + std::to_string(tenant_.id.value));
    stored_->write([](Connection& connection) { raise_settings_version(connection); });
    settings_.refresh();
}

}  // namespace callfold::test
