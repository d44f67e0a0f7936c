"""What callfold promises of its speed and size, and whether a run of the benchmarks kept it."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Target:
    """`fact` names what bench/run measured; met when it is at least or at most so much."""
    words: str
    fact: str
    shown: str
    at_least: float | None = None
    at_most: float | None = None

    def is_met(self, value):
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most)


TARGETS = (
    Target("15,000 webhooks/s on SQLite", "sqlite_rate", "{:,.0f}/s", at_least=15_000),
    Target("0.4 of the storage-off rate on SQLite, aim 0.6", "sqlite_of_off", "{:.2f}", at_least=0.4),
    Target("aim: 0.4 of the storage-off rate on PostgreSQL", "postgres_of_off", "{:.2f}", at_least=0.4),
    Target("PostgreSQL at least half of SQLite", "postgres_of_sqlite", "{:.2f}", at_least=0.5),
    Target("6 times Fastify + pg on PostgreSQL, aim 10", "postgres_of_baseline", "{:.1f}", at_least=6),
    Target("p99 below that of Fastify + pg, of its p99", "postgres_p99_of_baseline", "{:.2f}", at_most=1),
    Target("p99 under 15 ms at half of the maximum on SQLite, aim 10 ms", "half_p99_ms", "{:.1f} ms",
           at_most=15),
    Target("log below 150 MB over ten minutes of full load", "long_log_mb", "{:.0f} MB", at_most=150),
    Target("1,000 analyses in flight in 150 MB", "in_flight_mb", "{:.0f} MB", at_most=150),
    Target("both analyses one model latency plus 50 ms after the end of a call, worst", "analyses_over_ms",
           "{:.0f} ms", at_most=50),
    Target("a complete analysis of 100 calls asks at most 1.2 times what one of 5 does", "tokens_ratio",
           "{:.2f}", at_most=1.2),
    Target("idle memory under 40 MB", "idle_mb", "{:.0f} MB", at_most=40),
    Target("start on 100,000 calls under 300 ms (measured on a million)", "start_ms",
           "{:.0f} ms", at_most=300),
    Target("every page's requests under 50 ms at p99 on 1,000,000 calls", "pages_p99_ms",
           "{:.1f} ms", at_most=50),
    Target("memory under 150 MB on 1,000,000 calls", "many_calls_mb", "{:.0f} MB", at_most=150),
    Target("first load of the dashboard under 300 kB before charts", "first_load_kb",
           "{:.0f} kB", at_most=300),
    Target("its largest contentful paint under 1.5 s", "largest_paint_ms", "{:.0f} ms", at_most=1_500),
    Target("Lighthouse accessibility at least 95 on every page", "accessibility", "{:.0f}", at_least=95),
    Target("2,000 listeners, less than 20 kB each", "listener_kb", "{:.1f} kB", at_most=20),
    Target("an event reaches all of them within 250 ms", "told_ms", "{:.0f} ms", at_most=250),
    Target("ingest keeps 90 % of its rate beside them", "rate_beside_listeners", "{:.0%}", at_least=0.9),
    Target("5,000 jobs/s claimed and completed with 100,000 waiting, SQLite", "sqlite_jobs_rate",
           "{:,.0f}/s", at_least=5_000),
    Target("5,000 jobs/s claimed and completed with 100,000 waiting, PostgreSQL", "postgresql_jobs_rate",
           "{:,.0f}/s", at_least=5_000),
    Target("no slower by more than a tenth beside an old snapshot", "jobs_beside_snapshot",
           "{:.2f}", at_least=0.9),
)


def verdicts(facts):
    """Rows of a table: target, measured, met or missed."""
    for target in TARGETS:
        value = facts.get(target.fact)
        if value is None:
            yield (target.words, "–", "not measured in this run")
        else:
            yield (target.words, target.shown.format(value), "met" if target.is_met(value) else "**missed**")
