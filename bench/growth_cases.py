"""What a large database costs: ingest, every page of the dashboard, file size, start, memory."""
import datetime
import http.client
import itertools
import json
import random
import shutil
import statistics
import time
import urllib.parse

from bench_server import BenchServer, load
from many_calls import multiply
from model_cases import Api

FEW = 10_000
MANY = 1_000_000
REQUESTS_EACH = 60


class Pages:
    """The requests behind each page of the dashboard (web/src/api/queries.ts), with ids as they come."""

    def __init__(self, server):
        host, port = server.address.split(":")
        self._connection = http.client.HTTPConnection(host, int(port), timeout=120)
        self._key = server.callfold("key", "add", "--tenant", server.tenant, "--admin")["key"]
        self._random = random.Random(1)
        now = datetime.datetime.now(datetime.timezone.utc)
        day = datetime.timedelta(days=1)
        self._month = {"from": (now - 30 * day).isoformat(), "to": now.isoformat()}
        self._week_ago = (now - 7 * day).isoformat()
        self._calls = self._some("/v1/calls", "id")
        self._phones = self._some("/v1/leads", "phone_number")
        self._name = self.get("/v1/contacts", {"limit": 1})["data"][0]["name"]
        self._agent = self.get("/v1/agents", {"limit": 1})["data"][0]["id"]

    def get(self, path, query=None):
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        self._connection.request("GET", target, headers={"Authorization": f"Bearer {self._key}"})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"bench: {target} was answered {answer.status}: {body[:300]}")
        return json.loads(body)

    def _some(self, path, field):
        """Of five pages; the last cursor leads deeper into the list."""
        found, cursor = [], None
        for _ in range(5):
            page = self.get(path, {"limit": 200, **({"cursor": cursor} if cursor else {})})
            found += [row[field] for row in page["data"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        return found

    def _cursor(self, path, query):
        return {**query, "cursor": self.get(path, {**query, "limit": 200})["next_cursor"]}

    def _call(self):
        return "/v1/calls/" + self._random.choice(self._calls)

    def _lead(self):
        return "/v1/leads/" + urllib.parse.quote(self._random.choice(self._phones), safe="")

    def requests(self):
        """Of each page: what makes its next request, as (path, query)."""
        fixed = {
            "Overview": [("/v1/overview", self._month), ("/v1/stats", {**self._month, "bucket": "day"})],
            "Calls": [("/v1/calls", {}), ("/v1/calls", self._cursor("/v1/calls", {})),
                      ("/v1/calls", {"status": "completed"}), ("/v1/calls", {"analysis": "done"}),
                      ("/v1/calls", {"agent_id": self._agent}), ("/v1/calls", {"to": self._week_ago}),
                      ("/v1/calls", {"phone": self._phones[0]}), ("/v1/calls", {"outcome": "no-answer"}),
                      ("/v1/calls", {"analysis": "skipped"}), ("/v1/calls", {"analysis": "none"})],
            "Calls, full text": [("/v1/calls", {"q": "saturday"}), ("/v1/calls", {"q": "saturday visit"}),
                                 ("/v1/calls", {"q": "saturday", "to": self._week_ago}),
                                 ("/v1/calls", {"q": "saturday", "status": "failed"}),
                                 ("/v1/calls", {"q": "saturday", "phone": self._phones[0]})],
            "Leads": [("/v1/leads", {}), ("/v1/leads", self._cursor("/v1/leads", {})),
                      ("/v1/leads", {"tag": "hot"}), ("/v1/leads", {"min_score": 60})],
            "Leads, search": [("/v1/leads", {"q": part}) for part in
                              (self._phones[0][-6:], self._phones[0][-3:], self._name, "nobody")],
            "Contacts": [("/v1/contacts", {}), ("/v1/contacts", {"q": self._phones[0][-3:]}),
                         ("/v1/contacts", {"q": self._name}), ("/v1/contacts", {"q": "nobody"})],
            "Credits": [("/v1/credits", {}), ("/v1/credits/transfers", {}),
                        ("/v1/credits/transfers", {"kind": "grant"})],
            "Trouble and the bell": [("/v1/trouble", {}),
                                     ("/v1/notifications", {"unread": "true", "limit": 100})],
            "Settings": [("/v1/agents", {"limit": 200}), ("/v1/endpoints", {"limit": 200}),
                         ("/v1/keys", {"limit": 200}), ("/v1/deliveries", {})],
        }
        made = {page: [lambda of=of: of for of in targets] for page, targets in fixed.items()}
        made["A call"] = [lambda: (self._call(), None), lambda: (self._call() + "/events", None)]
        made["A lead"] = [lambda: (self._lead(), None)]
        return made

    def times(self, say):
        """Milliseconds of each request, by page and by what was asked."""
        measured = {}
        for page, makers in self.requests().items():
            for number, _ in itertools.product(range(len(makers)), range(REQUESTS_EACH)):
                path, query = makers[number]()
                started = time.perf_counter()
                self.get(path, query)
                shown = path if page not in ("A call", "A lead") else f"{page} {number + 1}"
                name = shown + ("?" + urllib.parse.urlencode(query) if query else "")
                measured.setdefault(page, {}).setdefault(name, []).append(
                    (time.perf_counter() - started) * 1000)
            slowest, name = worst_p99(measured[page])
            say(f"{page}: p99 {slowest:.1f} ms ({name})")
        return measured


def p99(times):
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def worst_p99(of_page):
    """Of the request of a page that takes longest."""
    return max((p99(times), name) for name, times in of_page.items())


def settle(server):
    """Until every call is analysed."""
    api = Api(server)
    while not api.is_done():
        time.sleep(0.5)


def fill(options, server, calls):
    """Calls of which the last webhook came, analysed by rules, until there are about as many."""
    done = 0
    while done < calls:
        done += load(options.build, server, 1, options.connections, only_completed=True)["accepted"]
    settle(server)


def restart_ms(server):
    times = []
    for _ in range(3):
        server.stop()
        since = time.monotonic()
        server.start()
        times.append((time.monotonic() - since) * 1000)
    return statistics.median(times)


def measured_with(options, server):
    start_ms = restart_ms(server)
    pages = Pages(server).times(options.say)
    memory_mb = server.memory_mb()
    rate = load(options.build, server, options.seconds, options.connections)["rate"]
    return {"start_ms": start_ms, "memory_mb": memory_mb, "rate": rate,
            "pages": {page: worst_p99(times)[0] for page, times in pages.items()}}


def growth(options):
    """The same with ten thousand and with a million calls."""
    options.say(f"filling a database with {FEW:,} calls")
    with BenchServer(options.build) as server:
        fill(options, server, FEW)
        few_calls = server.count_calls()
        server.stop()
        few_kb = server.file_mb() * 1000 / few_calls
        filled = server.data.with_name("filled")
        shutil.copytree(server.data, filled)
        server.start()
        few = measured_with(options, server)
        server.stop()
        shutil.rmtree(server.data)
        filled.rename(server.data)
        multiply(server.data / "callfold.db", MANY, options.say)
        many_calls = server.count_calls()
        many_kb = server.file_mb() * 1000 / many_calls
        server.start()
        many = measured_with(options, server)
    options.facts.update({"pages_p99_ms": max(many["pages"].values()), "many_calls_mb": many["memory_mb"],
                          "start_ms": many["start_ms"]})
    rows = [("ingest, closed loop, analyses by rules", f"{few['rate']:,.0f}/s", f"{many['rate']:,.0f}/s"),
            ("start, until it answers", f"{few['start_ms']:.0f} ms", f"{many['start_ms']:.0f} ms"),
            ("memory after the requests below", f"{few['memory_mb']:.0f} MB", f"{many['memory_mb']:.0f} MB"),
            ("file size of a call", f"{few_kb:.1f} KB", f"{many_kb:.1f} KB")]
    rows += [(f"{page}: p99 of its slowest request", f"{few['pages'][page]:.1f} ms", f"{slowest:.1f} ms")
             for page, slowest in many["pages"].items()]
    yield from options.table(("growth, SQLite", f"{few_calls:,} calls", f"{many_calls:,} calls"), rows)
