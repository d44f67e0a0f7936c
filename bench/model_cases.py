"""What is measured with a model server beside the server: many slow analyses, latency, tokens."""
import json
import statistics
import time
import urllib.request

import bodies
from bench_server import BenchServer, load
from model_server import ModelServer

SLOW_MS = 2_000
IN_FLIGHT = 1_000
CALLS_OF_LEAD = (1, 5, 10, 100, 1_000)
RATE = 1_500  # webhooks/s; a fifth of them are ends of calls, and ask for two analyses each


def with_model(build, model, **environment):
    return BenchServer(build, OPENAI_API_KEY="bench", OPENAI_BASE_URL=model.url, **environment)


class Api:
    """The tenant's own view, with a key."""

    def __init__(self, server):
        self.server = server
        self.key = server.callfold("key", "add", "--tenant", server.tenant)["key"]

    def send(self, webhook):
        request = urllib.request.Request(f"http://{self.server.address}{self.server.path}",
                                         json.dumps(webhook).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def get(self, path):
        request = urllib.request.Request(f"http://{self.server.address}{path}",
                                         headers={"Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def analyses(self, phone):
        listed = self.get(f"/v1/lead-analytics?limit=200&phone_number={phone.replace('+', '%2B')}")["data"]
        return [row["analysis_type"] for row in listed]

    def is_done(self):
        """Whether no analysis waits or runs."""
        return not any(self.get(f"/v1/jobs?limit=1&state={state}")["data"]
                       for state in ("waiting", "running"))

    def covered(self, phone):
        """How many calls the complete analysis covers."""
        listed = self.get("/v1/lead-analytics?analysis_type=complete&phone_number="
                          f"{phone.replace('+', '%2B')}")["data"]
        return listed[0]["previous_calls_analyzed"] + 1 if listed else 0


def wait_until(condition, timeout_s=120):
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("bench: the analyses did not come")
        time.sleep(0.002)


def in_flight(options):
    """1,000 analyses in flight against a slow model."""
    options.say(f"{IN_FLIGHT:,} analyses in flight")
    with BenchServer(options.build, below_zero="hold") as server:
        alone = load(options.build, server, options.seconds, 64, rate=RATE)
    with ModelServer(default={"kind": "slow", "ms": SLOW_MS}, keep_bodies=False) as model:
        with with_model(options.build, model, CALLFOLD_OPENAI_IN_FLIGHT=str(IN_FLIGHT)) as server:
            beside = load(options.build, server, 3 * options.seconds, 64, rate=RATE)
            memory_mb = server.memory_mb()
            most = model.state()["most_in_flight"]
    options.facts["in_flight_mb"] = memory_mb
    rows = [("analyses in flight, at most", f"{most:,}"), ("memory then", f"{memory_mb:.0f} MB"),
            (f"acknowledgement at {RATE:,}/s, p50 / p99, analyses held",
             f"{alone['p50_ms']:.1f} / {alone['p99_ms']:.1f} ms"),
            ("the same beside the analyses, the model server on the same cores",
             f"{beside['p50_ms']:.1f} / {beside['p99_ms']:.1f} ms")]
    yield from options.table((f"a model that takes {SLOW_MS / 1000:.0f} s", "measured"), rows)


def latency(options):
    """From the end of a call to both analyses stored."""
    model_ms = 500
    options.say("latency of the analyses")
    over = []
    with ModelServer(default={"kind": "slow", "ms": model_ms}, keep_bodies=False) as model:
        with with_model(options.build, model) as server:
            api = Api(server)
            for number in range(20):
                phone = bodies.phone(number)
                api.send(bodies.completed(f"latency-{number}", phone=phone))
                since = time.monotonic()
                wait_until(lambda of=phone: len(api.analyses(of)) == 2)
                over.append((time.monotonic() - since) * 1000 - model_ms)
    options.facts["analyses_over_ms"] = max(over)
    rows = [("end of a call to both analyses stored, beyond one model latency: median / worst of 20",
             f"{statistics.median(over):.0f} / {max(over):.0f} ms")]
    yield from options.table((f"a model that takes {model_ms} ms", "measured"), rows)


def tokens(options):
    """What a complete analysis of a lead sends, with 1, 5, 10, 100 and 1,000 calls."""
    options.say("tokens of complete analyses")
    phone = bodies.phone(777)
    sizes = {}
    with ModelServer() as model:
        with with_model(options.build, model) as server:
            api = Api(server)
            for number in range(1, max(CALLS_OF_LEAD) + 1):
                words = bodies.completed("tokens")["transcript"].replace("Saturday", f"Saturday {number}")
                if number in CALLS_OF_LEAD:  # what is sent of the calls before is known by then
                    wait_until(api.is_done)
                api.send(bodies.completed(f"tokens-{number}", phone=phone, transcript=words))
                if number in CALLS_OF_LEAD:
                    wait_until(lambda done=number: api.covered(phone) == done)
                    sizes[number] = last_complete_bytes(model)
    options.facts["tokens_ratio"] = sizes[100] / sizes[5]
    rows = [(f"{calls:,}", f"{size:,}", f"{size / sizes[5]:.2f}") for calls, size in sizes.items()]
    head = ("calls of the lead", "bytes of its complete analysis' request", "of 5 calls")
    yield from options.table(head, rows)


def last_complete_bytes(model):
    complete = [recorded.body for recorded in model.requests()
                if recorded.body["metadata"].get("analysis_type") == "complete"]
    return len(json.dumps(complete[-1]))
