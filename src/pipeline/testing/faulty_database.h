#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <string_view>

#include "storage/database.h"

namespace callfold::test {

// A real database whose writing transactions fail on command. Transactions may run on any thread;
// how they fail is set while none does.
class FaultyDatabase final : public Database {
  public:
    enum class Away { no, at_begin, at_commit, after_commit };
    // Called before a named statement runs within `write`; may throw what a database throws.
    using BeforeStatement =
        std::function<void(std::string_view name, std::span<const Parameter> parameters)>;

    explicit FaultyDatabase(Database& real) : real_(real) {}

    // From now on transactions that write throw InfrastructureError. Nothing of them is kept, but
    // for `after_commit`: then all of it is, and the answer was lost.
    void go_away(Away away) { away_ = away; }
    void come_back() { away_ = Away::no; }
    void before_statement(BeforeStatement hook) { before_statement_ = std::move(hook); }
    // How many writing and reading transactions were begun.
    int writes() const { return writes_; }
    int reads() const { return reads_; }

    Engine engine() const override { return real_.engine(); }
    void checkpoint() override { real_.checkpoint(); }
    void bound_log() override { real_.bound_log(); }
    void truncate_log() override { real_.truncate_log(); }
    bool others_wait_to_write() const override {
        return contended_ || real_.others_wait_to_write();
    }
    // As if another thread waited for its turn to write all the time.
    void contend(bool contended) { contended_ = contended; }

  protected:
    void run_write(TransactionBody body) override;
    void run_read(TransactionBody body) override;

  private:
    Database& real_;
    Away away_ = Away::no;
    BeforeStatement before_statement_;
    bool contended_ = false;
    std::atomic<int> writes_ = 0;
    std::atomic<int> reads_ = 0;
};

}  // namespace callfold::test
