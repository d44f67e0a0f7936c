"""The scripted model server must itself be right: what the end-to-end tests rest on."""
import asyncio
import json
import pathlib

import aiohttp
import pytest

from model_server import ModelServer, allow_many_connections

REQUESTS = pathlib.Path(__file__).parent.parent / "data" / "openai" / "requests"


@pytest.fixture
def model():
    with ModelServer() as server:
        yield server


@pytest.fixture
def body():
    return json.loads((REQUESTS / "individual.json").read_text())


HEADERS = {"Authorization": "Bearer sk-test"}


def post(model, *bodies):
    """Sends the bodies side by side; gives (status, headers, JSON or text) for each, or the name of
    the exception instead of the status."""

    async def send(session, body):
        try:
            url = model.url + "/responses"
            async with session.post(url, json=body, headers=HEADERS) as response:
                text = await response.text()
                is_json = response.content_type == "application/json"
                return response.status, response.headers, json.loads(text) if is_json else text
        except aiohttp.ClientError as error:
            return type(error).__name__, {}, ""

    async def send_all():
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as session:
            return await asyncio.gather(*(send(session, each) for each in bodies))

    return asyncio.run(send_all())


def words(envelope):
    return envelope["output"][-1]["content"][0]["text"]


def test_answers_equal_requests_equally(model, body):
    first, second = post(model, body, body)
    assert first[0] == second[0] == 200
    assert words(first[2]) == words(second[2])
    assessment = json.loads(words(first[2]))
    assert list(assessment) == list(body["text"]["format"]["schema"]["properties"])
    assert all(0 <= value <= 100 for name, value in assessment.items() if name.endswith("_score"))
    material = body["input"][0]["content"][0]["text"]
    for name in ("key_topics", "objections", "pain_points", "interests", "next_steps"):
        assert all(claim["quote"] in material for claim in assessment[name])
    assert model.counts() == {"exec-0001": 2}
    assert model.requests()[0].analysis_type == "individual"


@pytest.mark.parametrize(
    "behaviour, status, code",
    [
        ("429", 429, "rate_limit_exceeded"),
        ("quota", 429, "insufficient_quota"),
        ("500", 500, "server_error"),
        ("503", 503, "server_is_overloaded"),
        ("model-not-found", 400, "model_not_found"),
        ("context-too-long", 400, "context_length_exceeded"),
    ],
)
def test_fails_as_the_api_does(model, body, behaviour, status, code):
    model.script({"kind": behaviour, "headers": {"Retry-After": "2"}})
    (answer,) = post(model, body)
    assert (answer[0], answer[2]["error"]["code"], answer[1]["Retry-After"]) == (status, code, "2")
    assert post(model, body)[0][0] == 200


def test_refuses_unknown_parameters(model, body):
    body["conversation"] = {"external_id": "x"}
    (answer,) = post(model, body)
    assert (answer[0], answer[2]["error"]["code"]) == (400, "unknown_parameter")


def test_breaks_connections(model, body):
    model.script("reset", "cut-body")
    assert post(model, body)[0][0] in ("ServerDisconnectedError", "ClientOSError")
    assert post(model, body)[0][0] == "ClientPayloadError"


def test_varies_the_words(model, body):
    model.script("reasoning-first", "fences", "refusal", "incomplete", "prose", "html", "failed")
    answers = [post(model, body)[0] for _ in range(7)]
    assert answers[0][2]["output"][0]["type"] == "reasoning"
    assert words(answers[1][2]).startswith("```json\n{")
    assert answers[2][2]["output"][0]["content"][0]["type"] == "refusal"
    assert answers[3][2]["incomplete_details"] == {"reason": "max_output_tokens"}
    assert answers[4][0] == 200
    assert answers[5][0] == 502 and answers[5][2].startswith("<html>")
    assert answers[6][2]["status"] == "failed"


def test_scripts_by_execution(model, body):
    model.script("503", execution_id="exec-0001", analysis_type="individual")
    other = dict(body, metadata={"execution_id": "exec-0002"})
    assert [answer[0] for answer in post(model, other, body)] == [200, 503]


def test_is_scripted_over_http(model, body):
    async def control(action, given):
        async with aiohttp.ClientSession() as session:
            url = model.url.replace("/v1", f"/control/{action}")
            async with session.post(url, json=given) as response:
                return await response.json()

    asyncio.run(control("script", {"behaviours": ["503"]}))
    assert [post(model, body)[0][0] for _ in range(2)] == [503, 200]
    assert asyncio.run(control("reset", {}))["requests"] == 0


def test_holds_a_thousand_requests(model, body):
    allow_many_connections()
    model.script("hold", repeat=True)

    async def release_when_full():
        await asyncio.to_thread(model.wait_for, lambda state: state["in_flight"] == 1000)
        model.release()

    async def send_all():
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as session:
            async def send():
                url = model.url + "/responses"
                async with session.post(url, json=body, headers=HEADERS) as response:
                    await response.read()
                    return response.status

            results = await asyncio.gather(release_when_full(), *(send() for _ in range(1000)))
            return results[1:]

    assert asyncio.run(send_all()) == [200] * 1000
    assert model.state()["most_in_flight"] == 1000
