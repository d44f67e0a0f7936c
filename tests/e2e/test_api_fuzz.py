"""The API under generated requests, valid and invalid, from api/openapi.yaml: never a 5xx, never an
answer that the contract does not have, and nothing accepted that the contract refuses.

CALLFOLD_FUZZ_SEEDS ("3" or "1-20") and CALLFOLD_FUZZ_REQUESTS say how much; a failure prints its seed and
the request.
"""

import http.client
import os
import random
from urllib.parse import urlsplit

import pytest

import bodies
from command_line import BINARY
from server import Server, contract

# After server, which makes tests/contract known.
from invented_requests import Inventor  # isort: skip

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

REQUESTS = int(os.environ.get("CALLFOLD_FUZZ_REQUESTS", "350"))
# Whose calls a request may be.
CALLERS = ("tenant",) * 6 + ("other",) + ("operator",) * 3 + ("nobody",)
STRANGE_KEYS = ("", "Bearer", "Bearer ", "Bearer cf_x", "Basic dTpw", "Bearer cf_" + "a" * 4000, "\xff")


def seeds():
    first, _, last = os.environ.get("CALLFOLD_FUZZ_SEEDS", "1").partition("-")
    return range(int(first), int(last or first) + 1)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("fuzz"))
    yield running
    running.close()


class Fuzz:
    """One run of requests over one connection at a time."""

    def __init__(self, server, seed):
        self.server = server
        self.random = random.Random(seed)
        self.inventor = Inventor(contract(), self.random)
        self.keys = {}
        self.statuses = {}
        self._connection = None
        for name in ("tenant", "other"):
            self._make(name)
        self._kept = [server.operator.id, *(key["id"] for key in server.operator.rows("/v1/keys"))]
        self._fill()

    def _make(self, name):
        made = self.server.tenant(f"Fuzz {name}", region="IN")
        self.keys[name] = made.key
        if name == "tenant":
            self.tenant = made
            self.inventor.learn({"token": made.webhook.rsplit("/", 1)[1], "provider": "bolna"})

    def _fill(self):
        """Something of everything, so that ids and cursors are known."""
        for number in range(4):
            for webhook in bodies.lifecycle(f"fuzz-{self.random.random()}"):
                self.tenant.send({**webhook, "user_number": bodies.phone(100 + number)})
        self.tenant.send({"status": "completed"})
        self.tenant.analysed(next(iter(self.tenant.calls())))
        self.inventor.learn({"phone": bodies.phone(100), "phone_number": bodies.phone(101)})

    def run(self, count):
        operations = self.inventor.operations()
        for number in range(count):
            # Each operation once, then by chance.
            each_once = number < len(operations)
            operation = operations[number] if each_once else self.random.choice(operations)
            request = self.inventor.request(*operation)
            caller = self.random.choice(CALLERS)
            self._authorise(request, caller)
            try:
                self._ask(request, caller)
            except AssertionError as error:
                raise AssertionError(f"request {number}: {request}\n{error}") from error

    def _authorise(self, request, caller):
        if caller == "nobody":
            request.headers["Authorization"] = self.random.choice(STRANGE_KEYS)
        elif caller == "operator":
            request.headers["Authorization"] = "Bearer " + self.server.operator.key
        else:
            request.headers["Authorization"] = "Bearer " + self.keys[caller]

    def _ask(self, request, caller):
        answer = self._exchange(request)
        status, headers, body = answer
        self.statuses[status] = self.statuses.get(status, 0) + 1
        assert status < 500, body[:2000]
        value = self._check(request, status, headers, body)
        if 200 <= status < 300:
            self._refuses_what_the_contract_refuses(request, status)
            self.inventor.learn(value)
            self._keep_alive()
        if status == 401 and caller in self.keys and not request.target.startswith("/webhooks"):
            self._make(caller)  # the run has revoked its own key, or disabled its own tenant

    def _keep_alive(self):
        """The things without which the run could not go on are not asked for again."""
        for name in ("id", "user", "tenant", "key"):
            for kept in self._kept:
                self.inventor.forget(name, kept)

    def _exchange(self, request):
        address = urlsplit(self.server.url)
        for again in (False, True):
            if self._connection is None:
                self._connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
            try:
                self._connection.request(request.method, request.target, request.body, request.headers)
                answer = self._connection.getresponse()
                return answer.status, dict(answer.getheaders()), answer.read()
            except (http.client.HTTPException, ConnectionError):
                # A connection that was kept may have been closed between two requests; not a new one.
                self._connection.close()
                self._connection = None
                assert not again, "the server gave no answer"
        raise AssertionError("unreachable")

    def _check(self, request, status, headers, body):
        # A strange path may name no operation, or another one; any may be refused for its query.
        if status in (400, 404, 405, 414, 431):
            return contract().check_problem(status, headers, body)
        return contract().check_response(request.method, request.target, status, headers, body)

    def _refuses_what_the_contract_refuses(self, request, status):
        if not request.target.startswith("/v1/"):
            return  # providers and load balancers send what they like
        body = request.body.removeprefix(b"\xef\xbb\xbf")  # RFC 8259 lets a reader pass over it
        if contract().operation(request.method, request.target).request_body is None:
            body = b""  # and RFC 9110 one where there is nothing to say
        try:
            contract().check_request(request.method, request.target, request.headers, body)
        except AssertionError as error:
            raise AssertionError(f"answered {status}, but is not in the contract: {error}") from error


@pytest.mark.parametrize("seed", seeds())
def test_generated_requests_are_answered_as_the_contract_says(server, seed):
    fuzz = Fuzz(server, seed)
    fuzz.run(REQUESTS)
    errors = server.errors()
    assert "AddressSanitizer" not in errors and "runtime error:" not in errors, errors[-4000:]
    assert server.process.poll() is None
    # Not all of it was refused, and not all of it was let in.
    assert fuzz.statuses.get(200, 0) > REQUESTS / 20, fuzz.statuses
    assert fuzz.statuses.get(400, 0) > REQUESTS / 20, fuzz.statuses
