"""The commands beside the server: what they print, what they refuse, and with which exit status."""

import json
import re

import pytest

from command_line import BINARY, Installation

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

UNKNOWN_ID = "0193a1b2-0000-7000-8000-000000000000"


@pytest.fixture
def bare(tmp_path):
    return Installation(tmp_path)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("migrated"))
    made.words("migrate", "up")
    return made


@pytest.fixture(scope="module")
def with_tenant(tmp_path_factory, migrated):
    """An installation with one tenant, and the tenant's id."""
    made = migrated.copy(tmp_path_factory.mktemp("with_tenant"))
    return made, made.json("tenant", "add", "Acme Homes")["id"]


@pytest.fixture
def callfold(request, tmp_path, migrated):
    """An installation with a database, which has a tenant if the test wants one."""
    if "tenant" in request.fixturenames:
        return request.getfixturevalue("with_tenant")[0].copy(tmp_path)
    return migrated.copy(tmp_path)


@pytest.fixture
def tenant(with_tenant):
    return with_tenant[1]


# The program as a whole.


@pytest.mark.parametrize("arguments", [
    [],
    ["no-such-command"],
    ["tenant"],
    ["tenant", "add"],
    ["tenant", "list", "--no-such-flag"],
    ["credits", "grant"],
    ["rebuild", "--check", "--post"],
    ["analyze"],
    ["analyze", "--failed", "--call", UNKNOWN_ID],
    ["analyze", "--from", "yesterday"],
    ["replay", "nothing.jsonl", "--url", "127.0.0.1"],
    ["migrate", "up", "--database", "mysql://somewhere"],
])
def test_wrong_usage_has_status_2(migrated, arguments):
    assert migrated.refusal(2, *arguments) != ""


@pytest.mark.parametrize("command", [
    "agent", "analyze", "check", "config", "credits", "endpoint", "key", "member", "migrate", "rebuild",
    "replay", "serve", "simulate", "tenant"])
def test_help_shows_an_example(bare, command):
    assert re.search(rf"Examples?: .*callfold {command}\b", bare.words(command, "--help"))


def test_a_command_on_a_database_without_a_schema_names_the_way_out(bare):
    assert "callfold migrate up" in bare.refusal(1, "tenant", "list")


def test_failures_are_problems_for_programs(callfold):
    problem = json.loads(callfold.refusal(1, "key", "list", "--tenant", UNKNOWN_ID, "--json"))
    assert problem["code"] == "not_found"
    assert "callfold tenant list" in problem["detail"]


def test_migrations_are_applied_once(bare):
    assert all(each["applied_at"] is None for each in bare.json("migrate", "status"))
    assert bare.json("migrate", "up")["applied"]
    assert bare.json("migrate", "up")["applied"] == []
    assert all(each["applied_at"].endswith("Z") for each in bare.json("migrate", "status"))
    assert "up to date" in bare.words("migrate", "up")


# Configuration.


def test_config_shows_where_values_come_from(bare):
    (bare.directory / "callfold.toml").write_text('openai_model = "gpt-file"\nio_threads = 3\n')
    values = {
        each["name"]: each
        for each in bare.json("config", "show", "--data", "elsewhere",
                              OPENAI_MODEL="gpt-environment", OPENAI_API_KEY="sk-very-secret")
    }
    found = {name: (values[name]["value"], values[name]["source"])
             for name in ("data", "openai_model", "io_threads", "log_level", "openai_api_key")}
    assert found == {
        "data": ("elsewhere", "flag --data"),
        "openai_model": ("gpt-environment", "environment OPENAI_MODEL"),
        "io_threads": ("3", "callfold.toml"),
        "log_level": ("info", "default"),
        "openai_api_key": ("(set)", "environment OPENAI_API_KEY"),
    }
    assert "sk-very-secret" not in bare.words("config", "show", OPENAI_API_KEY="sk-very-secret")


def test_an_unknown_key_of_the_configuration_is_refused(bare):
    (bare.directory / "callfold.toml").write_text("listen_adress = '127.0.0.1:1'\n")
    assert "listen_adress" in bare.refusal(2, "config", "show")


def test_a_value_out_of_its_limits_is_refused_with_its_source(bare):
    words = bare.refusal(2, "config", "show", CALLFOLD_IO_THREADS="none")
    assert "io_threads" in words and "CALLFOLD_IO_THREADS" in words


# Tenants.


def test_a_tenant_is_made_changed_and_listed(callfold):
    made = callfold.json("tenant", "add", "Acme Homes", "--time-zone", "Asia/Kolkata", "--region",
                         "IN", "--per-minute", "0.75")
    assert (made["time_zone"], made["region"]) == ("Asia/Kolkata", "IN")
    assert (made["credits_per_minute"], made["billing_pulse_seconds"]) == ("0.75", 60)

    callfold.words("tenant", "set", made["id"], "--pulse-seconds", "15", "--below-zero", "hold",
                   "--daily-token-budget", "500000", "--retention-days", "90", "--name", "Acme")
    (listed,) = callfold.json("tenant", "list")
    assert listed["name"] == "Acme"
    assert listed["time_zone"] == "Asia/Kolkata"
    assert listed["on_empty_balance"] == "hold"
    assert (listed["daily_token_budget"], listed["retention_days"]) == (500000, 90)
    assert (listed["credits_per_minute"], listed["billing_pulse_seconds"]) == ("0.75", 15)

    callfold.words("tenant", "set", made["id"], "--region", "none", "--daily-token-budget", "none",
                   "--retention-days", "none", "--disable")
    (listed,) = callfold.json("tenant", "list")
    assert listed["region"] is None
    assert (listed["daily_token_budget"], listed["retention_days"]) == (None, None)
    assert listed["enabled"] is False


def test_tenants_are_shown_to_people(callfold):
    assert "callfold tenant add" in callfold.words("tenant", "list")
    words = callfold.words("tenant", "add", "Acme Homes")
    tenant = re.search(r"[0-9a-f-]{36}", words).group()
    assert f"callfold endpoint add bolna --tenant {tenant}" in words
    table = callfold.words("tenant", "list")
    assert tenant in table and re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", table)


@pytest.mark.parametrize("arguments", [
    ["--time-zone", "Asia/Atlantis"],
    ["--region", "India"],
    ["--per-minute", "-1"],
    ["--per-minute", "a lot"],
    ["--pulse-seconds", "0"],
    ["--below-zero", "perhaps"],
    ["--daily-token-budget", "-1"],
    ["--retention-days", "0"],
    ["--name", " "],
    [],
])
def test_a_tenant_is_not_changed_to_nonsense(callfold, tenant, arguments):
    before = callfold.json("tenant", "list")
    assert callfold.refusal(2, "tenant", "set", tenant, *arguments) != ""
    assert callfold.json("tenant", "list") == before


def test_ids_that_nobody_has_name_the_way_out(callfold, tenant):
    assert "callfold tenant list" in callfold.refusal(1, "tenant", "set", UNKNOWN_ID, "--name", "A")
    assert "callfold tenant list" in callfold.refusal(2, "key", "add", "--tenant", "acme")
    assert "callfold key list" in callfold.refusal(1, "key", "revoke", UNKNOWN_ID)
    assert "callfold endpoint list" in callfold.refusal(1, "endpoint", "rotate", UNKNOWN_ID)
    assert "callfold endpoint list" in callfold.refusal(1, "endpoint", "disable", UNKNOWN_ID)
    assert "callfold agent list" in callfold.refusal(1, "agent", "set", UNKNOWN_ID, "--name", "A")
    assert "No call" in callfold.refusal(1, "analyze", "--call", UNKNOWN_ID)


def test_the_tenant_may_be_left_out_while_there_is_only_one(callfold):
    assert "callfold tenant add" in callfold.refusal(1, "key", "list")
    callfold.words("tenant", "add", "Acme")
    assert callfold.json("key", "list") == []
    callfold.words("tenant", "add", "Beta")
    assert "callfold tenant list" in callfold.refusal(2, "key", "list")


# Keys.


def test_a_key_is_shown_once(callfold, tenant):
    made = callfold.json("key", "add", "--tenant", tenant, "--admin", "--name", "reporting")
    secret = made["key"]
    assert secret.startswith("cf_") and made["admin"] is True
    (listed,) = callfold.json("key", "list", "--tenant", tenant)
    assert (listed["id"], listed["name"], listed["user_id"]) == (made["id"], "reporting", tenant)
    assert secret.startswith(listed["prefix"])
    assert secret not in callfold.words("key", "list", "--tenant", tenant)

    words = callfold.words("key", "add", "--tenant", tenant)
    assert "once" in words and words.startswith("cf_")

    callfold.words("key", "revoke", made["id"])
    assert made["id"] not in [each["id"] for each in callfold.json("key", "list")]
    callfold.refusal(1, "key", "revoke", made["id"])


# Endpoints.


def test_an_endpoint_is_made_rotated_and_disabled(callfold, tenant):
    (callfold.directory / "secret.txt").write_text("webhook-secret\n")
    made = callfold.json("endpoint", "add", "bolna", "--tenant", tenant, "--name", "campaigns",
                         "--allow-from", "203.0.113.0/24", "--allow-from", "2001:db8::7",
                         "--header", "X-Webhook-Secret=secret.txt")
    assert made["url"] == f"http://127.0.0.1:8080/webhooks/bolna/{made['token']}"
    assert made["allow_from"] == ["203.0.113.0/24", "2001:db8::7"]
    assert made["header_name"] == "X-Webhook-Secret"

    (listed,) = callfold.json("endpoint", "list", "--tenant", tenant)
    assert listed["enabled"] is True
    table = callfold.words("endpoint", "list", "--tenant", tenant)
    assert made["token"] not in table and "webhook-secret" not in table

    rotated = callfold.json("endpoint", "rotate", made["id"], "--tenant", tenant)
    assert rotated["id"] == made["id"] and rotated["token"] != made["token"]

    callfold.words("endpoint", "disable", made["id"], "--tenant", tenant)
    (listed,) = callfold.json("endpoint", "list", "--tenant", tenant)
    assert listed["enabled"] is False


def test_the_webhook_address_is_the_public_one(callfold, tenant):
    words = callfold.words("endpoint", "add", "bolna", "--tenant", tenant,
                           CALLFOLD_PUBLIC_URL="https://calls.example.com/")
    assert words.startswith("https://calls.example.com/webhooks/bolna/wh_")
    assert "once" in words and "public_url" not in words


def test_endpoints_that_make_no_sense_are_refused(callfold, tenant):
    assert "bolna" in callfold.refusal(2, "endpoint", "add", "teleport")
    callfold.refusal(2, "endpoint", "add", "bolna", "--allow-from", "everywhere")
    callfold.refusal(2, "endpoint", "add", "bolna", "--header", "X-Webhook-Secret")
    assert "missing.txt" in callfold.refusal(1, "endpoint", "add", "bolna", "--header",
                                             "X-Webhook-Secret=missing.txt")
    (callfold.directory / "short.txt").write_text("short")
    callfold.refusal(2, "endpoint", "add", "bolna", "--header", "X-Webhook-Secret=short.txt")
    assert callfold.json("endpoint", "list") == []


def test_an_endpoint_of_another_tenant_is_none(callfold, tenant):
    other = callfold.json("tenant", "add", "Beta")["id"]
    made = callfold.json("endpoint", "add", "bolna", "--tenant", tenant)
    callfold.refusal(1, "endpoint", "rotate", made["id"], "--tenant", other)
    callfold.refusal(1, "endpoint", "disable", made["id"], "--tenant", other)
    (listed,) = callfold.json("endpoint", "list", "--tenant", tenant)
    assert listed["enabled"] is True


# Credits.


def test_credits_move_and_add_up(callfold, tenant):
    posted = callfold.json("credits", "grant", "--tenant", tenant, "100")
    assert (posted["kind"], posted["amount"], posted["balance_change"]) == ("grant", "100", "100")
    for kind, amount in [("top-up", "500"), ("bonus", "0.5"), ("refund", "10"), ("adjust", "-2.5")]:
        callfold.words("credits", kind, "--tenant", tenant, amount)
    assert callfold.json("credits", "balance", "--tenant", tenant) == {
        "user_id": tenant, "balance": "608"}
    assert "608 credits" in callfold.words("credits", "balance", "--tenant", tenant)


def test_the_same_key_posts_once(callfold, tenant):
    invoice = ["--idempotency-key", "invoice-1042"]
    first = callfold.json("credits", "top-up", "50", *invoice)
    assert callfold.json("credits", "top-up", "50", *invoice) == first
    assert "before" in callfold.words("credits", "top-up", "50", *invoice)
    callfold.refusal(1, "credits", "top-up", "60", *invoice)
    assert callfold.json("credits", "balance")["balance"] == "50"


@pytest.mark.parametrize("arguments", [
    ["grant", "0"], ["grant", "-5"], ["grant", "1e3"], ["grant", "0.0000001"], ["adjust", "0"],
    ["grant", "5", "--idempotency-key", "charge/1/1"]])
def test_amounts_and_keys_that_make_no_sense_are_refused(callfold, tenant, arguments):
    assert callfold.refusal(2, "credits", *arguments) != ""
    assert callfold.json("credits", "balance")["balance"] == "0"


# The check.


def test_the_check_says_what_is_wrong(bare):
    wrong = bare.run("check", "--json")
    assert wrong.returncode == 1
    findings = {each["check"]: each for each in json.loads(wrong.stdout)["checks"]}
    assert "callfold migrate up" in findings["database"]["words"]
    assert not (bare.directory / "data").exists()

    bare.words("migrate", "up")
    right = bare.json("check")
    assert right["ok"] is True
    assert [each["check"] for each in right["checks"]] == [
        "configuration", "database", "migrations", "model"]
    assert "built-in rules" in bare.words("check")


def test_the_check_says_that_the_model_does_not_answer(callfold):
    done = callfold.run("check", OPENAI_API_KEY="sk-secret", OPENAI_BASE_URL="http://127.0.0.1:9")
    assert done.returncode == 1
    assert "OPENAI_BASE_URL" in done.stdout and "sk-secret" not in done.stdout


def test_the_check_reports_a_broken_configuration(bare):
    (bare.directory / "callfold.toml").write_text("io_threads = 0\n")
    done = bare.run("check")
    assert done.returncode == 1 and "io_threads" in done.stdout


def test_a_rebuild_of_nothing_finds_nothing(callfold):
    assert callfold.json("rebuild", "--check")["calls"] == 0
    assert callfold.json("analyze", "--failed") == {"jobs": 0, "passed_over": 0}
    assert callfold.json("analyze", "--from", "2026-01-01", "--dry-run")["calls"] == 0


def test_files_of_the_database_are_the_owners_only(callfold):
    for file in (callfold.directory / "data").iterdir():
        assert file.stat().st_mode & 0o077 == 0, file
