"""kill -9 at random under load: every acknowledged event is there, no charge comes twice."""

import os

import pytest

from command_line import BINARY
from senders import acknowledged_by, grown_by, kept_events, sending
from server import Server, eventually, ledger_sums_to_zero

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

ROUNDS = int(os.environ.get("CALLFOLD_KILLS") or 200)


def test_nothing_acknowledged_is_lost_over_many_kills(tmp_path, chance, counted):
    server = Server(tmp_path)
    try:
        tenant = server.tenant()
        acknowledged = set()
        for number in range(ROUNDS):
            with sending(tenant, anew=1, kept=3, name=f"round-{number}") as senders:
                eventually(grown_by(senders, chance.randint(1, 12)))
                server.kill()
                for sender in senders:
                    sender.ending.set()
            acknowledged |= acknowledged_by(senders)
            counted.update({"kills": number + 1, "acknowledged": len(acknowledged)})
            assert acknowledged <= kept_events(server), f"lost in round {number}"
            server.start()
        transfers = [transfer["idempotency_key"] for transfer in tenant.rows("/v1/credits/transfers")]
        assert len(transfers) == len(set(transfers))
        assert ledger_sums_to_zero(tenant)
        report = tenant.callfold.json("rebuild", "--check")
        assert (report["differences"], report["charges_posted"]) == ([], 0)
    finally:
        server.close()
