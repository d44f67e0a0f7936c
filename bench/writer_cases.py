"""What the program costs by itself: its pure parts, its idle memory, and ten minutes of full load."""
import json
import subprocess
import time

from bench_server import BenchServer, load


def pure(options):
    """What the pure parts cost on one thread."""
    options.say("the pure parts")
    answer = subprocess.run([options.build / "callfold_pure_parts", "--benchmark_format=json"], check=True,
                            capture_output=True, text=True).stdout
    rows = [(run.get("label", "") and f"{run['name'].split('/')[0]}: {run['label']}" or run["name"],
             f"{run['cpu_time'] / 1000:.2f} µs") for run in json.loads(answer)["benchmarks"]]
    yield from options.table(("pure part, one thread", "CPU time"), rows)


def idle(options):
    """The memory of a server that nobody asks."""
    options.say("an idle server")
    with BenchServer(options.build) as server:
        time.sleep(3)  # what the start took is given back after a while
        options.facts["idle_mb"] = server.memory_mb()
    yield from options.table(("a server that nobody asks", "measured"),
                             [("memory", f"{options.facts['idle_mb']:.0f} MB")])


def long_load(options):
    """The log under ten minutes of full load."""
    options.say("ten minutes of full load")
    with BenchServer(options.build, below_zero="hold", watch_log=True) as server:
        result = load(options.build, server, 600, options.connections)
        options.facts["long_log_mb"] = server.most_log_mb
        rows = [("webhooks/s", f"{result['rate']:,.0f}"),
                ("p50 / p99 / p99.9",
                 f"{result['p50_ms']:.1f} / {result['p99_ms']:.1f} / {result['p999_ms']:.1f} ms"),
                ("write-ahead log, at most", f"{server.most_log_mb:.0f} MB"),
                ("memory at the end", f"{server.memory_mb():.0f} MB"),
                ("database file", f"{server.file_mb():,.0f} MB"), ("refused", result["refused"])]
    yield from options.table(("ten minutes of full load, SQLite, analyses held", "measured"), rows)
