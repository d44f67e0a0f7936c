#include "bench/storage_off/storage_off_database.h"

#include <cassert>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "storage/statements/agents.h"
#include "storage/statements/analytics.h"
#include "storage/statements/calls.h"
#include "storage/statements/counters.h"
#include "storage/statements/endpoint_arrivals.h"
#include "storage/statements/events.h"
#include "storage/statements/jobs.h"
#include "storage/statements/ledger.h"
#include "storage/statements/notifications.h"

namespace callfold::bench {
namespace {

// A parameter that owns its text.
using Value = std::variant<Null, std::int64_t, bool, std::string, Instant, Uuid>;
using Values = std::vector<Value>;

struct Own {
    Value operator()(std::string_view text) const { return std::string(text); }
    Value operator()(Blob blob) const { return std::string(blob.bytes); }
    Value operator()(Json json) const { return std::string(json.text); }
    template <class Plain>
    Value operator()(const Plain& value) const {
        return value;
    }
};

class MemoryRow final : public Row {
  public:
    explicit MemoryRow(const Values& values) : values_(values) {}
    bool is_null(int column) const override { return std::holds_alternative<Null>(at(column)); }
    std::int64_t integer(int column) const override { return std::get<std::int64_t>(at(column)); }
    bool boolean(int column) const override { return std::get<bool>(at(column)); }
    std::string_view text(int column) const override { return std::get<std::string>(at(column)); }
    std::string_view blob(int column) const override { return text(column); }
    Instant instant(int column) const override { return std::get<Instant>(at(column)); }
    Uuid uuid(int column) const override { return std::get<Uuid>(at(column)); }

  private:
    const Value& at(int column) const { return values_.at(static_cast<std::size_t>(column)); }
    const Values& values_;
};

struct MemoryCall {
    Values row;  // as lock_call gives it
    std::vector<Values> events;
    bool completed = false;
};

// Places within the rows of src/storage/sql/calls.sql and events.sql.
enum LockedColumn : std::size_t {
    id = 0,
    charged = 5,
    charge_count = 6,
    analysis_key = 7,
    phone_number = 8,
    contributions = 9,
    analysis_status = 10,
    status = 11,
    attempt = 12,
    last_arrival_at = 15,
    agent_id = 16,
    ringing_started_at = 17,
    call_answered_at = 18
};

class StorageOffConnection final : public Connection {
  public:
    void use(Connection& real) { real_ = &real; }
    Engine engine() const override { return real_->engine(); }
    void begin_write() override { real_->begin_write(); }
    void begin_read() override { real_->begin_read(); }
    void commit() override { real_->commit(); }
    void rollback() noexcept override { real_->rollback(); }
    void run_script(std::string_view sql) override { real_->run_script(sql); }
    void work_for(std::span<const TenantId> tenants) override { real_->work_for(tenants); }

    std::int64_t run(const Statement& statement, std::span<const Parameter> parameters,
                     EachRow each_row) override {
        return real_->run(statement, parameters, each_row);
    }

    std::int64_t run_for_each(const Statement& statement, std::size_t width,
                              std::span<const Parameter> parameters, EachRow each_row) override {
        const auto place = handlers().find(&statement);
        if (place == handlers().end()) {
            return real_->run_for_each(statement, width, parameters, each_row);
        }
        for (std::size_t start = 0; start < parameters.size(); start += width) {
            (this->*place->second)(parameters.subspan(start, width), each_row);
        }
        return static_cast<std::int64_t>(parameters.size() / width);
    }

  private:
    using Parameters = std::span<const Parameter>;
    using Handler = void (StorageOffConnection::*)(Parameters, EachRow);
    using Key = std::tuple<std::int64_t, std::string, std::string>;

    static const std::unordered_map<const Statement*, Handler>& handlers() {
        using Self = StorageOffConnection;
        static const std::unordered_map<const Statement*, Handler> all{
            {&sql::lock_call, &Self::lock_call},
            {&sql::insert_call, &Self::insert_call},
            {&sql::write_call, &Self::write_call},
            {&sql::write_call_parties, &Self::write_parties},
            {&sql::write_call_stages, &Self::write_stages},
            {&sql::set_analysis_status, &Self::write_analysis_status},
            {&sql::insert_event, &Self::insert_event},
            {&sql::select_events_of_call, &Self::select_events},
            {&sql::insert_raw_body, &Self::forget},
            {&sql::insert_transcript, &Self::forget},
            {&sql::request_job, &Self::forget},
            {&sql::insert_notification, &Self::forget},
            {&sql::note_arrival, &Self::forget},
            {&sql::insert_transfer, &Self::forget},
            {&sql::add_counters, &Self::forget},
            {&sql::change_balance, &Self::forget},
        };
        return all;
    }

    static std::int64_t integer(const Parameter& value) { return std::get<std::int64_t>(value); }
    static std::string text(const Parameter& value) {
        return std::string(std::get<std::string_view>(value));
    }
    static Value owned(const Parameter& value) { return std::visit(Own{}, value); }

    void forget(Parameters, EachRow) {}

    void lock_call(Parameters row, EachRow each_row) {
        const auto found = ids_.find(Key{integer(row[0]), text(row[1]), text(row[2])});
        if (found != ids_.end()) each_row(MemoryRow{calls_.at(found->second).row});
    }

    void insert_call(Parameters row, EachRow each_row) {
        const std::int64_t call = ++last_id_;
        ids_.emplace(Key{integer(row[1]), text(row[2]), text(row[3])}, call);
        MemoryCall& added = calls_[call];
        added.row = {call,
                     owned(row[0]),
                     owned(row[1]),
                     owned(row[2]),
                     owned(row[3]),
                     std::int64_t{0},
                     std::int64_t{0},
                     Null{},
                     Null{},
                     std::string{"[]"},
                     std::string{"none"},
                     Null{},
                     std::int64_t{0},
                     false,
                     false,
                     owned(row[4]),
                     Null{},
                     Null{},
                     Null{}};
        each_row(MemoryRow{added.row});
    }

    // The columns stand in the order of the statement's parameters, counted from 0.
    void write_call(Parameters row, EachRow) {
        const auto found = calls_.find(integer(row[1]));
        Values& stored = found->second.row;
        stored[status] = owned(row[6]);
        stored[attempt] = owned(row[8]);
        stored[analysis_key] = owned(row[32]);
        stored[charged] = owned(row[33]);
        stored[charge_count] = owned(row[34]);
        stored[contributions] = owned(row[37]);
        stored[last_arrival_at] = owned(row[38]);
        const auto* word = std::get_if<std::string_view>(&row[6]);
        if (word == nullptr || *word != "completed") return;
        ids_.erase(Key{std::get<std::int64_t>(stored[2]), std::get<std::string>(stored[3]),
                       std::get<std::string>(stored[4])});
        calls_.erase(found);
    }

    void write_columns(Parameters row, std::size_t first, std::size_t second) {
        const auto found = calls_.find(integer(row[1]));
        if (found == calls_.end()) return;
        found->second.row[first] = owned(row[2]);
        found->second.row[second] = owned(row[3]);
    }
    void write_parties(Parameters row, EachRow) { write_columns(row, agent_id, phone_number); }
    void write_stages(Parameters row, EachRow) {
        write_columns(row, ringing_started_at, call_answered_at);
    }
    void write_analysis_status(Parameters row, EachRow) {
        const auto found = calls_.find(integer(row[1]));
        if (found != calls_.end()) found->second.row[analysis_status] = owned(row[2]);
    }

    void insert_event(Parameters row, EachRow) {
        calls_.at(integer(row[2]))
            .events.push_back({owned(row[2]), owned(row[3]), owned(row[5]), owned(row[6]),
                               owned(row[7]), owned(row[8]), owned(row[9]), owned(row[4]),
                               owned(row[11]), owned(row[13]), ++last_id_, owned(row[0])});
    }

    void select_events(Parameters row, EachRow each_row) {
        for (const Values& event : calls_.at(integer(row[1])).events)
            each_row(MemoryRow{event});
    }

    Connection* real_ = nullptr;
    std::map<Key, std::int64_t> ids_;
    std::unordered_map<std::int64_t, MemoryCall> calls_;
    std::int64_t last_id_ = 0;
};

class StorageOffDatabase final : public Database {
  public:
    explicit StorageOffDatabase(std::unique_ptr<Database> real) : real_(std::move(real)) {}
    Engine engine() const override { return real_->engine(); }
    void checkpoint() override { real_->checkpoint(); }
    void bound_log() override { real_->bound_log(); }
    void truncate_log() override { real_->truncate_log(); }

  protected:
    void run_write(TransactionBody body) override {
        real_->write([&](Connection& connection) {
            connection_.use(connection);
            body(connection_);
        });
    }
    void run_read(TransactionBody body) override {
        real_->read([&](Connection& connection) { body(connection); });
    }

  private:
    std::unique_ptr<Database> real_;
    StorageOffConnection connection_;
};

}  // namespace

std::unique_ptr<Database> without_storage(std::unique_ptr<Database> real) {
    return std::make_unique<StorageOffDatabase>(std::move(real));
}

}  // namespace callfold::bench
