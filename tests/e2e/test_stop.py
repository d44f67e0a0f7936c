"""The end of the program when something stands in its way."""

import sqlite3

import pytest

import bodies
from command_line import BINARY
from model_server import ModelServer
from server import Server

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")


def test_a_locked_database_does_not_keep_the_server_from_ending_well(tmp_path):
    with ModelServer() as model:
        model.always("never")
        server = Server(tmp_path, OPENAI_API_KEY="test", OPENAI_BASE_URL=model.url)
        tenant = server.tenant(region="GB")
        tenant.send(bodies.completed("cut-off-1"))
        model.wait_for(lambda state: state["requests"] >= 2)
        other = sqlite3.connect(server.data / "callfold.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        server.stop()  # asserts the exit status
        assert "jobs_not_given_back" in server.errors()
        other.execute("ROLLBACK")
        other.close()
        model.always("ok")
        server.start()
        try:
            assert tenant.analysed("cut-off-1", 90)["analysis_status"] == "done"
        finally:
            server.close()
