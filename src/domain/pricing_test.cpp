#include "domain/pricing.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/testing/generate_events.h"

namespace callfold {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using test::at;

Tariff tariff_of(std::optional<Instant> valid_from, seconds pulse, std::int64_t per_minute_micro) {
    return {valid_from, pulse, Credits::from_micro(per_minute_micro)};
}

TEST(ManualTariff, HasLimits) {
    const auto is_allowed = [](seconds pulse, std::int64_t per_minute_micro) {
        return manual_tariff(std::nullopt, pulse, Credits::from_micro(per_minute_micro))
            .has_value();
    };
    EXPECT_TRUE(is_allowed(1s, 0));
    EXPECT_TRUE(is_allowed(longest_pulse, largest_per_minute.micro()));
    EXPECT_FALSE(is_allowed(0s, 1'000'000));
    EXPECT_FALSE(is_allowed(longest_pulse + 1s, 1'000'000));
    EXPECT_FALSE(is_allowed(60s, -1));
    EXPECT_FALSE(is_allowed(60s, largest_per_minute.micro() + 1));
    const auto at_2026 = parse_timestamp("2026-01-01T00:00:00Z");
    EXPECT_EQ(manual_tariff(at_2026, 30s, Credits::from_micro(5)).value(),
              (Tariff{at_2026, 30s, Credits::from_micro(5)}));
}

TEST(PriceOf, CountsWholePulses) {
    struct Row {
        milliseconds billable;
        seconds pulse;
        std::int64_t per_minute_micro;
        std::int64_t price_micro;
    };
    const Row rows[] = {
        {0ms, 60s, 1'000'000, 0},
        {-5ms, 60s, 1'000'000, 0},
        {1ms, 60s, 1'000'000, 1'000'000},
        {60'000ms, 60s, 1'000'000, 1'000'000},
        {60'001ms, 60s, 1'000'000, 2'000'000},
        {29'000ms, 30s, 1'000'000, 500'000},
        {30'001ms, 30s, 1'000'000, 1'000'000},
        {6'000ms, 1s, 1'000'000, 100'000},
        {6'001ms, 1s, 1'000'000, 116'667},  // 7/60 of a credit, rounded up to a micro-credit
        {1ms, 1s, 1, 1},
        {1ms, 60s, 0, 0},
        {1ms, 0s, 60, 1},  // a pulse is at least a second
    };
    for (const Row& row : rows) {
        EXPECT_EQ(price_of(row.billable, tariff_of({}, row.pulse, row.per_minute_micro)).micro(),
                  row.price_micro)
            << row.billable.count() << " ms in pulses of " << row.pulse.count() << " s";
    }
}

TEST(PriceOf, RoundsOncePerAttemptAndNotPerPulse) {
    // Three pulses of a third of a micro-credit are one micro-credit, not three.
    EXPECT_EQ(price_of(3s, tariff_of({}, 1s, 20)).micro(), 1);
}

TEST(PriceOf, ThrowsWhenAPriceDoesNotFit) {
    const auto largest = std::numeric_limits<std::int64_t>::max();
    EXPECT_THROW(price_of(milliseconds{largest}, tariff_of({}, 60s, largest)), std::overflow_error);
    EXPECT_EQ(price_of(60s, tariff_of({}, 60s, largest)).micro(), largest);
}

RC_GTEST_PROP(PriceOfProperty, NeverFallsWithTalkAndNeverUndercuts, ()) {
    const Tariff tariff = *test::tariff();
    const auto shorter = *rc::gen::inRange(0, 10'000'000);
    const auto longer = shorter + *rc::gen::inRange(0, 10'000'000);
    const Credits price = price_of(milliseconds{shorter}, tariff);
    RC_ASSERT(price <= price_of(milliseconds{longer}, tariff));
    RC_ASSERT(price.micro() * 60'000 >= tariff.per_minute.micro() * shorter);
}

TEST(TariffAt, TakesTheLatestThatIsValid) {
    const Tariff first = tariff_of({}, 60s, 3);
    const Tariff second = tariff_of(at(10), 60s, 1);
    const Tariff third = tariff_of(at(20), 60s, 2);
    std::vector<Tariff> tariffs = {second, third, first};  // sorted by price
    const auto cheaper = [](const Tariff& left, const Tariff& right) {
        return left.per_minute < right.per_minute;
    };
    do {
        EXPECT_EQ(tariff_at(tariffs, at(9)), first);
        EXPECT_EQ(tariff_at(tariffs, at(10)), second);
        EXPECT_EQ(tariff_at(tariffs, at(19)), second);
        EXPECT_EQ(tariff_at(tariffs, at(20)), third);
    } while (std::next_permutation(tariffs.begin(), tariffs.end(), cheaper));
}

TEST(TariffAt, IsTheDefaultWhenNoneIsValid) {
    EXPECT_EQ(tariff_at({}, at(0)), Tariff{});
    EXPECT_EQ(tariff_at({tariff_of(at(10), 1s, 7)}, at(0)), Tariff{});
    EXPECT_EQ(Tariff{}.pulse, 60s);
    EXPECT_EQ(Tariff{}.per_minute.micro(), 1'000'000);
}

}  // namespace
}  // namespace callfold
