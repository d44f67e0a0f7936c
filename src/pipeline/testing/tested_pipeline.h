#pragma once

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/metrics.h"
#include "pipeline/commit_batch.h"
#include "pipeline/settings_cache.h"
#include "pipeline/testing/faulty_database.h"
#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold::test {

inline const std::string caller_number = "+919876543210";

// A webhook that says one thing about a call; what is left out is as in an answered call.
struct Said {
    std::string execution_id = "call-1";
    EventKind kind = EventKind::completed;
    std::optional<Instant> occurred_at = {};  // null: when it arrives
    std::optional<std::string> number = caller_number;
    seconds talk{61};
    std::string customer = "Yes, this is Asha Rao. I want to visit on Saturday.";  // "": nothing
};

// A tenant of "bolna" on a real database that can be made to fail, and a time that the test moves.
class PipelineTest : public testing::Test {
  protected:
    // As ingest hands it to the committer, arriving at `now_`.
    IncomingWebhook webhook(const Said& said) const;
    IncomingWebhook webhook(const Said& said, const TenantRow& tenant) const;
    // Commits them together, as the committer would.
    BatchResult commit(const std::vector<IncomingWebhook>& webhooks);
    // A whole call of five stages, which ended at `now_`.
    void take_call(const Said& completed);
    // So many calls that ended, new ones each time, in one batch; the customers say "velocipede".
    void take_calls_about_a_velocipede(int count);

    std::int64_t number(const std::string& sql) { return number_of(*stored_, sql); }
    Instant moment(const std::string& sql) { return moment_of(*stored_, sql); }
    std::vector<std::string> texts(const std::string& sql) { return texts_of(*stored_, sql); }
    std::string text(const std::string& sql);
    CallId call_id(const std::string& execution_id);
    Uuid call_public_id(const std::string& execution_id);
    std::string balance(TenantId tenant);
    // How many calls of the first tenant a search for the words finds; 200 at most.
    std::size_t calls_found(const std::string& words);
    // Whether the bytes stand anywhere in the files of the database; SQLite only.
    bool files_hold(std::string_view bytes);
    // Writes settings of the first tenant and makes them known.
    void set_tenant(const std::string& assignments);

    Instant now_ = sample_time();
    Metrics metrics_;
    TemporaryDatabase stored_;
    FaultyDatabase database_{*stored_};
    const TenantRow tenant_ = stored_->write(
        [](Connection& connection) { return insert_tenant(connection, "Rao Estates"); });
    SettingsCache settings_{database_};

  private:
    int calls_about_a_velocipede_ = 0;
};

}  // namespace callfold::test
