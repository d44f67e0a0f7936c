// What people do to the world's server: everything that changes what webhooks mean.
#include <fmt/format.h>

#include "base/crypto.h"
#include "pipeline/analyze_again.h"
#include "pipeline/change_tariff.h"
#include "pipeline/erase.h"
#include "pipeline/post_manual_transfer.h"
#include "pipeline/rebuild.h"
#include "pipeline/replay_quarantine.h"
#include "storage/job_queries.h"
#include "storage/tenants.h"
#include "storage/testing/ad_hoc_sql.h"
#include "tests/simulation/world.h"

namespace callfold::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Ids of rows, as SQL of the test finds them; null when there are none.
std::optional<std::int64_t> any_row(Database& database, const std::string& select, Random& random) {
    const auto rows = test::texts_of(database, "SELECT CAST(id AS TEXT) FROM " + select);
    if (rows.empty()) return std::nullopt;
    return std::stoll(random.pick(rows));
}

Uuid public_id_of(Database& database, const std::string& table, std::int64_t row) {
    const auto hex = test::texts_of(
        database, fmt::format("SELECT lower(hex(public_id)) FROM {} WHERE id = {}", table, row));
    return Uuid::from_binary(from_hex(hex.at(0)).value());
}

std::string kept_quarantine(const SimulatedTenant& tenant) {
    return fmt::format(
        "quarantine WHERE user_id = {} AND replayed_at IS NULL AND reason NOT LIKE "
        "'%no id%' ORDER BY id",
        tenant.id.value);
}

}  // namespace

void World::plan_people() {
    const int acts = static_cast<int>(random_.between(calls_ / 3, calls_));
    for (int act = 0; act < acts; ++act) {
        schedule_.at(schedule_.now() + minutes{random_.between(0, days_ * 24 * 60)},
                     [this] { act_as_people(); });
    }
}

void World::act_as_people() {
    if (!ready()) return;
    const std::uint64_t act = random_.below(100);
    if (act < 12) return erase_somebody();
    if (act < 25) return change_price();
    if (act < 45) return move_credits();
    if (act < 60) return change_settings();
    if (act < 75) return ask_again();
    if (act < 85) return retry_failed();
    if (act < 93) return rebuild_all();
    replay_quarantine();
}

void World::erase_somebody() {
    const std::size_t index = random_.below(truth_.tenants.size());
    erase_number(index, random_.pick(people_of(index)));
}

void World::erase_number(std::size_t tenant, const std::string& number) {
    if (!ready()) return schedule_.in(hours{1}, [=, this] { erase_number(tenant, number); });
    bool done = false;
    guarded("erase", [&] {
        const TenantId id = truth_.tenants[tenant].id;
        const PhoneNumber person = PhoneNumber::from_e164(number);
        const auto result = erase_person(node().database(), id, person, machine_now());
        done = result.has_value();
        report_.add("calls erased", static_cast<std::uint64_t>(result->calls_erased));
        report_.add("erases");
        happened("erased", static_cast<std::uint64_t>(result->calls_erased));
        const auto left =
            test::count_rows(node().real_database(), "calls",
                             fmt::format("user_id = {} AND phone_number = '{}'", id.value, number));
        if (left > 0) truth_.violations.push_back("an erase left calls of its number");
    });
    // Nobody takes a failed erase for done.
    if (!done) schedule_.in(minutes{30}, [=, this] { erase_number(tenant, number); });
}

void World::change_price() {
    const SimulatedTenant& tenant = random_.pick(truth_.tenants);
    Tariff tariff;
    tariff.valid_from = machine_now() + minutes{random_.between(0, 3'000)};
    tariff.pulse = seconds{random_.percent(50) ? 60 : 6};
    tariff.per_minute = Credits::from_micro(random_.between(0, 3'000'000));
    guarded("change the price", [&] {
        if (change_tariff(node().database(), tenant.id, tariff, "people", machine_now()))
            report_.add("price changes");
        happened("price");
    });
}

void World::move_credits() {
    const std::size_t tenant = random_.below(truth_.tenants.size());
    const std::string key = fmt::format("people-{}", ++truth_.tenants[tenant].transfers);
    move_credits(tenant, key, Credits::from_micro(random_.between(1, 20'000'000)));
}

// The same key until the answer arrives: then it was posted once.
void World::move_credits(std::size_t index, const std::string& key, Credits amount) {
    const auto again = [=, this] { move_credits(index, key, amount); };
    if (!ready()) return schedule_.in(minutes{20}, again);
    bool done = false;
    guarded("move credits", [&] {
        SimulatedTenant& tenant = truth_.tenants[index];
        const auto moved = post_manual_transfer(node().database(), tenant.id, TransferKind::top_up,
                                                amount, key, machine_now());
        if (!moved) truth_.violations.push_back("a top-up was refused: " + moved.error().message);
        done = true;
        tenant.transferred += amount;
        report_.add("top-ups");
        happened("top-up", static_cast<std::uint64_t>(amount.micro()));
    });
    if (!done) schedule_.in(minutes{20}, again);
}

void World::change_settings() {
    const SimulatedTenant& tenant = random_.pick(truth_.tenants);
    const bool holds = random_.percent(40);
    const bool has_budget = random_.percent(30);
    const std::int64_t retention = random_.between(10, 50);
    guarded("change settings", [&] {
        node().database().write([&](Connection& connection) {
            TenantFields fields = require_tenant(connection, tenant.public_id)->fields;
            fields.below_zero = holds ? BelowZero::hold : BelowZero::run;
            fields.daily_token_budget.reset();
            if (has_budget) fields.daily_token_budget = 4'000;
            fields.retention_days = static_cast<int>(retention);
            update_tenant(connection, tenant.public_id, fields, machine_now()).value();
        });
        report_.add("settings changed");
        happened("settings");
    });
}

void World::ask_again() {
    const auto call = any_row(node().real_database(),
                              "calls WHERE analysis_key IS NOT NULL ORDER BY id", random_);
    if (!call) return;
    guarded("analyze again", [&] {
        const auto tenant = test::number_of(
            node().real_database(), fmt::format("SELECT user_id FROM calls WHERE id = {}", *call));
        const Uuid id = public_id_of(node().real_database(), "calls", *call);
        ++truth_.analyzed_again[*call];
        node().database().write([&](Connection& connection) {
            return analyze_again(connection, TenantId{tenant}, id, "people", machine_now());
        });
        node().workers().wake();
        report_.add("analyses asked for again");
        happened("analyze again", static_cast<std::uint64_t>(*call));
    });
    plan_tick(seconds{1});
}

void World::retry_failed() {
    const auto job =
        any_row(node().real_database(), "jobs WHERE state = 'failed' ORDER BY id", random_);
    if (!job) return;
    guarded("retry", [&] {
        const auto tenant = test::number_of(
            node().real_database(), fmt::format("SELECT user_id FROM jobs WHERE id = {}", *job));
        const Uuid id = public_id_of(node().real_database(), "jobs", *job);
        node().database().write([&](Connection& connection) {
            return retry_job(connection, TenantId{tenant}, id, machine_now());
        });
        node().workers().wake();
        report_.add("failed jobs retried");
        happened("retry", static_cast<std::uint64_t>(*job));
    });
    plan_tick(seconds{1});
}

void World::rebuild_all() {
    RebuildOptions options;
    options.check_only = random_.percent(50);
    options.post_charges = random_.percent(50);
    guarded("rebuild", [&] {
        const RebuildReport result = rebuild(node().database(), node().settings(), options,
                                             machine_now(), [](std::int64_t, std::int64_t) {});
        report_.add("rebuilds");
        happened("rebuild", static_cast<std::uint64_t>(result.calls));
        for (const std::string& difference : result.differences)
            truth_.violations.push_back("rebuild beside the server found " + difference);
    });
}

void World::replay_quarantine() {
    const SimulatedTenant& tenant = random_.pick(truth_.tenants);
    const auto row = any_row(node().real_database(), kept_quarantine(tenant), random_);
    if (!row) return;
    guarded("replay", [&] {
        const Uuid id = public_id_of(node().real_database(), "quarantine", *row);
        const auto replayed = replay_quarantined(node().database(), node().settings(), tenant.id,
                                                 id, "people", machine_now());
        if (replayed) report_.add("quarantined bodies replayed");
        happened("replay", replayed ? 1 : 0);
        if (replayed && replayed->jobs_requested) node().workers().wake();
    });
    plan_tick(seconds{1});
}

void World::settle_people() {
    for (const SimulatedTenant& tenant : truth_.tenants) {
        if (!ready()) return;
        guarded("settle", [&] {
            node().database().write([&](Connection& connection) {
                TenantFields fields = require_tenant(connection, tenant.public_id)->fields;
                fields.below_zero = BelowZero::run;
                fields.daily_token_budget.reset();
                update_tenant(connection, tenant.public_id, fields, machine_now()).value();
            });
        });
    }
}

std::int64_t World::left_to_replay() {
    std::int64_t left = 0;
    for (const SimulatedTenant& tenant : truth_.tenants) {
        for (const std::string& row :
             test::texts_of(node().real_database(),
                            "SELECT CAST(id AS TEXT) FROM " + kept_quarantine(tenant))) {
            ++left;
            guarded("replay", [&] {
                const Uuid id = public_id_of(node().real_database(), "quarantine", std::stoll(row));
                const auto replayed = replay_quarantined(node().database(), node().settings(),
                                                         tenant.id, id, "people", machine_now());
                if (!replayed) {
                    truth_.violations.push_back("a quarantined body is still refused: " +
                                                replayed.error().message);
                }
                node().workers().wake();
            });
        }
    }
    return left;
}

bool World::retries_failed() {
    const auto failed = test::texts_of(
        node().real_database(),
        "SELECT CAST(id AS TEXT) FROM jobs WHERE state = 'failed' AND kind IN ('analyze-call', "
        "'analyze-lead')");
    bool any = false;
    for (const std::string& row : failed) {
        const std::int64_t id = std::stoll(row);
        const auto tenant =
            test::number_of(node().real_database(), "SELECT user_id FROM jobs WHERE id = " + row);
        const auto retried = node().database().write([&](Connection& connection) {
            return retry_job(connection, TenantId{tenant},
                             public_id_of(node().real_database(), "jobs", id), machine_now());
        });
        any = any || retried.has_value();
    }
    if (any) node().workers().wake();
    return any;
}

}  // namespace callfold::simulation
