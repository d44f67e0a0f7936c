#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "storage/database.h"

namespace callfold {

// An empty database of one engine that several Database objects can be opened on, as several
// processes would. It is gone at the end.
class ConformanceSubject {
  public:
    virtual ~ConformanceSubject() = default;
    // `options` without their url.
    virtual std::unique_ptr<Database> open(DatabaseOptions options) = 0;
};

// What an engine brings to the suite:
//     INSTANTIATE_TEST_SUITE_P(Sqlite, StorageConformance, testing::Values(ConformanceEngine{…}));
struct ConformanceEngine {
    std::string name;
    std::unique_ptr<ConformanceSubject> (*make_subject)();
};

// The one suite that every engine passes: what a Connection and a Database promise. It has a table
// of its own, `samples`, with a column of each type.
class StorageConformance : public testing::TestWithParam<ConformanceEngine> {
  protected:
    StorageConformance();

    Database& database() { return *database_; }
    // Another Database on the same data.
    std::unique_ptr<Database> open_another(DatabaseOptions options = {}) {
        return subject_->open(std::move(options));
    }

    std::int64_t count_samples();
    void add_sample(std::int64_t id, std::int64_t number);
    std::int64_t number_of(std::int64_t id);

  private:
    std::unique_ptr<ConformanceSubject> subject_;
    std::unique_ptr<Database> database_;
};

// The statements of the suite. Their indices follow those of all_statements(): a connection keeps
// what it compiled by index.
namespace sample_sql {

const Statement& insert_sample();         // ?1 id … ?8 public_id, in the order of the table
const Statement& select_sample();         // ?1 id; all columns but the id
const Statement& count_samples();         //
const Statement& add_number();            // ?1 id, ?2 number: inserts or adds; id, number
const Statement& insert_where_missing();  // ?1 id, ?2 number, ?3 words: id; also for each row
const Statement& lock_number();           // ?1 id: number, locked until the end
const Statement& set_number();            // ?1 id, ?2 number
const Statement& delete_samples();        //
const Statement& select_from_nowhere();   // of a table that is missing
const Statement& say_nothing();           // has an empty text

}  // namespace sample_sql
}  // namespace callfold
