#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "pipeline/commit_batch.h"
#include "storage/database.h"

namespace callfold::bench {

// What `body` says, as a webhook of Bolna.
Understood understand(const std::string& body);

// A database with a tenant and an endpoint.
class Workplace {
  public:
    // A SQLite database in a folder of its own that goes at the end.
    Workplace();
    // An empty database.
    explicit Workplace(const std::string& url);
    ~Workplace();
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;

    Database& database() { return *database_; }
    TenantId tenant() const { return tenant_; }

    // A webhook as ingest hands it to the committer.
    IncomingWebhook incoming(const std::string& body) const;
    // Commits a batch as the committer does, and moves the log.
    void commit(std::span<const IncomingWebhook> webhooks);

  private:
    void open(const std::string& url);

    std::filesystem::path folder_;  // empty: none of its own
    std::unique_ptr<Database> database_;
    TenantId tenant_;
    EndpointId endpoint_;
    Settings settings_;
};

}  // namespace callfold::bench
