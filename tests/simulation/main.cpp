// The simulation of the whole server: see docs/reliability.md.
//
//   callfold_simulation --seeds FROM-TO [--json FILE]   many lives; the first failure ends it
//   callfold_simulation --seed N [--trace]              one life, told on standard error
//   callfold_simulation --points SEED [--every N]       a small life once for each fault at each
//   point callfold_simulation --sabotage STATEMENT            lives until the left-out statement
//   shows
//
// Exit status: 0 all invariants hold, 1 one does not, 2 wrong usage.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tests/simulation/world.h"

namespace {

using namespace callfold::simulation;

constexpr std::uint64_t sabotage_lives_max = 60;

bool tell(const RunResult& result, const std::string& how) {
    if (result.violations.empty()) return true;
    for (const std::string& violation : result.violations)
        fmt::print("{}: {}\n", how, violation);
    fmt::print("to see it again: callfold_simulation {} --trace\n", how);
    return false;
}

void write_json(const std::string& file, const Report& report) {
    if (!file.empty()) std::ofstream{file} << report.json() << '\n';
}

bool run_seeds(std::uint64_t first, std::uint64_t last, const std::string& json) {
    Report all;
    for (std::uint64_t seed = first; seed <= last; ++seed) {
        RunOptions options;
        options.seed = seed;
        const RunResult result = World(options).run();
        all.add(result.report);
        all.add("lives");
        if (!tell(result, fmt::format("--seed {}", seed))) return false;
    }
    write_json(json, all);
    fmt::print("{} lives, {} days, {} webhooks sent, {} crashes: all invariants hold.\n",
               all.of("lives"), all.of("days"), all.of("webhooks sent"), all.of("crashes"));
    return true;
}

bool run_seed(std::uint64_t seed, bool trace) {
    RunOptions options;
    options.seed = seed;
    options.trace = trace;
    const RunResult result = World(options).run();
    fmt::print("seed {} fingerprint {:016x}\n", seed, result.fingerprint);
    return tell(result, fmt::format("--seed {}", seed));
}

bool run_points(std::uint64_t seed, std::uint64_t every, const std::string& json) {
    RunOptions options;
    options.seed = seed;
    options.one_fault = OneFault{~std::uint64_t{0}, Fault::crash};
    const std::uint64_t points = World(options).run().points;
    Report all;
    for (std::uint64_t point = 1; point <= points; point += every) {
        for (const Fault fault : {Fault::crash, Fault::crash_after_commit, Fault::away,
                                  Fault::in_doubt, Fault::conflict}) {
            options.one_fault = OneFault{point, fault};
            const RunResult result = World(options).run();
            all.add(result.report);
            all.add("lives");
            if (!tell(result, fmt::format("--points {} --point {} --fault {}", seed, point,
                                          static_cast<int>(fault)))) {
                return false;
            }
        }
    }
    write_json(json, all);
    fmt::print("{} points, {} lives: all invariants hold.\n", points, all.of("lives"));
    return true;
}

bool run_point(std::uint64_t seed, std::uint64_t point, int fault, bool trace) {
    RunOptions options;
    options.seed = seed;
    options.trace = trace;
    options.one_fault = OneFault{point, static_cast<Fault>(fault)};
    return tell(World(options).run(), fmt::format("--points {} --point {}", seed, point));
}

// True when the invariants notice it.
bool run_sabotage(const std::string& statement) {
    for (std::uint64_t seed = 1; seed <= sabotage_lives_max; ++seed) {
        RunOptions options;
        options.seed = seed;
        options.sabotage = statement;
        std::string noticed;
        try {
            const RunResult result = World(options).run();
            if (!result.violations.empty()) noticed = result.violations.front();
        } catch (const std::exception& error) {
            noticed = error.what();
        }
        if (noticed.empty()) continue;
        fmt::print("without some {}: seed {}: {}\n", statement, seed, noticed);
        return true;
    }
    fmt::print("nobody notices when {} is left out\n", statement);
    return false;
}

}  // namespace

int main(int count, char** arguments) {
    CLI::App app{"The simulation of the whole server"};
    std::string seeds;
    std::string json;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> points;
    std::optional<std::uint64_t> point;
    std::uint64_t every = 1;
    int fault = 0;
    bool trace = false;
    std::vector<std::string> sabotage;
    app.add_option("--seeds", seeds, "FROM-TO");
    app.add_option("--seed", seed, "one life");
    app.add_option("--points", points, "a small life, once for each fault at each point");
    app.add_option("--every", every, "only each N-th point")->check(CLI::PositiveNumber);
    app.add_option("--point", point, "only this point");
    app.add_option("--fault", fault, "the number of the fault at --point");
    app.add_option("--sabotage", sabotage, "statements that are left out now and then");
    app.add_option("--json", json, "where to write what was counted");
    app.add_flag("--trace", trace, "tell what happens");
    CLI11_PARSE(app, count, arguments);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    // Each commit waits for the disk: in memory a life takes a fraction of the time.
    if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 0);
    bool good = true;
    if (seed) good = run_seed(*seed, trace);
    if (points && point) {
        good = run_point(*points, *point, fault, trace);
    } else if (points) {
        good = run_points(*points, every, json);
    }
    for (const std::string& statement : sabotage)
        good = run_sabotage(statement) && good;
    if (!seeds.empty()) {
        const std::size_t dash = seeds.find('-');
        if (dash == std::string::npos) return 2;
        good = run_seeds(std::stoull(seeds), std::stoull(seeds.substr(dash + 1)), json);
    }
    return good ? 0 : 1;
}
