"""Several nodes on one PostgreSQL: they share calls, jobs and leads, and one may die at any time."""

import itertools
import json
import random
import threading

import pytest
import requests

import bodies
from command_line import BINARY
from model_server import ModelServer
from postgres import Postgres, database_name
from server import REQUEST_TIMEOUT_S, Server, eventually, ledger_sums_to_zero

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

SENDERS = 4
CALLS_OF_A_SENDER = 12


@pytest.fixture(scope="module")
def postgres():
    running = Postgres()
    yield running
    running.remove()


class Nodes:
    """Some servers over one database."""

    def __init__(self, directory, postgres, count, **environment):
        self.url = postgres.create()
        self.servers = [Server(directory / f"node-{number}", DATABASE_URL=self.url, **environment)
                        for number in range(count)]
        self.first = self.servers[0]

    def close(self):
        for server in self.servers:
            server.close()


@pytest.fixture
def start_nodes(tmp_path, postgres):
    started = []

    def start(count, **environment):
        for number in range(count):
            (tmp_path / f"node-{number}").mkdir()
        started.append(Nodes(tmp_path, postgres, count, **environment))
        return started[-1]

    yield start
    for nodes in started:
        nodes.close()


def post(server, tenant, body, session):
    """The receipt of a webhook sent to one node; None when that node does not take it now."""
    try:
        answer = session.post(server.url + tenant.webhook, data=json.dumps(body).encode(),
                              headers={"Content-Type": "application/json"},
                              timeout=REQUEST_TIMEOUT_S)
    except requests.RequestException:
        return None
    assert answer.status_code in (200, 503), answer.text
    return answer.json() if answer.status_code == 200 else None


class Sender(threading.Thread):
    """Posts whole calls, each webhook to a node by chance, until one of them has taken it."""

    def __init__(self, nodes, tenant, name):
        super().__init__()
        self.nodes, self.tenant, self.name_of_calls = nodes, tenant, name
        self.acknowledged = {}  # execution id: event ids
        self.random = random.Random(name)
        self.failure = None

    def run(self):
        try:
            with requests.Session() as session:
                for number in range(CALLS_OF_A_SENDER):
                    execution_id = f"{self.name_of_calls}-{number}"
                    for webhook in bodies.lifecycle(execution_id):
                        receipt = eventually(lambda webhook=webhook: post(
                            self.random.choice(self.nodes.servers), self.tenant, webhook, session))
                        self.acknowledged.setdefault(execution_id, set()).add(receipt["event_id"])
        except Exception as failure:
            self.failure = failure


def run_senders(nodes, tenant, beside):
    senders = [Sender(nodes, tenant, f"sender-{number}") for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    beside(senders)
    for sender in senders:
        sender.join(300)
        assert not sender.is_alive() and sender.failure is None, sender.failure
    return {call: events for sender in senders for call, events in sender.acknowledged.items()}


def check_books(tenant, acknowledged):
    """Every acknowledged event is there, and every call was charged once."""
    calls = tenant.calls()
    for execution_id, events in acknowledged.items():
        call = tenant.get(f"/v1/calls/{calls[execution_id]['id']}")
        assert events <= {event["id"] for event in tenant.rows(f"/v1/calls/{call['id']}/events")}
        assert tenant.charged(call) == 2_000_000
        assert len(call["transfers"]) == 1
    assert ledger_sums_to_zero(tenant)
    report = tenant.callfold.json("rebuild", "--check")
    assert (report["differences"], report["charges_posted"]) == ([], 0)


@pytest.mark.parametrize("count", [2, 3])
def test_nodes_killed_at_random_lose_nothing_and_charge_nothing_twice(start_nodes, count):
    nodes = start_nodes(count, CALLFOLD_JOB_LEASE_SECONDS="2")
    tenant = nodes.first.tenant()
    chance = random.Random(count)

    def kill_some(senders):
        for killed in itertools.count():
            if killed == 3 or not any(sender.is_alive() for sender in senders):
                break
            victim = chance.choice(nodes.servers)
            victim.kill()
            victim.start()

    acknowledged = run_senders(nodes, tenant, kill_some)
    assert len(acknowledged) == SENDERS * CALLS_OF_A_SENDER
    check_books(tenant, acknowledged)
    eventually(lambda: not tenant.rows("/v1/jobs?state=waiting")
               and not tenant.rows("/v1/jobs?state=running"), 120)
    assert {call["analysis_status"] for call in tenant.calls().values()} <= {"done", "skipped"}


def test_jobs_of_a_dead_node_are_finished_by_another(start_nodes):
    with ModelServer() as model:
        nodes = start_nodes(2, CALLFOLD_JOB_LEASE_SECONDS="2", OPENAI_API_KEY="test",
                            OPENAI_BASE_URL=model.url)
        survivor, victim = nodes.servers
        tenant = survivor.tenant(region="GB")
        model.always("never")
        names = [f"cut-off-{number}" for number in range(4)]
        with requests.Session() as session:
            for number, name in enumerate(names):
                assert post(victim, tenant, bodies.completed(name, bodies.phone(number)), session)
        model.wait_for(lambda state: state["requests"] >= 8)
        victim.kill()
        survivor.kill()  # what it has asked for itself would go on waiting for this model
        model.always("ok")
        survivor.start()
        for name in names:
            assert tenant.analysed(name, 90)["analysis_status"] == "done"


def test_a_lead_has_one_complete_analysis_at_a_time_over_all_nodes(start_nodes):
    nodes = start_nodes(3)
    tenant = nodes.first.tenant(region="GB")
    phone = bodies.phone(1)
    with requests.Session() as session:
        for number in range(12):
            node = nodes.servers[number % 3]
            assert post(node, tenant, bodies.completed(f"same-lead-{number}", phone), session)
    lead = eventually(lambda: (found := tenant.get(f"/v1/leads/{phone}"))["complete"]
                      and not found["complete"]["dirty"]
                      and found["complete"]["previous_calls_analyzed"] == 11 and found)
    assert len(lead["individual"]) == 12
    assert lead["complete"]["statistics"]["calls"] == 12
    assert lead["contact"] is not None


def test_settings_reach_all_nodes_within_two_seconds(start_nodes):
    nodes = start_nodes(2)
    first, second = nodes.servers
    tenant = first.tenant()
    with requests.Session() as session:
        eventually(lambda: post_status(second, tenant.webhook, session) == 200, 2)
        endpoint = tenant.endpoint()
        eventually(lambda: post_status(second, endpoint["path"], session) == 200, 2)
        tenant.request("DELETE", f"/v1/endpoints/{endpoint['id']}", 204)
        eventually(lambda: post_status(second, endpoint["path"], session) == 404, 2)


def test_edits_at_the_same_moment_keep_each_other(start_nodes):
    nodes = start_nodes(2)
    tenant = nodes.first.tenant()
    rounds = 40
    together = threading.Barrier(2, timeout=60)
    sessions = [requests.Session(), requests.Session()]
    for session in sessions:
        session.headers["Authorization"] = f"Bearer {tenant.key}"
    own = [server.url + "/v1/tenant" for server in nodes.servers]
    eventually(lambda: sessions[1].get(own[1], timeout=REQUEST_TIMEOUT_S).status_code == 200)
    answers, seen = [], []

    def edit(node, field):
        for number in range(1, rounds + 1):
            together.wait()
            answers.append(sessions[node].patch(own[node], json={field: number},
                                                timeout=REQUEST_TIMEOUT_S).status_code)
            together.wait()
            edited = sessions[node].get(own[node], timeout=REQUEST_TIMEOUT_S).json()
            seen.append((number, edited["daily_token_budget"], edited["retention_days"]))

    threads = [threading.Thread(target=edit, args=(0, "daily_token_budget")),
               threading.Thread(target=edit, args=(1, "retention_days"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert answers == [200] * 2 * rounds
    assert [row for row in seen if len(set(row)) > 1] == []


def post_status(server, path, session):
    return session.post(server.url + path, data=json.dumps(bodies.completed("settings-1")),
                        headers={"Content-Type": "application/json"},
                        timeout=REQUEST_TIMEOUT_S).status_code


def send_first_two_together(nodes, tenant, rounds):
    """Both nodes get one of the first two events of a new call at the same moment, each round."""
    together = threading.Barrier(2)
    failures = []

    def send(server, kind_index):
        try:
            with requests.Session() as session:
                for number in range(rounds):
                    webhook = bodies.lifecycle(f"together-{number}")[kind_index]
                    together.wait(60)
                    assert post(server, tenant, webhook, session)
        except Exception as failure:
            failures.append(failure)
            together.abort()

    threads = [threading.Thread(target=send, args=(server, index))
               for index, server in enumerate(nodes.servers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(3_000)
    assert failures == []


def check_first_two(postgres, nodes, rounds):
    name = database_name(nodes.url)
    count = lambda sql: int(postgres.sql(name, f"SELECT count(*) FROM {sql}")[0])
    assert count("calls") == rounds
    assert count("call_events") == 2 * rounds
    assert count("(SELECT call_id FROM call_events GROUP BY call_id HAVING count(*) <> 2) AS odd") == 0
    # The later of the two stages is what both lead to.
    assert postgres.sql(name, "SELECT DISTINCT call_lifecycle_status FROM calls") == ["initiated"]
    assert nodes.first.callfold.json("rebuild", "--check")["differences"] == []


def test_the_first_two_events_of_a_call_meet_on_two_nodes(start_nodes, postgres):
    nodes = start_nodes(2)
    tenant = nodes.first.tenant()
    send_first_two_together(nodes, tenant, 150)
    check_first_two(postgres, nodes, 150)
