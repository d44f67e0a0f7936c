"""Ingest closed loop: the kinds of server that are compared, each a context that gives what to load."""
import contextlib
import statistics
import subprocess

import baseline_server
from baseline_server import BaselineServer
from bench_server import BenchServer, load
from postgres import PROGRAMS, Postgres, database_name

# Of a machine for this purpose; what a commit promises is as PostgreSQL ships.
POSTGRES_SETTINGS = {"fsync": "on", "deadlock_timeout": "1s", "shared_buffers": "512MB",
                     "max_wal_size": "4GB"}
BASELINE = "Fastify + pg"
STORAGE_OFF = "storage off"
SQLITE = "SQLite"
POSTGRES = "PostgreSQL"
SHARES = (0.25, 0.5, 0.8)


def median(runs, name):
    return statistics.median(run[name] for run in runs)


class TwoNodes:
    """Two servers on one database as one thing to load; memory is that of both."""

    def __init__(self, first, second):
        self.address = f"{first.address},{second.address}"
        self.path = first.path
        self.idle_mb = first.idle_mb + second.idle_mb
        self._nodes = (first, second)

    def memory_mb(self):
        return sum(node.memory_mb() for node in self._nodes)


@contextlib.contextmanager
def two_nodes(build, database_url):
    with BenchServer(build, below_zero="hold", DATABASE_URL=database_url) as first:
        with BenchServer(build, below_zero="hold", DATABASE_URL=database_url) as second:
            yield TwoNodes(first, second)


def embedded_kinds(build):
    return {
        STORAGE_OFF: lambda: BenchServer(build, program="callfold_storage_off"),
        SQLITE: lambda: BenchServer(build, below_zero="hold"),
        f"{SQLITE}, analyses by rules beside it": lambda: BenchServer(build),
    }


def postgres_kinds(options, postgres):
    """What runs on PostgreSQL here, each over a URL of an empty database; says what is left out and why."""
    kinds = {}
    cause = baseline_server.why_not()
    if cause:
        options.say(f"{BASELINE} is left out: {cause}")
    else:
        kinds[BASELINE] = BaselineServer
    probe = subprocess.run(
        [options.build / "callfold", "migrate", "up", "--database", postgres.create()],
        capture_output=True, text=True)
    if probe.returncode != 0:
        options.say(f"callfold on PostgreSQL is left out: {probe.stderr.strip()}")
        return kinds
    kinds[POSTGRES] = lambda url: BenchServer(
        options.build, below_zero="hold", DATABASE_URL=url)
    kinds[f"{POSTGRES}, two nodes"] = lambda url: two_nodes(options.build, url)
    return kinds


@contextlib.contextmanager
def on_new_database(postgres, make):
    url = postgres.create()
    with make(url) as server:
        yield server
    postgres.sql("postgres", f"DROP DATABASE {database_name(url)} WITH (FORCE)")


@contextlib.contextmanager
def all_kinds(options):
    """The kinds by name; a PostgreSQL runs beside them where one is installed."""
    kinds = embedded_kinds(options.build)
    if not PROGRAMS.exists():
        options.say(f"there is no PostgreSQL in {PROGRAMS}: its rows are left out")
        yield kinds
        return
    postgres = Postgres(**POSTGRES_SETTINGS)
    try:
        for name, make in postgres_kinds(options, postgres).items():
            kinds[name] = lambda make=make: on_new_database(postgres, make)
        yield kinds
    finally:
        postgres.remove()


def measure(options, make):
    with make() as server:
        result = load(options.build, server, options.seconds, options.connections)
        log_mb = server.log_mb() if hasattr(server, "log_mb") else 0
        return {**result, "memory_mb": server.memory_mb(), "log_mb": log_mb, "idle_mb": server.idle_mb}


def ratio(runs, kind, of, name="rate"):
    """A figure as a part of another kind's, or nothing where one was not measured."""
    if kind not in runs or of not in runs:
        return None
    return median(runs[kind], name) / median(runs[of], name)


def shown(part):
    return "–" if part is None else f"{part:.2f}"


def row(runs, kind):
    of = runs[kind]
    return (kind, f"{median(of, 'rate'):,.0f}", shown(ratio(runs, kind, STORAGE_OFF)),
            shown(ratio(runs, kind, BASELINE)), f"{median(of, 'p50_ms'):.1f} / {median(of, 'p99_ms'):.1f} ms",
            sum(run["refused"] for run in of),
            f"{median(of, 'idle_mb'):.0f} / {median(of, 'memory_mb'):.0f} MB",
            f"{median(of, 'log_mb'):.0f} MB" if median(of, "log_mb") else "–")


def ingest(options):
    """Closed loop: as many webhooks as are taken."""
    runs = {}
    with all_kinds(options) as kinds:
        for number in range(options.rounds):
            for kind, make in kinds.items():
                options.say(f"ingest, {kind}, round {number + 1} of {options.rounds}")
                runs.setdefault(kind, []).append(measure(options, make))
    options.facts.update({
        "rates": {kind: median(of, "rate") for kind, of in runs.items()},
        "sqlite_rate": median(runs[SQLITE], "rate"),
        "sqlite_of_off": ratio(runs, SQLITE, STORAGE_OFF),
        "postgres_of_off": ratio(runs, POSTGRES, STORAGE_OFF),
        "postgres_of_sqlite": ratio(runs, POSTGRES, SQLITE),
        "postgres_of_baseline": ratio(runs, POSTGRES, BASELINE),
        "postgres_p99_of_baseline": ratio(runs, POSTGRES, BASELINE, "p99_ms")})
    yield from options.table(
        (f"ingest, closed loop, {options.connections} connections", "webhooks/s", "of storage off",
         f"of {BASELINE}", "p50 / p99", "refused", "memory idle / after", "log file"),
        [row(runs, kind) for kind in runs])


def at_constant_rate(options, make, share, most):
    with make() as server:
        return load(options.build, server, options.seconds, options.connections, rate=share * most)


def constant(options):
    """Open loop at parts of the maximum: what is due is sent, whether the server keeps up or not."""
    rows = []
    with all_kinds(options) as kinds:
        for kind in (name for name in (SQLITE, POSTGRES) if name in kinds):
            most = options.facts.get("rates", {}).get(kind) or measure(options, kinds[kind])["rate"]
            for share in SHARES:
                options.say(f"{kind} at a constant {share:.0%} of {most:,.0f}/s")
                runs = [at_constant_rate(options, kinds[kind], share, most) for _ in range(options.rounds)]
                rows.append({"kind": kind, "share": share} | {
                    name: median(runs, name) for name in ("rate", "p50_ms", "p99_ms", "p999_ms")})
    options.facts["constant"] = rows
    options.facts["half_p99_ms"] = next(row["p99_ms"] for row in rows if row["share"] == 0.5)
    yield from options.table(
        ("constant rate (open loop)", "of the maximum", "webhooks/s", "p50", "p99", "p99.9"),
        [(row["kind"], f"{row['share']:.0%}", f"{row['rate']:,.0f}",
          *(f"{row[name]:.1f} ms" for name in ("p50_ms", "p99_ms", "p999_ms"))) for row in rows])
