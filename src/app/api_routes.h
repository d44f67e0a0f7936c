#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "base/secret_box.h"
#include "domain/model_pause.h"
#include "domain/model_prices.h"
#include "http/password_work.h"
#include "http/router.h"
#include "http/sign_in_throttle.h"
#include "http/stream_hub.h"
#include "pipeline/ingest.h"
#include "pipeline/prompt_trial.h"

namespace callfold {

// What the routes of the server work with; all of it outlives them.
struct RouteSources {
    Database& database;
    SettingsCache& settings;
    Committer& committer;
    Ingest& ingest;
    Metrics& metrics;
    const Clock& clock;
    std::string public_url;
    std::function<void()> wake_workers;
    http::SignInThrottle& sign_in_throttle;
    http::PasswordWork& password_work;
    http::StreamHub& stream_hub;
    bool over_tls;  // browsers reach this server so
    std::function<std::optional<ModelPause>()> model_pause;
    std::function<void()> resume_model;  // somebody asks to try a paused model now
    ModelPrices model_prices;
    std::chrono::hours endpoint_silence;
    // Runs work that may wait for the database, off the threads that answer.
    std::function<void(std::function<void()>)> later;
    const SecretBox& secrets;
    std::string dashboard_url;     // where people find it, for links
    bool email_available = false;  // a mail server is configured
    std::function<void()> wake_deliveries;
    std::string_view analyzer;
    std::function<bool(PromptTrial)> try_prompt;
};

// Every route of the server, resource by resource.
std::vector<http::Route> api_routes(const RouteSources& sources);

}  // namespace callfold
