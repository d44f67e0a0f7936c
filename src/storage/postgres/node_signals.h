#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "storage/node_signals.h"
#include "storage/postgres/connection.h"

namespace callfold {

// LISTEN and NOTIFY on a connection of its own, which is made anew when it broke.
class PostgresNodeSignals final : public NodeSignals {
  public:
    explicit PostgresNodeSignals(std::string url);

    void tell(NodeSignal signal) override;
    std::vector<NodeSignal> exchange(milliseconds longest) override;

  private:
    PostgresConnection& connection();

    const std::string url_;
    std::atomic<bool> jobs_told_ = false;
    std::atomic<bool> model_told_ = false;
    std::unique_ptr<PostgresConnection> connection_;
};

}  // namespace callfold
