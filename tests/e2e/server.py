"""The real server in a process of its own, and tenants that speak to it over HTTP.

    server = Server(tmp_path, OPENAI_API_KEY="test")   # inherit=socket: one that listens already
    tenant = server.tenant("Acme")
    tenant.send(bodies.completed("exec-1"))
    call = tenant.call("exec-1")
    server.kill()                     # or stop(): asserts a clean end
    server.start()                    # the same data, another port

Every answer to a tenant is held against api/openapi.yaml.
"""

import functools
import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

from command_line import BINARY, Installation

sys.path.append(str(Path(__file__).parents[1] / "contract"))

from openapi_contract import Contract  # noqa: E402

REQUEST_TIMEOUT_S = 60

# Hands a listening socket to a program as systemd does: as descriptor 3, in the process it names.
ACTIVATE = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.execve(sys.argv[2], sys.argv[2:],
          {**os.environ, "LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"})
"""


@functools.lru_cache(maxsize=None)
def contract():
    return Contract()


def eventually(condition, timeout_s=60):
    """What `condition()` gives as soon as it is true; the only place where a test waits."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout_s} s: {value!r}")
        time.sleep(0.02)


class Server:
    """`callfold serve` on a free port over `directory`; `environment` holds its settings."""

    def __init__(self, directory, before_start=None, inherit=None, **environment):
        self.callfold = Installation(directory)
        self.callfold.environment.update(environment)
        self.data = directory / "data"
        self._before_start = before_start
        self._inherited = inherit
        self._output = directory / "stdout.txt"
        self._errors = directory / "stderr.txt"
        self._tenants = []
        self._operator = None
        self.process = None
        self.start()

    def start(self):
        with self._output.open("w") as output, self._errors.open("a") as errors:
            self.process = subprocess.Popen(
                self._command(), cwd=self.callfold.directory,
                stdout=output, stderr=errors, env=self.callfold.environment,
                preexec_fn=self._before_start,
                pass_fds=[self._inherited.fileno()] if self._inherited else [])
        self.url = eventually(self._announced)
        for tenant in self._tenants:
            tenant.url = self.url

    def _command(self):
        if self._inherited:
            return [sys.executable, "-c", ACTIVATE, str(self._inherited.fileno()), BINARY, "serve"]
        return [BINARY, "serve", "--listen", "127.0.0.1:0"]

    def _announced(self):
        assert self.process.poll() is None, self.errors()
        found = re.search(r"callfold answers on (http://\S+)", self.output())
        return found and found.group(1).rstrip("/")

    def output(self):
        """What the server has written to stdout since its last start."""
        return self._output.read_text()

    def errors(self):
        """What the server has written to stderr since its first start."""
        return self._errors.read_text(errors="replace")

    def tenant(self, name="Acme", **settings):
        """A new tenant with a key and an endpoint; settings as POST /v1/admin/tenants has them."""
        made = self._as_admin("/v1/admin/tenants", {"name": name, **settings})
        key = self._as_admin("/v1/keys", {"user_id": made["id"], "name": "tests"})["key"]
        tenant = Tenant(self, made["id"], key)
        self._tenants.append(tenant)
        return tenant

    def _as_admin(self, path, body):
        if self._operator is None:
            owner = self.callfold.json("tenant", "add", "Operator")["id"]
            key = self.callfold.json("key", "add", "--admin", "--tenant", owner)["key"]
            self._operator = Tenant(self, owner, key)
            self._tenants.append(self._operator)
        return self._operator.request("POST", path, 201, json=body)

    @property
    def operator(self):
        """A tenant with an admin key; there once the first tenant is."""
        return self._operator

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=60)
        errors = self.errors()
        assert status == 0, errors[-4000:]
        complaint = re.search(r"AddressSanitizer|LeakSanitizer|runtime error:", errors)
        assert not complaint, errors[-4000:]

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=60)

    def close(self):
        """Stops what still runs: for the end of a fixture."""
        if self.process.poll() is None:
            self.stop()

    def open_connections(self):
        """How many connections the server has, the one that asks included."""
        text = self.get("/metrics").text
        return float(re.search(r"^callfold_http_connections (\S+)", text, flags=re.MULTILINE)[1])

    def get(self, path, **options):
        return requests.get(self.url + path, timeout=REQUEST_TIMEOUT_S, **options)


class Tenant:
    """A tenant with a key and one endpoint."""

    def __init__(self, server, tenant_id, key):
        self.server = server
        self.url = server.url
        self.callfold = server.callfold
        self.id = tenant_id
        self.key = key
        self._session = requests.Session()
        self.webhook = self.endpoint()["path"]

    def endpoint(self, **settings):
        """A new webhook address as POST /v1/endpoints gives it, `path` and `token` included."""
        return self.request("POST", "/v1/endpoints", 201, json={"provider": "bolna", **settings})

    def post(self, content, path=None, headers=None, session=None):
        """Posts bytes as a webhook; the answer as it came, held against the contract."""
        path = path or self.webhook
        sent = {"Content-Type": "application/json", **(headers or {})}
        answer = (session or requests).post(
            self.url + path, data=content, headers=sent, timeout=REQUEST_TIMEOUT_S)
        contract().check_response("POST", path, answer.status_code, answer.headers, answer.content)
        return answer

    def send(self, body, session=None, **options):
        """Posts a body as a webhook that must be accepted; gives the receipt."""
        answer = self.post(json.dumps(body).encode(), session=session or self._session, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def request(self, method, path, status=200, key=None, headers=None, **options):
        """A request to the API that must be answered with `status`; gives the decoded body."""
        sent = {"Authorization": f"Bearer {key or self.key}", **(headers or {})}
        answer = self._session.request(
            method, self.url + path, headers=sent, timeout=REQUEST_TIMEOUT_S, **options)
        value = contract().check_response(
            method, path, answer.status_code, answer.headers, answer.content)
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        return value

    def get(self, path, status=200, **options):
        return self.request("GET", path, status, **options)

    def rows(self, path):
        """All rows of a list, over all of its pages."""
        rows, cursor = [], ""
        while cursor is not None:
            mark = "&" if "?" in path else "?"
            page = self.get(path + (f"{mark}cursor={cursor}" if cursor else ""))
            rows += page["data"]
            cursor = page["next_cursor"]
        return rows

    def calls(self):
        """The calls as listed, by execution id."""
        return {call["execution_id"]: call for call in self.rows("/v1/calls?limit=200")}

    def call(self, execution_id):
        """The detail of a call."""
        return self.get(f"/v1/calls/{self.calls()[execution_id]['id']}")

    def events(self, execution_id):
        return self.rows(f"/v1/calls/{self.calls()[execution_id]['id']}/events")

    def analysed(self, execution_id, timeout_s=60):
        """The detail of a call once nothing of its analysis is left to do."""
        return eventually(lambda: self._when_analysed(execution_id), timeout_s)

    def _when_analysed(self, execution_id):
        call = self.call(execution_id)
        waiting = [job for job in call["jobs"] if job["state"] in ("waiting", "held", "running")]
        return call if call["analysis_status"] != "pending" and not waiting else None

    def charged(self, call):
        """What a call has cost by its transfers, in micro-credits, counting each key once."""
        keys = [each["idempotency_key"] for each in call["transfers"]]
        assert len(set(keys)) == len(keys), keys
        return -sum(micro_credits(each["balance_change"]) for each in call["transfers"])


def micro_credits(text):
    """A decimal string of the API as an exact integer."""
    sign = -1 if text.startswith("-") else 1
    whole, _, fraction = text.lstrip("-").partition(".")
    return sign * (int(whole) * 1_000_000 + int(fraction.ljust(6, "0") or 0))


def ledger_sums_to_zero(tenant):
    """Whether the balances of all accounts of a tenant sum to zero."""
    accounts = tenant.get("/v1/credits")["accounts"]
    return sum(micro_credits(value) for value in accounts.values()) == 0
