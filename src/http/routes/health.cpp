#include "http/routes/health.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "http/page.h"
#include "storage/migrator.h"
#include "storage/settings.h"

namespace callfold::http {
namespace {

constexpr const char* retry_after_seconds = "2";

struct Check {
    std::string name;
    std::optional<std::string> trouble;
};

std::string unapplied(const std::vector<MigrationStatus>& migrations) {
    const auto waiting =
        std::count_if(migrations.begin(), migrations.end(),
                      [](const MigrationStatus& migration) { return !migration.applied_at; });
    return fmt::format("{} migrations wait. Run `callfold migrate up`.", waiting);
}

std::optional<std::string> trouble_of_migrations(Database& database) {
    const auto migrations = migration_status(database);
    if (!migrations) return migrations.error().message;
    const bool current = std::all_of(
        migrations->begin(), migrations->end(),
        [](const MigrationStatus& migration) { return migration.applied_at.has_value(); });
    return current ? std::nullopt : std::optional(unapplied(*migrations));
}

// A database that throws is what is looked for here: it is an answer, not a failure of the request.
Check looked_at(std::string name, const std::function<std::optional<std::string>()>& look) {
    try {
        auto trouble = look();
        return {std::move(name), std::move(trouble)};
    } catch (const std::exception& exception) {
        log(LogLevel::warning, "not_ready",
            {{"check", std::string_view{name}}, {"error", std::string_view{exception.what()}}});
        return {std::move(name), "The database does not answer; the log says why."};
    }
}

std::vector<Check> readiness(const HealthSources& sources) {
    return {looked_at("database",
                      [&]() -> std::optional<std::string> {
                          sources.database.read(settings_version);
                          return std::nullopt;
                      }),
            looked_at("migrations", [&] { return trouble_of_migrations(sources.database); }),
            looked_at("commits", [&]() -> std::optional<std::string> {
                if (!sources.committer.is_failing()) return std::nullopt;
                return "The last commit of webhooks failed; it is tried again.";
            })};
}

Response readiness_response(const std::vector<Check>& checks) {
    nlohmann::json listed = nlohmann::json::array();
    bool ready = true;
    for (const Check& check : checks) {
        const bool ok = !check.trouble;
        ready = ready && ok;
        listed.push_back(
            {{"name", check.name},
             {"ok", ok},
             {"detail", ok ? nlohmann::json(nullptr) : nlohmann::json(*check.trouble)}});
    }
    Response response =
        json_response({{"status", ready ? "ready" : "not_ready"}, {"checks", std::move(listed)}},
                      ready ? 200 : 503);
    if (!ready) response.headers.emplace_back("Retry-After", retry_after_seconds);
    return response;
}

}  // namespace

std::vector<Route> health_routes(const HealthSources& sources) {
    const DeferredHandler health = [version = sources.version](const ApiRequest&,
                                                               const Respond& respond) {
        respond(json_response({{"status", "ok"}, {"version", version}}));
    };
    const ApiHandler ready = [sources](const ApiRequest&) -> Result<Response> {
        return readiness_response(readiness(sources));
    };
    const ApiHandler metrics = [sources](const ApiRequest&) -> Result<Response> {
        Response response;
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        response.body = sources.metrics.text();
        return response;
    };
    return {{"GET", "/healthz", Access::open, {}, {}, health},
            {"GET", "/readyz", Access::open, ready},
            {"GET", "/metrics", Access::open, metrics}};
}

}  // namespace callfold::http
