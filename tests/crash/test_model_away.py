"""The model is away for long: calls and bills go on, little is asked in vain, all is analysed in the end."""

import os
import time

import pytest

import bodies
from command_line import BINARY
from model_server import ModelServer
from server import Server, eventually, ledger_sums_to_zero

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

# An hour is CALLFOLD_OUTAGE_SECONDS=3600.
OUTAGE_S = int(os.environ.get("CALLFOLD_OUTAGE_SECONDS") or 150)
CALLS = 60
# Twice what opens the breaker (once for each process) with what is under way meanwhile, and its trials.
IN_VAIN_MAX = 100


def in_vain(tenant):
    """The requests to the model that were not answered."""
    calls = [tenant.get(f"/v1/calls/{call['id']}") for call in tenant.calls().values()]
    return [each for call in calls for each in call["model_requests"]
            if each["outcome"] in ("unavailable", "abandoned")]


def retry_failed(tenant):
    for job in tenant.rows("/v1/jobs?state=failed"):
        tenant.request("POST", f"/v1/jobs/{job['id']}/retry", 202)


def all_analysed(tenant):
    return {call["analysis_status"] for call in tenant.calls().values()} == {"done"}


def test_everything_is_analysed_after_an_outage(tmp_path, counted):
    with ModelServer() as model:
        server = Server(tmp_path, OPENAI_API_KEY="test", OPENAI_BASE_URL=model.url)
        try:
            tenant = server.tenant(region="GB")
            tenant.send(bodies.completed("before", bodies.phone(0)))
            assert tenant.analysed("before")["analysis_status"] == "done"
            model.stop()
            began = time.monotonic()
            for number in range(1, CALLS):
                tenant.send(bodies.completed(f"during-{number}", bodies.phone(number)))
                assert tenant.call(f"during-{number}")["credits_charged"] == "2"
                if number == CALLS // 2:
                    eventually(lambda: "model-paused" in
                               [row["kind"] for row in tenant.rows("/v1/notifications")])
                    server.kill()
                    server.start()
            eventually(lambda: time.monotonic() - began > OUTAGE_S, 2 * OUTAGE_S)
            asked = len(in_vain(tenant))
            assert 0 < asked <= IN_VAIN_MAX
            model.start()
            eventually(lambda: not tenant.rows("/v1/jobs?state=waiting")
                       and not tenant.rows("/v1/jobs?state=running"), 900)
            failed = len(tenant.rows("/v1/jobs?state=failed"))
            retry_failed(tenant)
            eventually(lambda: all_analysed(tenant))
            counted.update({"seconds away": OUTAGE_S, "calls meanwhile": CALLS - 1,
                            "requests in vain": asked, "jobs to be tried again by people": failed})
            assert max(model.counts().values()) <= 3  # the call, its lead, its lead once more
            assert ledger_sums_to_zero(tenant)
        finally:
            server.close()
