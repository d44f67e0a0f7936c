"""These tests use the server and the clients of tests/e2e; each prints the seed of its chance."""

import os
import random
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "e2e"))

from results import counted, pytest_runtest_makereport  # noqa: E402, F401


@pytest.fixture
def chance(capsys):
    """Random numbers; CALLFOLD_SEED repeats those of an earlier run."""
    seed = int(os.environ.get("CALLFOLD_SEED") or random.randrange(1_000_000))
    with capsys.disabled():
        print(f"\nCALLFOLD_SEED={seed}")
    return random.Random(seed)
