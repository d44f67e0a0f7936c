#include "storage/tariffs.h"

#include <gtest/gtest.h>

#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using test::sample_call;
using test::sample_tenant;
using test::sample_time;

using std::chrono::hours;

class TariffsTest : public testing::Test {
  protected:
    void insert(const Tenant& tenant, std::optional<Instant> valid_from, int pulse_seconds) {
        const Tariff tariff{valid_from, seconds{pulse_seconds}, Credits::from_micro(800'000)};
        database_->write([&](Connection& connection) {
            insert_tariff(connection, tenant.id, tariff, sample_time());
        });
    }
    // A call of the tenant whose earliest event occurred then.
    CallId call_at(const Tenant& tenant, const std::string& execution_id,
                   std::optional<Instant> occurred_at) {
        const StoredCall stored = sample_call(*database_, tenant.id, execution_id);
        FoldedCall folded;
        folded.tenant = tenant.id;
        folded.id = stored.id;
        folded.call.first_occurred_at = occurred_at;
        database_->write([&](Connection& connection) {
            write_calls(connection, {&folded, 1}, sample_time());
        });
        return stored.id;
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

std::vector<int> pulses(const std::vector<StoredTariff>& tariffs) {
    std::vector<int> pulses;
    for (const auto& stored : tariffs) {
        pulses.push_back(static_cast<int>(stored.tariff.pulse.count()));
    }
    return pulses;
}

TEST_F(TariffsTest, AreListedFromTheOneValidLatest) {
    insert(tenant_, sample_time() + hours{2}, 20);
    insert(tenant_, sample_time() + hours{1}, 10);
    insert(other_, sample_time() + hours{3}, 30);
    database_->read([&](Connection& connection) {
        const auto tariffs = tariffs_of_tenant(connection, tenant_.id);
        EXPECT_EQ(pulses(tariffs), (std::vector{20, 10, 60}));
        EXPECT_EQ(tariffs[1].tariff.valid_from, sample_time() + hours{1});
        EXPECT_EQ(tariffs[1].tariff.per_minute, Credits::from_micro(800'000));
        EXPECT_EQ(tariffs[2].tariff.valid_from, std::nullopt);
        EXPECT_EQ(pulses(tariffs_of_tenant(connection, other_.id)), (std::vector{30, 60}));
    });
}

TEST_F(TariffsTest, ComeInPages) {
    insert(tenant_, sample_time() + hours{1}, 10);
    insert(tenant_, sample_time() + hours{2}, 20);
    database_->read([&](Connection& connection) {
        const auto first = list_tariffs(connection, tenant_.id, {std::nullopt, 2});
        EXPECT_EQ(pulses(first.items), (std::vector{20, 10}));
        ASSERT_TRUE(first.next_id);
        const auto second = list_tariffs(connection, tenant_.id, {first.next_id, 2});
        EXPECT_EQ(pulses(second.items), (std::vector{60}));
        EXPECT_EQ(second.next_id, std::nullopt);
    });
}

TEST_F(TariffsTest, TheOneValidAtATimeBeganLast) {
    insert(tenant_, sample_time() + hours{1}, 10);
    const auto pulse_at = [&](Instant time) {
        return database_->read([&](Connection& connection) {
            return tariff_valid_at(connection, tenant_.id, time).tariff.pulse.count();
        });
    };
    EXPECT_EQ(pulse_at(sample_time()), 60);
    EXPECT_EQ(pulse_at(sample_time() + hours{1} - microseconds{1}), 60);
    EXPECT_EQ(pulse_at(sample_time() + hours{1}), 10);
}

TEST_F(TariffsTest, TwoFromTheSameMomentAreRefused) {
    insert(tenant_, sample_time(), 10);
    EXPECT_THROW(insert(tenant_, sample_time(), 20), DataError);
    EXPECT_THROW(insert(tenant_, std::nullopt, 20), DataError);
    insert(other_, sample_time(), 30);
}

TEST_F(TariffsTest, CoversCallsThatBeganThenOrLater) {
    call_at(tenant_, "before", sample_time() - microseconds{1});
    call_at(tenant_, "unknown", std::nullopt);
    const CallId late = call_at(tenant_, "z-late", sample_time() + hours{1});
    const CallId just = call_at(tenant_, "just", sample_time());
    call_at(other_, "just", sample_time());
    const auto covered = database_->read([&](Connection& connection) {
        return calls_covered_by(connection, tenant_.id, sample_time());
    });
    EXPECT_EQ(covered, (std::vector{just, late}));
}

}  // namespace
}  // namespace callfold
