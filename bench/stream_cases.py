"""Many clients of the live stream: what they cost in memory, how soon they are told, what ingest loses."""
import contextlib
import json
import pathlib
import resource
import statistics
import subprocess
import time
import urllib.request

from bench_server import BODIES, BenchServer, load

LISTENERS = 2_000
CONNECTIONS = 128
SINGLE_CALLS = 20


@contextlib.contextmanager
def listening(options, server, key, seconds, results):
    """Runs the clients beside what is done within; `results` gets what they print at their end."""
    program = pathlib.Path(options.build) / "callfold_listeners"
    process = subprocess.Popen([program, server.address, key, str(LISTENERS), str(seconds)],
                               stdout=subprocess.PIPE, text=True)
    if process.stdout.readline() != "ready\n":
        raise SystemExit("bench: the listeners could not be connected")
    yield
    results.update(json.loads(process.stdout.read()))
    process.wait(timeout=60)


def send_one(server, number):
    """One webhook of a call of its own; when its answer came."""
    body = json.loads((BODIES / "completed.json").read_text())
    body["id"] = f"7c1f0b52-9d4e-4a57-8a35-{number:012d}"
    request = urllib.request.Request(f"http://{server.address}{server.path}", json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=30).close()
    return time.monotonic()


def told_within(sent, result):
    """Milliseconds from each answer to the moment at which the last client knew."""
    events = sorted(result["events"], key=lambda event: event["last"])
    waits = []
    for at in sent:
        told = next(event for event in events if event["last"] >= at - 0.005)
        if told["listeners"] != LISTENERS:
            raise SystemExit(f"bench: an event reached {told['listeners']} of {LISTENERS} clients")
        waits.append(max(0.0, told["last"] - at) * 1000)
    return waits


def listeners(options):
    """Many clients of the live stream, on the tenant that has all the calls."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    options.say(f"{LISTENERS:,} listeners, single calls")
    with BenchServer(options.build, below_zero="hold") as server:
        key = server.callfold("key", "add", "--tenant", server.tenant)["key"]
        send_one(server, 0)
        before, result = server.memory_mb(), {}
        with listening(options, server, key, SINGLE_CALLS * 0.5 + 3, result):
            each_kb = (server.memory_mb() - before) * 1024 / LISTENERS
            sent = []
            for number in range(1, SINGLE_CALLS + 1):
                sent.append(send_one(server, number))
                time.sleep(0.5)
        waits = told_within(sent, result)
    rates = {False: [], True: []}
    events = []
    for number in range(options.rounds):
        for with_listeners in rates:
            options.say(f"ingest {'with' if with_listeners else 'without'} listeners, "
                        f"round {number + 1} of {options.rounds}")
            with BenchServer(options.build, below_zero="hold") as server:
                key = server.callfold("key", "add", "--tenant", server.tenant)["key"]
                result = {}
                beside = (listening(options, server, key, options.seconds + 1, result)
                          if with_listeners else contextlib.nullcontext())
                with beside:
                    rates[with_listeners].append(
                        load(options.build, server, options.seconds, CONNECTIONS)["rate"])
                if with_listeners:
                    events.append(len(result["events"]) / options.seconds)
    without, with_them = (statistics.median(rates[key]) for key in (False, True))
    options.facts.update({"listener_kb": each_kb * 1.024, "told_ms": max(waits),
                          "rate_beside_listeners": with_them / without})
    yield from options.table(
        (f"live stream, {LISTENERS:,} listeners of one tenant", "measured"),
        [("memory of each", f"{each_kb * 1.024:.1f} kB"),
         ("from the answer of a webhook until all are told, median / most",
          f"{statistics.median(waits):.0f} / {max(waits):.0f} ms"),
         ("ingest at full load without them", f"{without:,.0f} webhooks/s"),
         ("the same with them, their client on the same cores",
          f"{with_them:,.0f} webhooks/s, {with_them / without:.0%}"),
         ("events that each gets then", f"{statistics.median(events):.1f}/s")])
