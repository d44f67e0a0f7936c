"""docs/operations.md names every metric of a running server and every kind of notification, and no other."""

import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "e2e"))

import bodies  # noqa: E402
from command_line import BINARY  # noqa: E402
from model_server import ModelServer  # noqa: E402
from server import Server, eventually  # noqa: E402

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text()


@pytest.fixture(scope="module")
def exposed(tmp_path_factory):
    """The text of /metrics after a webhook and its analyses, so that all of them have been counted."""
    with ModelServer() as model:
        server = Server(tmp_path_factory.mktemp("metrics"), OPENAI_API_KEY="test",
                        OPENAI_BASE_URL=model.url)
        try:
            tenant = server.tenant(region="GB")
            tenant.send(bodies.completed("counted"))
            tenant.analysed("counted")
            yield server.get("/metrics").text
        finally:
            server.close()


def documented():
    """The rows of the page's table: the labels of each metric by its name."""
    rows = re.findall(r"^\| `(callfold_\w+)` \|([^|]*)\|", PAGE, flags=re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows}


def metrics_in(text):
    """The same of the exposition: histograms by the name of their TYPE line."""
    found = {name: set() for name in re.findall(r"^# TYPE (\w+) ", text, flags=re.MULTILINE)}
    for name, labels in re.findall(r"^(\w+)\{([^}]*)\}", text, flags=re.MULTILINE):
        family = re.sub(r"_(bucket|sum|count)$", "", name)
        found[family if family in found else name] |= set(re.findall(r"(\w+)=", labels)) - {"le"}
    return found


def test_the_page_has_the_metrics_that_a_server_exposes(exposed):
    assert documented() == metrics_in(exposed)


def test_alerts_are_about_metrics_that_there_are(exposed):
    alerts = PAGE.split("Alerts that are worth")[1].split("What a tenant is told")[0]
    named = set(re.findall(r"callfold_\w+", alerts))
    assert named and named <= set(metrics_in(exposed))


def test_the_page_has_every_kind_of_notification():
    code = (ROOT / "src" / "domain" / "notification.cpp").read_text()
    kinds = set(re.findall(r'return "([a-z-]+)";', code))
    assert kinds and kinds == set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, flags=re.MULTILINE))
