"""The commands that work beside a running server: replay, analyze, rebuild, agents."""

import json
import re
import signal
import sqlite3
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from command_line import BINARY, Installation

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

RECORDED = Path(__file__).parents[1] / "data" / "bolna" / "completed.json"


class Server:
    """callfold serve with one tenant, a key and an endpoint."""

    def __init__(self, installation):
        self.installation = installation
        self.process = installation.start("serve", "--listen", "127.0.0.1:0")
        first_line = self.process.stdout.readline()
        address = re.search(r"http://[0-9.:]+", first_line)
        assert address, first_line + self.process.stderr.read()
        self.address = address.group()
        installation.environment["CALLFOLD_PUBLIC_URL"] = self.address
        self.tenant = installation.json("tenant", "add", "Acme")["id"]
        self.key = installation.json("key", "add")["key"]
        self.url = installation.json("endpoint", "add", "bolna")["url"]

    def get(self, path):
        request = urllib.request.Request(
            self.address + path, headers={"Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def stop(self):
        if self.process.returncode is not None:
            return
        self.process.terminate()
        self.process.communicate(timeout=60)
        assert self.process.returncode == 0


@pytest.fixture
def server(tmp_path):
    running = Server(Installation(tmp_path))
    yield running
    running.stop()


def write_lines(directory, count):
    body = json.loads(RECORDED.read_text())
    lines = [json.dumps({**body, "id": f"7c1f0b52-9d4e-4a57-8a35-{number:012d}"})
             for number in range(count)]
    file = directory / "webhooks.jsonl"
    file.write_text("\n".join(lines) + "\n")
    return file


def test_recorded_webhooks_become_calls_that_can_be_analysed_again(server):
    callfold = server.installation
    file = write_lines(callfold.directory, 5)
    with file.open("a") as more:
        more.write("\nthis is no JSON\n")
    done = callfold.run("replay", file, "--url", server.url, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert (report["acknowledged"], report["refused"], report["done"]) == (5, 1, 7)
    assert report["first_refusal"].startswith("line 7: HTTP 400")

    calls = server.get("/v1/calls")["data"]
    assert len(calls) == 5
    call = calls[0]["id"]
    assert callfold.json("analyze", "--call", call, "--dry-run") == {
        "calls": 1, "leads": 1, "estimated_tokens": 0, "estimated_price_usd": None, "analyzer": "rules"}
    dry_run = ("analyze", "--from", "2020-01-01", "--dry-run")
    by_model = callfold.json(*dry_run, OPENAI_API_KEY="sk-x")
    assert (by_model["calls"], by_model["leads"], by_model["estimated_price_usd"]) == (5, 1, None)
    assert by_model["estimated_tokens"] > 0
    prices = {"OPENAI_API_KEY": "sk-x", "CALLFOLD_OPENAI_PRICE_INPUT": "20",
              "CALLFOLD_OPENAI_PRICE_OUTPUT": "20"}
    priced = callfold.json(*dry_run, **prices)
    assert float(priced["estimated_price_usd"]) == round(priced["estimated_tokens"] * 20 / 1e6, 2)
    assert f"for about ${priced['estimated_price_usd']}." in callfold.words(*dry_run, **prices)
    assert "openai_price_input" in callfold.words(*dry_run, OPENAI_API_KEY="sk-x")
    assert callfold.json("analyze", "--call", call)["jobs"] == 2
    words = callfold.words("analyze", "--from", "2020-01-01", "--tenant", server.tenant)
    assert words.startswith("6 jobs wait")

    assert callfold.json("rebuild", "--check")["differences"] == []
    assert callfold.json("rebuild")["calls"] == 5


def test_what_failed_is_asked_for_once_more(server):
    callfold = server.installation
    callfold.words("replay", write_lines(callfold.directory, 1), "--url", server.url)
    server.stop()
    with sqlite3.connect(callfold.directory / "data" / "callfold.db") as database:
        database.execute("UPDATE jobs SET state = 'failed', lease_owner = NULL, lease_until = NULL")
        database.execute("UPDATE calls SET analysis_status = 'failed'")
    estimate = callfold.json("analyze", "--failed", "--dry-run")
    assert (estimate["calls"], estimate["leads"]) == (1, 1)
    assert callfold.json("analyze", "--failed") == {"jobs": 2, "passed_over": 0}
    assert callfold.json("analyze", "--failed") == {"jobs": 0, "passed_over": 0}
    with sqlite3.connect(callfold.directory / "data" / "callfold.db") as database:
        assert database.execute("SELECT DISTINCT state FROM jobs").fetchall() == [("waiting",)]
        assert database.execute("SELECT analysis_status FROM calls").fetchall() == [("pending",)]


def test_agents_are_listed_and_changed(server):
    callfold = server.installation
    callfold.words("replay", write_lines(callfold.directory, 1), "--url", server.url)
    (agent,) = callfold.json("agent", "list")
    (callfold.directory / "sales.md").write_text("Look for the budget.\n")
    callfold.words("agent", "set", agent["id"], "--name", "Mira", "--region", "IN",
                   "--prompt-individual", "sales.md")
    (agent,) = callfold.json("agent", "list")
    assert (agent["name"], agent["region"]) == ("Mira", "IN")
    assert (agent["individual_prompt"], agent["complete_prompt"]) == ("Look for the budget.", None)
    callfold.words("agent", "set", agent["id"], "--prompt-individual", "none")
    assert callfold.json("agent", "list")[0]["individual_prompt"] is None
    assert "Mira" in callfold.words("agent", "list")


def test_simulated_calls_and_their_charges_survive_a_rebuild(server):
    callfold = server.installation
    played = callfold.json("simulate", "--url", server.url, "--calls", "8", "--rate", "1000",
                           "--chaos")
    assert played["failed"] == 0
    check = callfold.json("rebuild", "--check")
    assert (check["calls"], check["differences"], check["charges_posted"]) == (8, [], 0)


class Receiver:
    """A webhook address that notes what it gets and answers as the test says."""

    def __init__(self, answer):
        self.lines = []
        self.answer = answer
        lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                line = int(self.rfile.read(int(self.headers["content-length"])))
                with lock:
                    receiver.lines.append(line)
                self.send_response(receiver.answer(line))
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/bolna/wh_x"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver():
    running = Receiver(lambda line: 200)
    yield running
    running.stop()


def numbered_lines(directory, count):
    file = directory / "lines.jsonl"
    file.write_text("".join(f"{number}\n" for number in range(count)))
    return file


def test_a_replay_goes_on_where_it_stopped(tmp_path, receiver):
    callfold = Installation(tmp_path)
    file = numbered_lines(tmp_path, 300)
    receiver.answer = lambda line: 404 if line >= 100 else 200
    stopped = callfold.run("replay", file, "--url", receiver.url)
    assert stopped.returncode == 1
    assert "404" in stopped.stdout and "after line 100" in stopped.stdout
    state = tmp_path / "lines.jsonl.replayed"
    assert state.read_text() == "100\n"

    receiver.answer = lambda line: 200
    receiver.lines.clear()
    report = callfold.json("replay", file, "--url", receiver.url)
    assert (report["started_at"], report["done"], report["acknowledged"]) == (100, 300, 200)
    assert sorted(receiver.lines) == list(range(100, 300))
    assert state.read_text() == "300\n"
    assert callfold.json("replay", file, "--url", receiver.url)["acknowledged"] == 0


def test_what_may_pass_in_a_moment_is_sent_again(tmp_path, receiver):
    refused_once = set()

    def answer(line):
        if line % 2 == 0 or line in refused_once:
            return 200
        refused_once.add(line)
        return 503

    receiver.answer = answer
    report = Installation(tmp_path).json(
        "replay", numbered_lines(tmp_path, 10), "--url", receiver.url)
    assert (report["done"], report["acknowledged"]) == (10, 10)
    assert sorted(receiver.lines) == sorted([*range(10), *range(1, 10, 2)])


def test_an_interrupt_keeps_what_was_acknowledged(tmp_path, receiver):
    callfold = Installation(tmp_path)
    arrived, may_answer = threading.Event(), threading.Event()

    def answer(line):
        arrived.set()
        may_answer.wait(60)
        return 200

    receiver.answer = answer
    file = numbered_lines(tmp_path, 200)
    process = callfold.start("replay", file, "--url", receiver.url, "--json")
    assert arrived.wait(60)
    process.send_signal(signal.SIGINT)
    may_answer.set()
    output, _ = process.communicate(timeout=60)
    report = json.loads(output)
    assert process.returncode == 1 and "interrupted" in report["stopped_because"]
    assert 0 < report["done"] < 200
    assert (tmp_path / "lines.jsonl.replayed").read_text() == f"{report['done']}\n"


def test_a_state_that_does_not_belong_to_the_file_is_refused(tmp_path, receiver):
    callfold = Installation(tmp_path)
    file = numbered_lines(tmp_path, 3)
    (tmp_path / "lines.jsonl.replayed").write_text("4\n")
    assert "lines.jsonl.replayed" in callfold.refusal(1, "replay", file, "--url", receiver.url)
    assert "missing.jsonl" in callfold.refusal(1, "replay", "missing.jsonl", "--url", receiver.url)
