#include "app/demo.h"

#include <cassert>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "app/cli/print.h"
#include "app/simulation/campaign.h"
#include "app/simulation/player.h"
#include "base/passwords.h"
#include "pipeline/post_manual_transfer.h"
#include "storage/agent_queries.h"
#include "storage/agents.h"
#include "storage/api_keys.h"
#include "storage/endpoints.h"
#include "storage/members.h"
#include "storage/migrator.h"
#include "storage/settings.h"
#include "storage/tenants.h"
#include "transport/curl_transport.h"

namespace callfold {
namespace {

constexpr int past_calls_count = 24;
constexpr int live_calls_count = 12;
constexpr std::int64_t demo_credits_micro = 100'000'000;
constexpr std::string_view demo_email = "demo@example.com";
constexpr const char* demo_agent_names[] = {"Mira, north", "Mira, south", "Mira, web"};
static_assert(std::size(demo_agent_names) == simulated_agent_count);

// What a person needs to go on: kept for the next start, readable for the owner only.
struct DemoAccess {
    std::string tenant;
    std::string key;
    std::string webhook_path;
    std::string email;
    std::string password;
};

std::string access_path(const Config& config) {
    return (std::filesystem::path(config.data_directory) / "demo.json").string();
}

std::optional<DemoAccess> read_access(const Config& config) {
    std::ifstream file{access_path(config)};
    if (!file) return std::nullopt;
    const auto json = nlohmann::json::parse(file, nullptr, false);
    if (json.is_discarded()) return std::nullopt;
    return DemoAccess{json.value("tenant", ""), json.value("key", ""),
                      json.value("webhook_path", ""), json.value("email", ""),
                      json.value("password", "")};
}

void write_access(const Config& config, const DemoAccess& access) {
    const std::string path = access_path(config);
    const mode_t before = umask(0077);
    std::ofstream file{path};
    umask(before);
    file << nlohmann::json{{"tenant", access.tenant},
                           {"key", access.key},
                           {"webhook_path", access.webhook_path},
                           {"email", access.email},
                           {"password", access.password}}
                .dump(2)
         << "\n";
}

// Before their first calls, so that no list is full of agents without a name.
void make_agents(Connection& connection, TenantId tenant, Instant now) {
    std::set<AgentKey> keys;
    for (const std::string& agent : simulated_agents())
        keys.insert({tenant, "bolna", agent});
    ensure_agents(connection, keys, now);
    auto name = std::begin(demo_agent_names);
    for (const Agent& agent : list_agents(connection, tenant, {}).items) {
        AgentSettings settings = agent.settings;
        settings.name = *name++;
        [[maybe_unused]] const auto named =
            update_agent(connection, tenant, agent.public_id, settings, now);
        assert(named);
    }
}

Result<DemoAccess> make_demo_tenant(Database& database, Instant now) {
    TenantFields fields;
    fields.name = "Demo";
    fields.time_zone = "Asia/Kolkata";
    fields.region = Region::parse("IN");
    const std::string password = new_password();
    TenantId tenant;
    auto access = database.write([&](Connection& connection) -> Result<DemoAccess> {
        const auto made = create_tenant(connection, fields, Tariff{}, now);
        if (!made) return tl::make_unexpected(made.error());
        tenant = made->id;
        const NewApiKey key = create_api_key(connection, tenant, "demo", true, now);
        EndpointFields endpoint_fields;
        endpoint_fields.name = "Bolna demo";
        const EndpointWithToken endpoint =
            create_endpoint(connection, tenant, "bolna", endpoint_fields, now);
        raise_settings_version(connection);
        make_agents(connection, tenant, now);
        const MemberFields person{"Demo", std::string(demo_email), Role::administrator};
        if (auto member = create_member(connection, tenant, person, hash_password(password), now);
            !member) {
            return tl::make_unexpected(member.error());
        }
        return DemoAccess{made->public_id.text(), key.secret, endpoint.path(), person.email,
                          password};
    });
    if (!access) return access;
    const auto granted =
        post_manual_transfer(database, tenant, TransferKind::grant,
                             Credits::from_micro(demo_credits_micro), "demo-grant", now);
    if (!granted) return tl::make_unexpected(granted.error());
    return access;
}

CampaignOptions past_calls() {
    CampaignOptions options;
    options.calls = past_calls_count;
    options.calls_per_second = 12;
    return options;
}

// After the others, with people of their own.
CampaignOptions live_calls() {
    CampaignOptions options;
    options.live = true;
    options.calls = live_calls_count;
    options.calls_per_second = 0.2;
    options.first_number = past_calls_count;
    options.seed = 2;
    return options;
}

// Gives how many webhooks were acknowledged.
Result<std::size_t> play_calls(std::string_view what, const CampaignOptions& options,
                               const std::string& webhook_url, const StopAsked& stop_asked) {
    std::vector<Delivery> deliveries = campaign(options, SystemClock{}.now());
    CurlTransport transport;
    ProgressBar bar{std::string(what), deliveries.size()};
    const PlayReport report =
        play(std::move(deliveries), webhook_url, transport, [&](std::size_t done) {
            bar.show(done);
            return !stop_asked();
        });
    bar.finish();
    if (report.failed > 0) return fail(ErrorCode::failed, report.first_failure);
    return report.acknowledged;
}

Result<void> play_demo(const std::string& address, const DemoAccess& access,
                       const StopAsked& stop_asked) {
    const std::string webhook_url = address + access.webhook_path;
    const auto past = play_calls("Calls of the last hours", past_calls(), webhook_url, stop_asked);
    if (!past || stop_asked()) return past.map([](std::size_t) {});
    fmt::print("\n{} calls of the last hours are there. {} more happen now: watch {}/calls\n",
               past_calls_count, live_calls_count, address);
    std::fflush(stdout);
    const auto live = play_calls("Calls that happen now", live_calls(), webhook_url, stop_asked);
    if (!live || stop_asked()) return live.map([](std::size_t) {});
    fmt::print("Played {} invented calls: {} webhooks acknowledged. Look at them on {}/ as {}\n",
               past_calls_count + live_calls_count, *past + *live, address, access.email);
    return {};
}

void print_access(const std::string& address, const DemoAccess& access) {
    fmt::print(R"(
The dashboard:              {address}/
Sign in with:               {email}  {password}

Webhook address for Bolna:  {address}{path}
The API, described:         {address}/docs
  export CALLFOLD_KEY={key}
  curl -H "Authorization: Bearer $CALLFOLD_KEY" {address}/v1/calls
  curl -H "Authorization: Bearer $CALLFOLD_KEY" {address}/v1/leads
  curl -H "Authorization: Bearer $CALLFOLD_KEY" {address}/v1/contacts
  curl -H "Authorization: Bearer $CALLFOLD_KEY" {address}/v1/credits
)",
               fmt::arg("key", access.key), fmt::arg("address", address),
               fmt::arg("path", access.webhook_path), fmt::arg("email", access.email),
               fmt::arg("password", access.password));
    std::fflush(stdout);
}

}  // namespace

Result<void> run_demo(const std::string& address, const Config& config,
                      const StopAsked& stop_asked) {
    if (const auto access = read_access(config)) {
        print_access(address, *access);
        return {};
    }
    auto database = open_database({config.database_url});
    if (!database) return tl::make_unexpected(database.error());
    const auto access = make_demo_tenant(**database, SystemClock{}.now());
    if (!access) return tl::make_unexpected(access.error());
    write_access(config, *access);
    print_access(address, *access);
    return play_demo(address, *access, stop_asked);
}

}  // namespace callfold
