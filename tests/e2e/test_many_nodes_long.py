"""The long form of test_many_nodes.py."""

import pytest

from command_line import BINARY
from test_many_nodes import (  # noqa: F401
    check_first_two, postgres, send_first_two_together, start_nodes)

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

ROUNDS = 10_000
ENGINE = "postgres"  # of all servers here, for results.py


def test_the_first_two_events_of_a_call_meet_ten_thousand_times(start_nodes, postgres):  # noqa: F811
    nodes = start_nodes(2)
    tenant = nodes.first.tenant()
    send_first_two_together(nodes, tenant, ROUNDS)
    check_first_two(postgres, nodes, ROUNDS)
