"""`callfold serve --demo`: what it prints first, and the calls that come then."""

import re

import pytest
import requests

from command_line import BINARY
from server import REQUEST_TIMEOUT_S, Server, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

PAST_CALLS = 24
PAST_IS_PLAYED = "calls of the last hours are there"
UNDER_WAY = {"initiated", "ringing", "in-progress"}


class Demo(Server):
    def _command(self):
        return [*super()._command(), "--demo"]

    def printed(self, pattern):
        return eventually(lambda: re.search(pattern, self.output()))

    def sign_in(self):
        """A session with the login that was printed."""
        email, password = self.printed(r"Sign in with: +(\S+) +(\S+)\n").groups()
        session = requests.Session()
        answer = session.post(f"{self.url}/v1/session", timeout=REQUEST_TIMEOUT_S,
                              json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        return session

    def calls(self, session):
        answer = session.get(f"{self.url}/v1/calls?limit=200", timeout=REQUEST_TIMEOUT_S)
        return answer.json()["data"]


@pytest.fixture
def demo(tmp_path):
    running = Demo(tmp_path)
    yield running
    running.close()


def test_the_way_in_is_printed_first_and_calls_come_while_one_watches(demo):
    demo.printed(PAST_IS_PLAYED)
    printed = demo.output()
    for way_in in [f"dashboard: +{demo.url}/\n", "Sign in with: ", "/webhooks/bolna/wh_", "=cf_"]:
        assert re.search(way_in, printed).start() < printed.index(PAST_IS_PLAYED)
    session = demo.sign_in()
    assert len(demo.calls(session)) >= PAST_CALLS
    assert eventually(lambda: [call for call in demo.calls(session) if not call["no_news"]
                               and call["call_lifecycle_status"] in UNDER_WAY])


def test_it_ends_when_asked_to_and_the_next_start_only_prints(demo):
    demo.printed(PAST_IS_PLAYED)
    login = demo.printed(r"Sign in with: .*\n")[0]
    demo.stop()
    assert "Played" not in demo.output()
    demo.start()
    assert demo.printed(r"Sign in with: .*\n")[0] == login
    session = demo.sign_in()
    known = len(demo.calls(session))
    assert PAST_CALLS <= known < PAST_CALLS + 12
    demo.stop()
    assert PAST_IS_PLAYED not in demo.output()
