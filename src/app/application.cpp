#include "app/application.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include "analysis/openai_analyzer.h"
#include "analysis/rules_analyzer.h"
#include "app/api_routes.h"
#include "app/instance_lock.h"
#include "app/loop_thread.h"
#include "base/crypto.h"
#include "base/log.h"
#include "http/auth.h"
#include "http/dispatcher.h"
#include "http/password_work.h"
#include "http/server.h"
#include "http/sign_in_throttle.h"
#include "http/stream_hub.h"
#include "pipeline/analysis_workers.h"
#include "pipeline/committer.h"
#include "pipeline/delivery_workers.h"
#include "pipeline/ingest.h"
#include "pipeline/settings_cache.h"
#include "pipeline/upkeep.h"
#include "storage/migrator.h"
#include "storage/node_signals.h"
#include "storage/tenant_scope.h"
#include "transport/curl_transport.h"

namespace callfold {
namespace {

constexpr milliseconds committer_wait{100};
constexpr int committers_on_postgres = 2;
constexpr milliseconds workers_wait{200};
constexpr milliseconds deliveries_wait{500};
constexpr milliseconds signals_wait{100};
constexpr std::chrono::milliseconds log_interval{20};
constexpr std::size_t descriptors_kept_free = 200;
constexpr std::size_t connections_max = 20'000;
constexpr std::size_t sign_ins_waiting_max = 100;

// Below the descriptor limit by what files, the database and the model's connections take.
std::size_t connection_limit(std::size_t model_connections) {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    const std::size_t taken = descriptors_kept_free + model_connections;
    const auto descriptors = static_cast<std::size_t>(limit.rlim_cur);
    if (descriptors <= 2 * taken) return std::max<std::size_t>(descriptors / 2, 16);
    return std::min(descriptors - taken, connections_max);
}

// For its owner only, unless it is there. The lock tells when it could not be made.
void make_private_directory(const std::string& directory) {
    std::error_code ignored_because_the_lock_will_tell;
    if (!std::filesystem::create_directories(directory, ignored_because_the_lock_will_tell)) return;
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all,
                                 ignored_because_the_lock_will_tell);
}

bool is_reached_over_tls(const Config& config) {
    return !config.tls_key_file.empty() || config.public_url.starts_with("https://");
}

// SQLite has one writer at a time. On PostgreSQL a batch spends most of its time in the database.
int committers(Engine engine) {
    switch (engine) {
        case Engine::sqlite:
            return 1;
        case Engine::postgres:
            return committers_on_postgres;
    }
    std::abort();
}

http::RequestLimits request_limits(const Config& config) {
    http::RequestLimits limits;
    limits.body_bytes = config.body_limit_bytes;
    return limits;
}

}  // namespace

struct Application::Parts {
    SystemClock clock;
    Metrics metrics;
    std::optional<InstanceLock> lock;
    std::unique_ptr<Database> database;
    std::unique_ptr<NodeSignals> signals;  // null on SQLite
    std::unique_ptr<SettingsCache> settings;
    asio::thread_pool acknowledgements{1};
    asio::thread_pool exports{1};
    std::unique_ptr<Committer> committer;
    std::unique_ptr<Ingest> ingest;
    std::unique_ptr<Upkeep> upkeep;
    std::unique_ptr<HttpTransport> transport;
    std::unique_ptr<Analyzer> analyzer;
    std::unique_ptr<AnalysisWorkers> workers;
    std::optional<SecretBox> secrets;
    std::unique_ptr<HttpTransport> delivery_transport;
    std::unique_ptr<DeliveryWorkers> deliveries;
    std::unique_ptr<http::Authenticator> authenticator;
    http::SignInThrottle sign_in_throttle{random_bytes(32)};
    http::PasswordWork password_work{sign_ins_waiting_max};
    std::unique_ptr<http::StreamHub> stream_hub;
    std::unique_ptr<http::Dispatcher> dispatcher;
    std::unique_ptr<http::Server> server;
    std::unique_ptr<LoopThread> committer_thread;
    std::unique_ptr<LoopThread> workers_thread;
    std::unique_ptr<LoopThread> deliveries_thread;
    std::unique_ptr<LoopThread> upkeep_thread;
    std::unique_ptr<LoopThread> signals_thread;
    std::unique_ptr<LoopThread> stream_thread;
    std::unique_ptr<LoopThread> log_thread;

    Pause upkeep_pause;
    Pause log_pause;

    // There are new jobs, made by this node.
    void announce_jobs();
    // Somebody asks this node to try a paused model now.
    void resume_model();
    // Another node tells.
    void hear(NodeSignal signal) const;
};

void Application::Parts::announce_jobs() {
    workers->wake();
    if (signals) signals->tell(NodeSignal::jobs);
}

// Each node has a pause of its own, and whoever asks means all of them.
void Application::Parts::resume_model() {
    workers->resume();
    if (signals) signals->tell(NodeSignal::model);
}

void Application::Parts::hear(NodeSignal signal) const {
    switch (signal) {
        case NodeSignal::jobs:
            return workers->wake();
        case NodeSignal::model:
            return workers->resume();
    }
}

Application::Application(Config config, OpenDatabase open)
    : config_(std::move(config)),
      open_database_(std::move(open)),
      parts_(std::make_unique<Parts>()) {}

Application::~Application() {
    stop();
}

Result<void> Application::start() {
    if (auto opened = open_storage(); !opened) return opened;
    build_pipeline();
    if (auto built = build_analysis(); !built) return built;
    if (auto listening = listen(); !listening) return listening;
    if (auto built = build_deliveries(); !built) return built;
    build_http();
    start_threads();
    auto started = parts_->server->start();
    if (started) {
        const std::string where = address();
        log(LogLevel::info, "server_started",
            {{"address", std::string_view{where}}, {"analyzer", analyzer()}});
    }
    return started;
}

void Application::stop() {
    Parts& parts = *parts_;
    if (parts.stream_thread) parts.stream_thread->stop();
    if (parts.stream_hub) parts.stream_hub->stop();
    if (parts.server) parts.server->stop();
    if (parts.dispatcher) parts.dispatcher->stop();
    parts.password_work.stop();
    if (parts.committer_thread) parts.committer_thread->stop();
    parts.acknowledgements.join();
    parts.exports.stop();
    parts.exports.join();
    if (parts.workers_thread) {
        parts.workers_thread->stop();
        give_jobs_back();
    }
    if (parts.deliveries_thread) {
        parts.deliveries_thread->stop();
        give_deliveries_back();
    }
    if (parts.upkeep_thread) parts.upkeep_thread->stop();
    if (parts.signals_thread) parts.signals_thread->stop();
    if (parts.log_thread) parts.log_thread->stop();
    parts.committer_thread.reset();
    parts.workers_thread.reset();
    parts.deliveries_thread.reset();
    parts.upkeep_thread.reset();
    parts.signals_thread.reset();
    parts.stream_thread.reset();
    parts.log_thread.reset();
}

// What is not given back is taken back by the next start.
void Application::give_jobs_back() {
    try {
        parts_->workers->give_back(parts_->clock.now());
    } catch (const InfrastructureError& error) {
        log(LogLevel::warning, "jobs_not_given_back", {{"error", std::string_view{error.what()}}});
    }
}

void Application::give_deliveries_back() {
    try {
        parts_->deliveries->give_back();
    } catch (const InfrastructureError& error) {
        log(LogLevel::warning, "deliveries_not_given_back",
            {{"error", std::string_view{error.what()}}});
    }
}

std::string Application::address() const {
    if (!config_.public_url.empty()) return config_.public_url;
    return fmt::format("{}://{}:{}", config_.tls_key_file.empty() ? "http" : "https",
                       parts_->server->host(), parts_->server->port());
}

std::string_view Application::analyzer() const {
    return parts_->analyzer->name();
}

Result<void> Application::open_storage() {
    make_private_directory(config_.data_directory);
    if (config_.database_url.starts_with("sqlite:")) {
        auto lock = InstanceLock::acquire(config_.data_directory);
        if (!lock) return tl::make_unexpected(lock.error());
        parts_->lock.emplace(std::move(*lock));
    }
    auto database = open_database_({config_.database_url});
    if (!database) return tl::make_unexpected(database.error());
    parts_->database = std::move(*database);
    const auto applied = migrate_up(*parts_->database, parts_->clock.now());
    if (!applied) return tl::make_unexpected(applied.error());
    parts_->signals = open_node_signals({config_.database_url});
    return {};
}

void Application::build_pipeline() {
    Parts& parts = *parts_;
    parts.settings = std::make_unique<SettingsCache>(*parts.database);
    parts.committer = std::make_unique<Committer>(
        *parts.database, *parts.settings, parts.metrics, CommitterLimits{},
        [&parts] { parts.announce_jobs(); },
        [&parts](std::function<void()> work) {
            // A batch is on disk: it is time to acknowledge it, and to tell those who listen.
            asio::post(parts.acknowledgements, std::move(work));
            parts.stream_hub->wake();
        });
    parts.ingest = std::make_unique<Ingest>(*parts.settings, *parts.committer, parts.metrics);
    parts.upkeep =
        std::make_unique<Upkeep>(*parts.database, *parts.settings, *parts.committer,
                                 UpkeepOptions{config_.retention_days, config_.endpoint_silence});
}

Result<void> Application::build_analysis() {
    Parts& parts = *parts_;
    WorkerOptions options;
    options.owner = new_uuid(parts.clock.now()).text();
    options.only_node = parts.database->engine() == Engine::sqlite;
    options.lease = config_.job_lease;
    options.in_flight_max = config_.openai.max_in_flight;
    if (config_.openai.api_key.empty()) {
        parts.analyzer = std::make_unique<RulesAnalyzer>();
    } else {
        const auto key = installation_key(config_.data_directory);
        if (!key) return tl::make_unexpected(key.error());
        config_.openai.identifier_key = *key;
        parts.transport =
            std::make_unique<CurlTransport>(CurlOptions{config_.openai.max_in_flight, {}});
        parts.analyzer = std::make_unique<OpenAiAnalyzer>(config_.openai, *parts.transport);
    }
    parts.workers = std::make_unique<AnalysisWorkers>(*parts.database, *parts.settings,
                                                      *parts.analyzer, parts.metrics, options);
    parts.workers->recover(parts.clock.now());
    return {};
}

// The port is known from here on, whichever was free; connections wait until the rest is built.
Result<void> Application::listen() {
    Parts& parts = *parts_;
    http::ServerOptions options;
    options.address = config_.listen_address;
    options.port = config_.listen_port;
    options.inherited_socket = inherited_socket_;
    options.io_threads = static_cast<std::size_t>(config_.io_threads);
    options.connection_limit = connection_limit(config_.openai.max_in_flight);
    options.limits = request_limits(config_);
    options.trusted_proxies = config_.trusted_proxies;
    if (!config_.tls_key_file.empty()) {
        options.tls = http::TlsFiles{config_.tls_certificate_file, config_.tls_key_file};
    }
    parts.server = std::make_unique<http::Server>(
        std::move(options), parts.clock, parts.metrics,
        [&parts](http::Request request, http::Respond respond) {
            parts.dispatcher->receive(std::move(request), std::move(respond));
        });
    return parts.server->listen();
}

// Where people find the dashboard; the server listens already.
std::string Application::dashboard_url() const {
    std::string url = address();
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

Result<void> Application::build_deliveries() {
    Parts& parts = *parts_;
    const std::string key_file = config_.secrets_key_file.empty()
                                     ? config_.data_directory + "/secrets.key"
                                     : config_.secrets_key_file;
    auto key = secrets_key(key_file);
    if (!key) return tl::make_unexpected(key.error());
    parts.secrets.emplace(std::move(*key));
    DeliveryWorkerOptions options;
    options.owner = new_uuid(parts.clock.now()).text();
    options.only_node = parts.database->engine() == Engine::sqlite;
    options.public_url = dashboard_url();
    options.mail = config_.mail;
    parts.delivery_transport = std::make_unique<CurlTransport>(
        CurlOptions{options.in_flight_max, {}, config_.outgoing_allow});
    parts.deliveries =
        std::make_unique<DeliveryWorkers>(*parts.database, *parts.delivery_transport,
                                          *parts.secrets, parts.metrics, std::move(options));
    parts.deliveries->recover(parts.clock.now());
    return {};
}

void Application::build_http() {
    Parts& parts = *parts_;
    http::StreamLimits stream_limits;
    // Listeners leave room for webhooks.
    stream_limits.listeners_max = connection_limit(config_.openai.max_in_flight) / 2;
    parts.stream_hub =
        std::make_unique<http::StreamHub>(*parts.database, parts.metrics, stream_limits, [&parts] {
            return http::StreamHealth{parts.committer->is_failing(),
                                      parts.workers->pause().has_value()};
        });
    parts.authenticator = std::make_unique<http::Authenticator>(*parts.database);
    parts.dispatcher = std::make_unique<http::Dispatcher>(
        api_routes(
            {*parts.database,
             *parts.settings,
             *parts.committer,
             *parts.ingest,
             parts.metrics,
             parts.clock,
             config_.public_url,
             [&parts] { parts.announce_jobs(); },
             parts.sign_in_throttle,
             parts.password_work,
             *parts.stream_hub,
             is_reached_over_tls(config_),
             [&parts] { return parts.workers->pause(); },
             [&parts] { parts.resume_model(); },
             config_.model_prices,
             config_.endpoint_silence,
             [&parts](std::function<void()> work) { asio::post(parts.exports, std::move(work)); },
             *parts.secrets,
             dashboard_url(),
             !config_.mail.url.empty(),
             [&parts] { parts.deliveries->wake(); },
             analyzer(),
             [&parts](PromptTrial trial) { return parts.workers->try_prompt(std::move(trial)); }}),
        *parts.authenticator, parts.metrics,
        http::DispatcherOptions{request_limits(config_),
                                static_cast<std::size_t>(config_.api_threads)});
}

void Application::start_threads() {
    Parts& parts = *parts_;
    parts.committer_thread = std::make_unique<LoopThread>(
        "committer",
        [&parts] {
            parts.committer->wait(committer_wait);
            parts.committer->step(parts.clock.now());
        },
        [&parts] { parts.committer->end_waits(); }, committers(parts.database->engine()));
    parts.workers_thread = std::make_unique<LoopThread>(
        "analysis",
        [&parts] {
            if (parts.workers->step(parts.clock.now()) == 0) {
                parts.workers->wait(workers_wait);
            } else {
                parts.stream_hub->wake();
            }
        },
        [&parts] { parts.workers->wake(); });
    parts.stream_thread = std::make_unique<LoopThread>(
        "stream",
        [&parts] {
            parts.stream_hub->step(parts.clock.now());
            parts.stream_hub->wait();
        },
        [&parts] { parts.stream_hub->wake(); });
    parts.deliveries_thread = std::make_unique<LoopThread>(
        "deliveries",
        [&parts] {
            if (parts.deliveries->step(parts.clock.now()) == 0) {
                parts.deliveries->wait(deliveries_wait);
            }
        },
        [&parts] { parts.deliveries->wake(); });
    parts.upkeep_thread = std::make_unique<LoopThread>(
        "upkeep", [&parts] { parts.upkeep_pause.wait(parts.upkeep->step(parts.clock.now())); },
        [&parts] { parts.upkeep_pause.end(); });
    parts.log_thread = std::make_unique<LoopThread>(
        "log",
        [&parts] {
            parts.database->checkpoint();
            parts.log_pause.wait(log_interval);
        },
        [&parts] { parts.log_pause.end(); });
    if (!parts.signals) return;
    parts.signals_thread = std::make_unique<LoopThread>(
        "signals",
        [&parts] {
            for (const NodeSignal signal : parts.signals->exchange(signals_wait))
                parts.hear(signal);
        },
        [] {});
}

}  // namespace callfold
