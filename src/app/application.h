#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/config.h"
#include "base/result.h"
#include "storage/database.h"

namespace callfold {

// The whole server: storage, pipeline, analysis, HTTP and the threads that drive them. The
// composition root; the order in which parts are built is the reverse of the order in which they
// stop.
class Application {
  public:
    // `open` makes the database of the configuration; a benchmark gives its own.
    using OpenDatabase =
        std::function<Result<std::unique_ptr<Database>>(const DatabaseOptions& options)>;
    explicit Application(Config config, OpenDatabase open = open_database);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    // Accepts connections from a socket that listens already instead of listening itself. Before
    // `start`.
    void inherit(int listening_socket) { inherited_socket_ = listening_socket; }

    // Opens and migrates the database and answers requests when it returns. Fails with words for
    // people.
    Result<void> start();

    // Answers what is in work, commits what waits, gives jobs back. Calling it twice does nothing.
    void stop();

    // "http://127.0.0.1:8080": where it listens, or the configured public address.
    std::string address() const;
    std::string_view analyzer() const;  // "rules" or the model

  private:
    struct Parts;

    Result<void> open_storage();
    void build_pipeline();
    Result<void> build_analysis();
    Result<void> listen();
    Result<void> build_deliveries();
    std::string dashboard_url() const;
    void build_http();
    void start_threads();
    void give_jobs_back();
    void give_deliveries_back();

    Config config_;
    OpenDatabase open_database_;
    std::optional<int> inherited_socket_;
    std::unique_ptr<Parts> parts_;
};

}  // namespace callfold
