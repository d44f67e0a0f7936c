"""What tests leave behind: see results.py."""

from results import pytest_runtest_makereport  # noqa: F401
