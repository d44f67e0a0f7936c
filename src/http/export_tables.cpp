#include "http/export_tables.h"

namespace callfold::http {
namespace {

constexpr std::string_view calls_columns[] = {"id",
                                              "execution_id",
                                              "provider",
                                              "agent_id",
                                              "agent_name",
                                              "user_id",
                                              "phone_number",
                                              "agent_number",
                                              "customer_name",
                                              "direction",
                                              "batch_id",
                                              "call_lifecycle_status",
                                              "outcome",
                                              "attempt",
                                              "voicemail",
                                              "no_news",
                                              "hangup_by",
                                              "hangup_provider_by",
                                              "hangup_reason",
                                              "hangup_provider_code",
                                              "initiated_at",
                                              "ringing_started_at",
                                              "call_answered_at",
                                              "call_disconnected_at",
                                              "completed_at",
                                              "ended_at",
                                              "duration_seconds",
                                              "recording_url",
                                              "error_message",
                                              "provider_cost",
                                              "credits_charged",
                                              "unbilled",
                                              "analysis_status",
                                              "duplicates",
                                              "sealed",
                                              "erased",
                                              "trouble",
                                              "created_at",
                                              "updated_at"};

constexpr std::string_view leads_columns[] = {"phone_number",
                                              "user_id",
                                              "contact_id",
                                              "contact_name",
                                              "total_score",
                                              "score_level",
                                              "lead_tag",
                                              "sentiment",
                                              "sentiment_score",
                                              "engagement_trend",
                                              "summary",
                                              "analyzer",
                                              "latest_call_id",
                                              "previous_calls_analyzed",
                                              "dirty",
                                              "statistics",
                                              "analysis_timestamp"};

constexpr std::string_view contacts_columns[] = {
    "id",    "user_id",       "phone_number", "name",           "email",      "company",
    "notes", "edited_fields", "auto_created", "source_call_id", "created_at", "updated_at"};

constexpr std::string_view lead_analytics_columns[] = {"id",
                                                       "user_id",
                                                       "analyzer",
                                                       "model",
                                                       "prompt_version",
                                                       "analysis_timestamp",
                                                       "total_score",
                                                       "score_level",
                                                       "lead_tag",
                                                       "intent_score",
                                                       "intent_level",
                                                       "urgency_score",
                                                       "urgency_level",
                                                       "budget_score",
                                                       "budget_level",
                                                       "fit_score",
                                                       "fit_level",
                                                       "engagement_score",
                                                       "engagement_level",
                                                       "sentiment",
                                                       "sentiment_score",
                                                       "summary",
                                                       "outcome",
                                                       "key_topics",
                                                       "objections",
                                                       "pain_points",
                                                       "interests",
                                                       "next_steps",
                                                       "customer_name",
                                                       "customer_email",
                                                       "customer_phone",
                                                       "dropped_fields",
                                                       "extra",
                                                       "analysis_type",
                                                       "call_id",
                                                       "phone_number",
                                                       "latest_call_id",
                                                       "previous_calls_analyzed",
                                                       "dirty",
                                                       "engagement_trend",
                                                       "key_decision_factors",
                                                       "recommended_actions",
                                                       "statistics"};

constexpr std::string_view transfers_columns[] = {"id",
                                                  "user_id",
                                                  "kind",
                                                  "amount",
                                                  "balance_change",
                                                  "debit_account",
                                                  "credit_account",
                                                  "call_id",
                                                  "idempotency_key",
                                                  "created_at"};

constexpr std::string_view notifications_columns[] = {
    "id",      "user_id",      "kind",       "title",   "text",
    "call_id", "phone_number", "shown_only", "read_at", "created_at"};

constexpr std::string_view jobs_columns[] = {
    "id",           "user_id",    "kind",   "state",       "call_id",    "phone_number", "attempts",
    "held_because", "last_error", "run_at", "finished_at", "created_at", "updated_at"};

constexpr std::string_view quarantine_columns[] = {
    "id",         "user_id",     "endpoint_id", "provider", "reason",
    "body_bytes", "received_at", "replayed_at", "event_id", "call_id"};

constexpr std::string_view deliveries_columns[] = {
    "id",         "user_id",      "webhook_id", "channel",         "subscription_id",  "email",
    "event_type", "state",        "attempts",   "next_attempt_at", "last_http_status", "last_error",
    "call_id",    "delivered_at", "created_at", "updated_at"};

constexpr std::string_view audit_columns[] = {"id",           "user_id",    "actor",  "action",
                                              "subject_kind", "subject_id", "fields", "created_at"};

constexpr ExportTable tables[] = {
    {"calls", "/v1/calls", calls_columns},
    {"leads", "/v1/leads", leads_columns},
    {"contacts", "/v1/contacts", contacts_columns},
    {"lead-analytics", "/v1/lead-analytics", lead_analytics_columns},
    {"transfers", "/v1/credits/transfers", transfers_columns},
    {"notifications", "/v1/notifications", notifications_columns},
    {"jobs", "/v1/jobs", jobs_columns},
    {"quarantine", "/v1/quarantine", quarantine_columns},
    {"deliveries", "/v1/deliveries", deliveries_columns},
    {"audit", "/v1/audit", audit_columns},
};

}  // namespace

std::span<const ExportTable> export_tables() {
    return tables;
}

}  // namespace callfold::http
