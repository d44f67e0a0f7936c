#include "http/routes/model.h"

#include <nlohmann/json.hpp>

#include "http/codec/model_pause.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/record_change.h"
#include "storage/tenants.h"

namespace callfold::http {
namespace {

// Asked for even where this node is not paused: another one may be.
Result<Response> resume(const ModelDeps& deps, const ApiRequest& request) {
    const Instant now = deps.clock.now();
    std::optional<ModelPause> pause = deps.pause();
    deps.database.write([&](Connection& connection) {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        record_change(connection, request.identity, tenant.id, AuditAction::model_resume,
                      tenant.public_id, {}, now);
    });
    deps.resume();
    // As it will stand once the thread that asks the model has heard of it.
    if (pause) bring_trial_forward(*pause, now);
    return json_response({{"pause", model_pause_json(pause)}});
}

}  // namespace

std::vector<Route> model_routes(const ModelDeps& deps) {
    return {{"POST", "/v1/model/resume", Access::owner, handler_with(deps, resume), {}}};
}

}  // namespace callfold::http
