#include "app/api_routes.h"

#include <iterator>

#include "http/routes/agents.h"
#include "http/routes/audit.h"
#include "http/routes/calls.h"
#include "http/routes/contacts.h"
#include "http/routes/contract.h"
#include "http/routes/credits.h"
#include "http/routes/deliveries.h"
#include "http/routes/endpoints.h"
#include "http/routes/exports.h"
#include "http/routes/health.h"
#include "http/routes/jobs.h"
#include "http/routes/keys.h"
#include "http/routes/leads.h"
#include "http/routes/members.h"
#include "http/routes/model.h"
#include "http/routes/notification_rules.h"
#include "http/routes/notifications.h"
#include "http/routes/overview.h"
#include "http/routes/quarantine.h"
#include "http/routes/session.h"
#include "http/routes/stats.h"
#include "http/routes/stream.h"
#include "http/routes/subscriptions.h"
#include "http/routes/tariffs.h"
#include "http/routes/tenants.h"
#include "http/routes/trouble.h"
#include "http/routes/try_prompt.h"
#include "http/routes/web.h"
#include "http/routes/webhooks.h"

namespace callfold {

std::vector<http::Route> api_routes(const RouteSources& from) {
    std::vector<http::Route> all;
    const auto add = [&all](std::vector<http::Route> routes) {
        all.insert(all.end(), std::make_move_iterator(routes.begin()),
                   std::make_move_iterator(routes.end()));
    };
    add(http::webhook_routes(from.ingest, from.clock, from.public_url));
    add(http::call_routes(
        {from.database, from.clock, from.wake_workers, from.settings, from.model_prices}));
    add(http::lead_routes({from.database, from.clock}));
    add(http::contact_routes({from.database, from.clock}));
    add(http::credit_routes({from.database, from.clock}));
    add(http::agent_routes({from.database, from.clock}));
    add(http::try_prompt_routes({from.database, from.analyzer, from.try_prompt}));
    add(http::endpoint_routes({from.database, from.clock}));
    add(http::key_routes({from.database, from.clock}));
    add(http::stats_routes({from.database}));
    add(http::stream_routes({from.stream_hub}));
    add(http::overview_routes({from.database, from.clock, from.model_pause}));
    add(http::trouble_routes(
        {from.database, from.settings, from.clock, from.model_pause, from.endpoint_silence}));
    add(http::model_routes({from.database, from.clock, from.model_pause, from.resume_model}));
    add(http::notification_routes({from.database, from.clock}));
    add(http::job_routes({from.database, from.clock, from.wake_workers}));
    add(http::quarantine_routes({from.database, from.settings, from.clock, from.wake_workers}));
    add(http::tenant_routes({from.database, from.clock}));
    add(http::session_routes(
        {from.database, from.clock, from.sign_in_throttle, from.password_work, from.over_tls}));
    add(http::member_routes({from.database, from.clock}));
    add(http::audit_routes({from.database}));
    add(http::tariff_routes({from.database, from.clock}));
    add(http::health_routes({from.database, from.committer, from.metrics, CALLFOLD_VERSION}));
    add(http::notification_rule_routes({from.database, from.clock, from.email_available}));
    add(http::subscription_routes({from.database, from.clock, from.secrets, from.wake_deliveries}));
    add(http::delivery_routes(
        {from.database, from.clock, from.dashboard_url, from.wake_deliveries}));
    add(http::export_routes(all, {from.clock, from.later}));
    add(http::contract_routes());
    add(http::web_routes(embedded::web_files(), from.over_tls));
    return all;
}

}  // namespace callfold
