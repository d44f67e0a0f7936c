// The simulation of the whole server: see docs/reliability.md.
//
//   --seeds FROM-TO [--twice]                 many lives; each twice, and both must be the same
//   --seed N [--trace]                        one life, told on standard error
//   --points SEED [--every N] [--from POINT]  a small life once for each fault at each point
//   --sabotage STATEMENT                      lives until the left-out statement shows
//   --results FOLDER                          leaves there what was counted, and what failed
//
// Exit status: 0 all invariants hold, 1 one does not, 2 wrong usage.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tests/simulation/world.h"

namespace {

using namespace callfold::simulation;

constexpr std::uint64_t sabotage_lives_max = 60;

constexpr Fault each_fault[] = {Fault::crash, Fault::crash_after_commit, Fault::away,
                                Fault::in_doubt, Fault::conflict};

struct Arguments {
    std::string seeds;
    std::string results;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> points;
    std::optional<std::uint64_t> point;
    std::uint64_t from = 1;
    std::uint64_t every = 1;
    int fault = 0;
    bool twice = false;
    bool trace = false;
    std::vector<std::string> sabotage;
};

RunResult live(const RunOptions& options) {
    try {
        return World(options).run();
    } catch (const std::exception& error) {
        RunResult broken;
        broken.violations.push_back(fmt::format("the life ended with: {}", error.what()));
        return broken;
    }
}

// `how` is what makes the program show the same life again.
void add(Tally& tally, const RunResult& result, const std::string& how) {
    tally.counted.add(result.report);
    tally.counted.add("lives");
    for (const std::string& violation : result.violations) {
        tally.failures.push_back({how, violation});
        fmt::print("{}: {}\n", how, violation);
    }
    if (!result.violations.empty())
        fmt::print("to see it again: callfold_simulation {} --trace\n", how);
}

Tally run_seeds(std::uint64_t first, std::uint64_t last, bool twice) {
    Tally tally;
    for (std::uint64_t seed = first; seed <= last; ++seed) {
        RunOptions options;
        options.seed = seed;
        RunResult result = live(options);
        if (twice && live(options).fingerprint != result.fingerprint)
            result.violations.emplace_back("the same seed gives another life");
        add(tally, result, fmt::format("--seed {}", seed));
    }
    return tally;
}

Tally run_seed(std::uint64_t seed, bool trace) {
    RunOptions options;
    options.seed = seed;
    options.trace = trace;
    const RunResult result = live(options);
    fmt::print("seed {} fingerprint {:016x}\n", seed, result.fingerprint);
    Tally tally;
    add(tally, result, fmt::format("--seed {}", seed));
    return tally;
}

void run_point(Tally& tally, const Arguments& arguments, std::uint64_t point, Fault fault) {
    RunOptions options;
    options.seed = *arguments.points;
    options.trace = arguments.trace;
    options.one_fault = OneFault{point, fault};
    add(tally, live(options),
        fmt::format("--points {} --point {} --fault {}", options.seed, point,
                    static_cast<int>(fault)));
}

Tally run_points(const Arguments& arguments) {
    RunOptions options;
    options.seed = *arguments.points;
    options.one_fault = OneFault{~std::uint64_t{0}, Fault::crash};
    const RunResult whole = live(options);
    fmt::print("{} points\n", whole.points);
    Tally tally;
    add(tally, whole, fmt::format("--points {} without a fault", options.seed));
    for (std::uint64_t point = arguments.from; point <= whole.points; point += arguments.every) {
        for (const Fault fault : each_fault)
            run_point(tally, arguments, point, fault);
        tally.counted.add("points");
    }
    return tally;
}

// Empty when the invariants do not notice within many lives.
std::string noticed_without(const std::string& statement) {
    for (std::uint64_t seed = 1; seed <= sabotage_lives_max; ++seed) {
        RunOptions options;
        options.seed = seed;
        options.sabotage = statement;
        const RunResult result = live(options);
        if (!result.violations.empty())
            return fmt::format("seed {}: {}", seed, result.violations.front());
    }
    return {};
}

Tally run_sabotage(const std::vector<std::string>& statements) {
    Tally tally;
    for (const std::string& statement : statements) {
        const std::string noticed = noticed_without(statement);
        tally.counted.add(noticed.empty() ? "not noticed" : "noticed");
        if (noticed.empty()) {
            tally.failures.push_back({"--sabotage " + statement, "nobody notices"});
            fmt::print("nobody notices when {} is left out\n", statement);
        } else {
            fmt::print("without some {}: {}\n", statement, noticed);
        }
    }
    return tally;
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> range_of(const std::string& seeds) {
    const std::size_t dash = seeds.find('-');
    if (dash == std::string::npos) return std::nullopt;
    return std::pair{std::stoull(seeds), std::stoull(seeds.substr(dash + 1))};
}

// Exit status. `which` tells runs of one kind apart.
int finish(const Tally& tally, const std::string& kind, const std::string& which,
           const std::string& results) {
    if (!results.empty()) {
        std::filesystem::create_directories(results);
        write_tally(fmt::format("{}/{}-{}.json", results, kind, which), kind, tally);
    }
    const Report& counted = tally.counted;
    fmt::print("{}: {} lives, {} days, {} webhooks sent, {} crashes: {}\n", kind,
               counted.of("lives"), counted.of("days"), counted.of("webhooks sent"),
               counted.of("crashes"),
               tally.failures.empty()
                   ? "all invariants hold."
                   : fmt::format("{} violations of invariants.", tally.failures.size()));
    return tally.failures.empty() ? 0 : 1;
}

int run(const Arguments& arguments) {
    const std::string& results = arguments.results;
    if (arguments.seed) {
        const Tally tally = run_seed(*arguments.seed, arguments.trace);
        return finish(tally, "lives", std::to_string(*arguments.seed), results);
    }
    if (arguments.points && arguments.point) {
        Tally tally;
        run_point(tally, arguments, *arguments.point, static_cast<Fault>(arguments.fault));
        return finish(tally, "points", fmt::format("{}-{}", *arguments.points, *arguments.point),
                      results);
    }
    if (arguments.points) {
        const Tally tally = run_points(arguments);
        return finish(tally, "points", std::to_string(*arguments.points), results);
    }
    if (!arguments.sabotage.empty()) {
        const Tally tally = run_sabotage(arguments.sabotage);
        return finish(tally, "sabotage", arguments.sabotage.front(), results);
    }
    const auto range = range_of(arguments.seeds);
    if (!range) return 2;
    return finish(run_seeds(range->first, range->second, arguments.twice), "lives", arguments.seeds,
                  results);
}

}  // namespace

int main(int count, char** texts) {
    CLI::App app{"The simulation of the whole server"};
    Arguments arguments;
    app.add_option("--seeds", arguments.seeds, "FROM-TO");
    app.add_flag("--twice", arguments.twice, "each of them twice: both have to be the same");
    app.add_option("--seed", arguments.seed, "one life");
    app.add_option("--points", arguments.points, "a small life, once for each fault at each point");
    app.add_option("--from", arguments.from, "the first point")->check(CLI::PositiveNumber);
    app.add_option("--every", arguments.every, "only each N-th point")->check(CLI::PositiveNumber);
    app.add_option("--point", arguments.point, "only this point");
    app.add_option("--fault", arguments.fault, "the number of the fault at --point")
        ->check(CLI::Range(0, 5));
    app.add_option("--sabotage", arguments.sabotage, "statements that are left out now and then");
    app.add_option("--results", arguments.results, "the folder in which to leave what was counted")
        ->envname("CALLFOLD_RESULTS");
    app.add_flag("--trace", arguments.trace, "tell what happens");
    CLI11_PARSE(app, count, texts);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    // Each commit waits for the disk: in memory a life takes a fraction of the time.
    if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 0);
    return run(arguments);
}
