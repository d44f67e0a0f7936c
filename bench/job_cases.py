"""The job queue: jobs a second, also beside a session that holds a snapshot; how soon they are noticed."""
import contextlib
import json
import statistics
import subprocess
import tempfile

from bench_server import BODIES
from ingest_cases import POSTGRES_SETTINGS
from postgres import PROGRAMS, Postgres

WAITING = 100_000
HELD_S = 10
HELD_LONG_S = 300
SPELL_S = 5  # of each measurement; as long as a part of the time in which a snapshot is held
WAKES = 100
DOES = {"queue": "claimed and completed, nothing else",
        "workers": "by the workers of the program, an analyzer that says nothing"}


@contextlib.contextmanager
def sqlite():
    with tempfile.TemporaryDirectory(prefix="callfold-bench-") as folder:
        names = iter(range(1000))
        yield lambda: f"sqlite:{folder}/{next(names)}.db"


@contextlib.contextmanager
def postgres():
    server = Postgres(**POSTGRES_SETTINGS)
    try:
        yield server.create
    finally:
        server.remove()


def measured(options, what, url, *arguments):
    command = [options.build / "callfold_job_queue", what, url, BODIES, *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def rate_rows(options, engine, url, what, held_s):
    options.say(f"jobs, {engine}, {what}, a snapshot held for {held_s} s")
    rates = measured(options, what, url, WAITING, SPELL_S, held_s)
    free = (rates["before"] + rates["after"]) / 2
    if what == "queue":  # an analyzer that does nothing; the workers store, count and tell as well
        options.facts[f"{engine.lower()}_jobs_rate"] = rates["before"]
        options.facts["jobs_beside_snapshot"] = min(rates["held"] / free,
                                                    options.facts.get("jobs_beside_snapshot", 1))
    yield (f"{engine}: jobs {DOES[what]}", f"{rates['before']:,.0f}/s")
    yield (f"the same while another session holds a snapshot for {held_s} s; of the rate without",
           f"{rates['held']:,.0f}/s, {rates['held'] / free:.0%}")
    yield (f"the same in the last {SPELL_S} s of that; afterwards",
           f"{rates['held_end']:,.0f}/s; {rates['after']:,.0f}/s")


def wake_rows(options, engine, url):
    options.say(f"jobs, {engine}, wake-up")
    waits = measured(options, "wake", url, WAKES)
    for name, words in (("same_node_ms", "the same node"), ("other_node_ms", "another node")):
        if waits[name]:
            yield (f"{engine}: from the commit of a request to its claim on {words}, median / p99",
                   f"{statistics.median(waits[name]):.1f} / "
                   f"{statistics.quantiles(waits[name], n=100)[98]:.1f} ms")


def jobs(options):
    """What the queue does a second with 100,000 jobs waiting, and how soon it notices one."""
    engines = {"SQLite": sqlite}
    if PROGRAMS.exists():
        engines["PostgreSQL"] = postgres
    else:
        options.say(f"there is no PostgreSQL in {PROGRAMS}: its rows are left out")
    held_s = HELD_LONG_S if options.long else HELD_S
    rows = []
    for engine, databases in engines.items():
        with databases() as new_database:
            for what in DOES:
                rows += rate_rows(options, engine, new_database(), what, held_s)
            rows += wake_rows(options, engine, new_database())
    yield from options.table((f"jobs, {WAITING:,} waiting", "measured"), rows)
