// What is PostgreSQL's own: the server goes and comes, and what it refuses.

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/postgres_server.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using testing::HasSubstr;
using testing::Not;

// Ends all sessions on a database, as the end of the server would.
void end_sessions(const std::string& url) {
    const auto administrator = open_or_throw({.url = url});
    test::change_rows(*administrator,
                      "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity "
                      "WHERE datname = current_database() AND pid <> pg_backend_pid(); END $$");
}

class PostgresDatabaseTest : public testing::Test {
  protected:
    PostgresDatabaseTest() : database_({}, Engine::postgres) {}

    std::string administrator_url() const {
        const std::string& url = database_.url();
        const std::size_t begin = url.find("@/") + 2;
        return PostgresServer::shared().administrator_url(url.substr(begin, url.find('?') - begin));
    }

    std::int64_t tenants() { return test::count_rows(*database_, "users", "TRUE"); }

    TemporaryDatabase database_;
};

TEST_F(PostgresDatabaseTest, ConnectsAnewAfterTheServerEndedItsSessions) {
    EXPECT_EQ(tenants(), 0);
    database_->write([](Connection&) {});
    end_sessions(administrator_url());
    EXPECT_EQ(tenants(), 0);
    database_->write(
        [](Connection& connection) { test::insert_tenant(connection, "Rao Estates"); });
    EXPECT_EQ(tenants(), 1);
}

TEST_F(PostgresDatabaseTest, CommitsNothingWhenTheSessionEndsInTheMiddle) {
    EXPECT_THROW(database_->write([&](Connection& connection) {
        connection.run_script("UPDATE settings_version SET version = 77");
        end_sessions(administrator_url());
        try {
            connection.run_script("SELECT 1");
        } catch (const InfrastructureError&) {
            // as a caller would that goes on all the same
        }
    }),
                 std::exception);
    EXPECT_EQ(test::number_of(*database_, "SELECT version FROM settings_version"), 1);
}

TEST_F(PostgresDatabaseTest, WaitsForAConnectionWhereTheServerTakesNoMore) {
    const std::string name = test::texts_of(*database_, "SELECT current_database()::text").at(0);
    const auto administrator = open_or_throw({.url = administrator_url()});
    std::future<std::int64_t> other;
    database_->read([&](Connection&) {
        test::change_rows(*administrator, "ALTER DATABASE " + name + " CONNECTION LIMIT 0");
        other = std::async(std::launch::async, [this] { return tenants(); });
        EXPECT_EQ(other.wait_for(milliseconds{200}), std::future_status::timeout);
    });
    EXPECT_EQ(other.get(), 0);
    end_sessions(administrator_url());
    EXPECT_THROW(tenants(), InfrastructureError);
}

TEST_F(PostgresDatabaseTest, RepeatsATransactionThatWasInADeadlock) {
    const auto other = open_or_throw({.url = database_.url()});
    int attempts = 0;
    database_->write([&](Connection& connection) {
        ++attempts;
        if (attempts == 1) throw ConflictError("lost");
        connection.run_script("UPDATE settings_version SET version = version + 1");
    });
    EXPECT_EQ(attempts, 2);
    EXPECT_EQ(test::number_of(*other, "SELECT version FROM settings_version"), 2);
}

TEST(OpenPostgresDatabase, SaysWhatIsWrongWithoutThePassword) {
    const auto error_of = [](const std::string& url) {
        const auto opened = open_database({.url = url});
        return opened ? std::string{} : opened.error().message;
    };
    const std::string nowhere = error_of("postgresql://me:secret-word@127.0.0.1:1/name");
    EXPECT_THAT(nowhere, HasSubstr("127.0.0.1"));
    EXPECT_THAT(nowhere, Not(HasSubstr("secret-word")));
    EXPECT_THAT(error_of(PostgresServer::shared().url("missing")), HasSubstr("missing"));
}

}  // namespace
}  // namespace callfold
