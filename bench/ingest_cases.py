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
        "SQLite, analyses held": lambda: BenchServer(build, below_zero="hold"),
        "SQLite, analyses by rules beside it": lambda: BenchServer(build),
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
    kinds["PostgreSQL, analyses held"] = lambda url: BenchServer(
        options.build, below_zero="hold", DATABASE_URL=url)
    kinds["PostgreSQL, two nodes, analyses held"] = lambda url: two_nodes(options.build, url)
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


def share(runs, kind, of):
    """A rate as a part of another kind's, where that was measured."""
    return f"{median(runs[kind], 'rate') / median(runs[of], 'rate'):.2f}" if of in runs else "–"


def row(runs, kind):
    of = runs[kind]
    return (kind, f"{median(of, 'rate'):,.0f}", share(runs, kind, STORAGE_OFF), share(runs, kind, BASELINE),
            f"{median(of, 'p50_ms'):.1f} / {median(of, 'p99_ms'):.1f} ms", sum(run["refused"] for run in of),
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
    yield from options.table(
        (f"ingest, closed loop, {options.connections} connections", "webhooks/s", "of storage off",
         f"of {BASELINE}", "p50 / p99", "refused", "memory idle / after", "log file"),
        [row(runs, kind) for kind in runs])
    options.most = median(runs["SQLite, analyses held"], "rate")
