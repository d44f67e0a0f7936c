"""The server against a model that answers well, slowly, wrongly, or not at all."""

import json
import time

import pytest

import bodies
from command_line import BINARY
from model_answers import PARAMETERS
from model_server import ModelServer
from server import Server, eventually, ledger_sums_to_zero

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

LATENCY_S = 3


def environment(model, **more):
    return {"OPENAI_API_KEY": "test", "OPENAI_BASE_URL": model.url, **more}


@pytest.fixture(scope="module")
def model():
    with ModelServer() as running:
        yield running


@pytest.fixture(scope="module")
def tenant(tmp_path_factory, model):
    server = Server(
        tmp_path_factory.mktemp("model"), **environment(model, OPENAI_TIMEOUT="20000"))
    yield server.tenant(region="GB")
    server.close()


def start_call(tenant, execution_id, number):
    """A call of a lead of its own."""
    tenant.send(bodies.completed(execution_id, bodies.phone(number)))


def both_analyses(tenant, number):
    """The lead once both of its analyses are stored."""
    def stored():
        lead = tenant.get(f"/v1/leads/{bodies.phone(number)}")
        return lead if lead["complete"] and lead["individual"] else None
    return eventually(stored)


def requests_of(model, execution_id, analysis_type=None):
    return [each for each in model.requests() if each.execution_id == execution_id
            and analysis_type in (None, each.analysis_type)]


def outcomes(call):
    """Outcomes of the requests for the call's own analysis, in the order of their making."""
    return [each["outcome"] for each in sorted(call["model_requests"], key=lambda row: row["id"])
            if each["analysis_type"] == "individual"]


def test_a_good_answer_gives_both_analyses(tenant, model):
    start_call(tenant, "good-1", 1)
    lead = both_analyses(tenant, 1)
    call = tenant.analysed("good-1")
    assert (call["analysis_status"], call["analysis"]["analyzer"]) == ("done", "openai")
    assert lead["complete"]["analyzer"] == "openai"
    assert outcomes(call) == ["answered"]
    assert all(row["input_tokens"] > 0 and row["was_applied"] for row in call["model_requests"])
    sent = requests_of(model, "good-1")
    assert sorted(each.analysis_type for each in sent) == ["complete", "individual"]
    assert ledger_sums_to_zero(tenant)


def test_requests_hold_what_the_api_knows_and_no_number(tenant, model):
    start_call(tenant, "private-1", 2)
    both_analyses(tenant, 2)
    sent = requests_of(model, "private-1")
    assert len(sent) == 2
    for each in sent:
        assert set(each.body) <= PARAMETERS
        assert each.body["metadata"]["execution_id"] == "private-1"
        assert each.body["text"]["format"]["type"] == "json_schema"
        assert each.body["text"]["format"]["strict"] is True
        assert each.body["store"] is False
        assert "user" not in each.body and "conversation" not in each.body
        assert bodies.phone(2)[1:] not in json.dumps(each.body)
        assert each.headers["Authorization"] == "Bearer test"


def test_both_analyses_run_side_by_side(tenant, model):
    for analysis_type in ("individual", "complete"):
        model.script({"kind": "slow", "ms": LATENCY_S * 1000}, execution_id="beside-1",
                     analysis_type=analysis_type)
    started = time.monotonic()
    start_call(tenant, "beside-1", 3)
    both_analyses(tenant, 3)
    took = time.monotonic() - started
    arrivals = [each.at for each in requests_of(model, "beside-1")]
    assert len(arrivals) == 2
    assert max(arrivals) - min(arrivals) < LATENCY_S
    assert LATENCY_S <= took < 2 * LATENCY_S


RECOVERABLE = {
    "429": ({"kind": "429", "headers": {"Retry-After": "2"}}, "rate-limited"),
    "500": ("500", "unavailable"),
    "503": ("503", "unavailable"),
    "html": ("html", "unavailable"),
    "reset": ("reset", "unavailable"),
    "cut-body": ("cut-body", "unavailable"),
    "cut-json": ("cut-json", "unusable"),
    "prose": ("prose", "unusable"),
}


def test_what_passes_is_asked_again(tenant, model):
    for name, (behaviour, _) in RECOVERABLE.items():
        model.script(behaviour, execution_id=f"again-{name}", analysis_type="individual")
    for number, name in enumerate(RECOVERABLE, 10):
        start_call(tenant, f"again-{name}", number)
    for name, (_, outcome) in RECOVERABLE.items():
        call = tenant.analysed(f"again-{name}")
        assert call["analysis_status"] == "done", (name, call["jobs"])
        assert outcomes(call) == [outcome, "answered"], name
        assert call["credits_charged"] == "2"
    first, second = requests_of(model, "again-429", "individual")
    assert second.at - first.at >= 2


def test_what_does_not_pass_is_kept_as_failed_and_can_be_run_again(tenant, model):
    lasting = ("refusal", "incomplete", "filtered", "prose", "empty-object")
    for number, kind in enumerate(lasting, 30):
        model.script(kind, execution_id=f"lasting-{kind}", analysis_type="individual", repeat=True)
        start_call(tenant, f"lasting-{kind}", number)
    for kind in lasting:
        call = tenant.analysed(f"lasting-{kind}")
        assert call["analysis_status"] == "failed", kind
        assert call["credits_charged"] == "2"
        assert "answered" not in outcomes(call)
        assert len(requests_of(model, f"lasting-{kind}", "individual")) <= 2
        (job,) = [each for each in call["jobs"] if each["kind"] == "analyze-call"]
        assert job["state"] == "failed" and job["last_error"]
    assert "analysis-failed" in [row["kind"] for row in tenant.rows("/v1/notifications")]
    failed = {row["call_id"]: row["id"] for row in tenant.rows("/v1/jobs?state=failed")}
    model.reset()
    call = tenant.call("lasting-refusal")
    tenant.request("POST", f"/v1/jobs/{failed[call['id']]}/retry", 202)
    assert tenant.analysed("lasting-refusal")["analysis_status"] == "done"
    tenant.request("POST", f"/v1/jobs/{failed[call['id']]}/retry", 409)
    other = tenant.call("lasting-prose")
    tenant.request("POST", f"/v1/calls/{other['id']}/analyze", 202)
    assert tenant.analysed("lasting-prose")["analysis_status"] == "done"


@pytest.mark.parametrize("number,kind", enumerate(
    ("reasoning-first", "fences", "extra-fields", "wrong-types"), 40))
def test_an_unusual_answer_is_used(tenant, model, number, kind):
    model.script(kind, execution_id=f"unusual-{kind}", analysis_type="individual")
    start_call(tenant, f"unusual-{kind}", number)
    call = tenant.analysed(f"unusual-{kind}")
    assert call["analysis_status"] == "done"
    assert outcomes(call) == ["answered"]
    analysis = call["analysis"]
    if kind == "extra-fields":
        assert {"churn_risk", "mood"} <= set(analysis["extra"])
    if kind == "wrong-types":
        dropped = " ".join(analysis["dropped_fields"])
        assert "urgency_score" in dropped and "objections" in dropped
        assert analysis["objections"] == []
        assert 0 <= analysis["fit_score"] <= 100


@pytest.mark.parametrize("kind", ["bad-key", "quota"])
def test_a_model_that_refuses_everything_is_paused_and_the_work_waits(tmp_path, kind):
    with ModelServer(default=kind) as model:
        server = Server(tmp_path, **environment(model))
        try:
            tenant = server.tenant()
            start_call(tenant, "paused-1", 1)
            told = lambda: [row for row in tenant.rows("/v1/notifications")
                            if row["kind"] == "model-paused"]
            eventually(told)
            for number in (2, 3):
                start_call(tenant, f"paused-{number}", number)
            for number in (1, 2, 3):
                call = tenant.call(f"paused-{number}")
                assert (call["analysis_status"], call["credits_charged"]) == ("pending", "2")
            waiting = tenant.rows("/v1/jobs?state=waiting")
            assert len(waiting) == 6
            eventually(lambda: all(job["held_because"]
                                   for job in tenant.rows("/v1/jobs?state=waiting")))
            assert model.state()["requests"] <= 2
            model.always("ok")
            server.stop()
            server.start()
            for number in (1, 2, 3):
                assert tenant.analysed(f"paused-{number}")["analysis_status"] == "done"
        finally:
            server.close()


def test_a_paused_model_is_tried_when_somebody_asks(tmp_path):
    with ModelServer(default="quota") as model:
        server = Server(tmp_path, **environment(model))
        try:
            tenant = server.tenant()
            assert tenant.request("POST", "/v1/model/resume", 200) == {"pause": None}
            start_call(tenant, "resumed-1", 1)
            paused = lambda: [group for group in tenant.get("/v1/trouble")["data"]
                              if group["kind"] == "breaker-open"]
            [group] = eventually(paused)
            eventually(lambda: len(tenant.rows("/v1/jobs?state=waiting")) == 2)
            since, asked = group["pause"]["since"], model.state()["requests"]
            assert (group["first_at"], group["pause"]["cause"]) == (since, "rejection")
            assert since < group["pause"]["next_trial_at"]

            # It still refuses: one request more, however often somebody asks.
            for _ in range(3):
                answer = tenant.request("POST", "/v1/model/resume", 200)
                assert answer["pause"]["since"] == since
            [group] = eventually(lambda: [group for group in paused()
                                          if group["pause"]["last_trial_at"]
                                          and group["pause"]["next_trial_at"]])
            assert model.state()["requests"] == asked + 1
            assert group["pause"]["since"] == since

            model.always("ok")
            tenant.request("POST", "/v1/model/resume", 200)
            assert tenant.analysed("resumed-1")["analysis_status"] == "done"
            eventually(lambda: not paused())
        finally:
            server.close()
