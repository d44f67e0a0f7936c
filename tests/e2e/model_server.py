#!/usr/bin/env python3
"""A model server whose answers a test scripts: POST /v1/responses, GET /v1/models, real HTTP.

In a test:

    with ModelServer() as model:
        model.script("429", "503", "ok")                     # the next three requests
        model.script({"kind": "slow", "ms": 200}, execution_id="exec-1", repeat=True)
        ... callfold with OPENAI_BASE_URL=model.url ...
        assert model.counts()["exec-1"] == 1

As a program: `model_server.py --port 0` prints its port and serves until it is interrupted; POST
/control/script, /control/always, /control/release, /control/reset and GET /control/state,
/control/requests do what the methods do.

Behaviours are names or objects {"kind": NAME, ...}; `status`, `headers`, `ms` (a delay) and `code`
may be given with any:

    ok                 a valid assessment, made from the request alone: the same each time
    slow               the same after `ms` (300)
    hold               the same after `release()`
    never              nothing, until the client gives up
    reset              the connection is reset
    cut-body           half of the response, then the end of the connection
    429, 500, 503, …   an error of that status, in the API's form;
                       add {"headers": {"Retry-After": "2"}}
    quota              429 about credit: waiting does not help
    html               502 with a web page
    model-not-found, unknown-parameter, context-too-long, bad-key
    prompt-refused     400 for a request with a stored prompt, ok for others
    reasoning-first    ok, with a reasoning item before the message
    fences             ok, with ```json around it
    wrong-types        some fields of a wrong type or out of range, the others right
    cut-json           words that end in the middle
    prose              words that are no JSON
    empty-object       {}
    refusal            the model declines
    incomplete         cut off at the limit on output tokens
    filtered           cut off by the content filter
    extra-fields       ok, with fields nobody asked for
    failed             status 200, but the response says it failed on the server
"""
import argparse
import asyncio
import collections
import dataclasses
import json
import resource
import socket
import struct
import sys
import threading
import time

from aiohttp import web

from model_answers import answer_for, error_body


@dataclasses.dataclass
class Recorded:
    """A request that came: `body` is the parsed JSON, or None where bodies are not kept."""

    at: float
    execution_id: str
    analysis_type: str
    behaviour: str
    headers: dict
    body: dict


@dataclasses.dataclass
class Rule:
    behaviours: collections.deque
    execution_id: str = None
    analysis_type: str = None
    repeat: bool = False

    def matches(self, execution_id, analysis_type):
        return (
            bool(self.behaviours)
            and self.execution_id in (None, execution_id)
            and self.analysis_type in (None, analysis_type)
        )

    def take(self):
        behaviour = self.behaviours.popleft()
        if self.repeat:
            self.behaviours.append(behaviour)
        return behaviour


def as_behaviour(value):
    return dict(value) if isinstance(value, dict) else {"kind": str(value)}


class ModelServer:
    """Serves on a thread of its own between `start` and `stop`, or as a context manager.

    Methods are thread-safe.
    """

    def __init__(self, host="127.0.0.1", port=0, api_key=None, default="ok", keep_bodies=True):
        self.host = host
        self.port = port
        self._api_key = api_key
        self._keep_bodies = keep_bodies
        self._default = as_behaviour(default)
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._rules = []
        self._recorded = []
        self._counts = collections.Counter()
        self._in_flight = 0
        self._most_in_flight = 0
        self._released = None
        self._loop = None
        self._thread = None

    # What a test does.

    @property
    def url(self):
        """The value for OPENAI_BASE_URL."""
        return f"http://{self.host}:{self.port}/v1"

    def script(self, *behaviours, execution_id=None, analysis_type=None, repeat=False):
        """The behaviours of the next requests, in order; with an id or a type, of those that carry
        it in their metadata. Earlier rules win. `repeat`: over and over."""
        given = collections.deque(map(as_behaviour, behaviours))
        rule = Rule(given, execution_id, analysis_type, repeat)
        with self._lock:
            self._rules.append(rule)

    def always(self, behaviour):
        """The behaviour where no script says another."""
        with self._lock:
            self._default = as_behaviour(behaviour)

    def reset(self):
        """Forgets scripts and what came; answers ok."""
        with self._lock:
            self._rules.clear()
            self._recorded.clear()
            self._counts.clear()
            self._default = as_behaviour("ok")

    def release(self):
        """Lets the requests on `hold` go, those that come later included."""
        self._loop.call_soon_threadsafe(self._released.set)

    def counts(self):
        """Requests by execution id."""
        with self._lock:
            return dict(self._counts)

    def requests(self):
        with self._lock:
            return list(self._recorded)

    def state(self):
        with self._lock:
            return self._state()

    def wait_for(self, condition, timeout_s=60):
        """Waits until `condition(state)` holds: wait_for(lambda state: state["requests"] >= 5)."""
        with self._changed:
            if not self._changed.wait_for(lambda: condition(self._state()), timeout_s):
                raise TimeoutError(f"the model server stands at {self._state()}")

    def start(self):
        started = threading.Event()
        serve = lambda: asyncio.run(self._serve(started))
        self._thread = threading.Thread(target=serve, daemon=True)
        self._thread.start()
        if not started.wait(10):
            raise RuntimeError("the model server does not start")
        return self

    def stop(self):
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    # How it serves.

    def _state(self):
        return {
            "requests": sum(self._counts.values()),
            "in_flight": self._in_flight,
            "most_in_flight": self._most_in_flight,
            "counts": dict(self._counts),
        }

    async def _serve(self, started):
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._released = asyncio.Event()
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.add_routes(
            [
                web.post("/v1/responses", self._responses),
                web.get("/v1/models", self._models),
                web.get("/v1/models/{model:.+}", self._models),
                web.post("/control/{action}", self._control),
                web.get("/control/{action}", self._control),
            ]
        )
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, self.host, self.port, backlog=4096, shutdown_timeout=0)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        started.set()
        await self._stopping.wait()
        await runner.cleanup()

    def _take(self, body, headers):
        """Records the request and picks its behaviour."""
        metadata = body.get("metadata") or {}
        execution_id = metadata.get("execution_id", "")
        analysis_type = metadata.get("analysis_type", "")
        with self._lock:
            rule = next((r for r in self._rules if r.matches(execution_id, analysis_type)), None)
            behaviour = rule.take() if rule else self._default
            self._counts[execution_id] += 1
            kept = body if self._keep_bodies else None
            kind = behaviour["kind"]
            recorded = Recorded(time.time(), execution_id, analysis_type, kind, dict(headers), kept)
            self._recorded.append(recorded)
            self._changed.notify_all()
            return behaviour, len(self._recorded)

    async def _responses(self, request):
        with self._lock:
            self._in_flight += 1
            self._most_in_flight = max(self._most_in_flight, self._in_flight)
            self._changed.notify_all()
        try:
            return await self._answer(request)
        finally:
            with self._lock:
                self._in_flight -= 1
                self._changed.notify_all()

    async def _answer(self, request):
        try:
            body = json.loads(await request.read())
        except ValueError:
            return web.json_response(error_body(None, "invalid_request_error"), status=400)
        behaviour, number = self._take(body, request.headers)
        kind = behaviour["kind"]
        if not self._knows(request.headers.get("Authorization", "")):
            kind = "bad-key"
        delay_ms = behaviour.get("ms", 300 if kind == "slow" else 0)
        if delay_ms:
            await asyncio.sleep(delay_ms / 1000)
        if kind == "hold":
            await self._released.wait()
        if kind == "never":
            await asyncio.Event().wait()
        if kind == "reset":
            return self._reset(request)
        status, content = answer_for(kind, behaviour, body, number)
        headers = {"x-request-id": f"req_{number}", **behaviour.get("headers", {})}
        if isinstance(content, str):
            page = {"text": content, "content_type": "text/html"}
            return web.Response(status=status, headers=headers, **page)
        if kind == "cut-body":
            return await self._cut(request, json.dumps(content).encode())
        return web.json_response(content, status=status, headers=headers)

    def _knows(self, authorization):
        if self._api_key:
            return authorization == f"Bearer {self._api_key}"
        return authorization.startswith("Bearer ") and len(authorization) > len("Bearer ")

    @staticmethod
    def _reset(request):
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
        return web.Response()

    @staticmethod
    async def _cut(request, content):
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.content_length = len(content)
        await response.prepare(request)
        await response.write(content[: len(content) // 2])
        request.transport.close()
        return response

    async def _models(self, request):
        model = request.match_info.get("model")
        entry = {"object": "model", "created": 1760000000, "shutdown_date": None}
        if model is None:
            return web.json_response({"object": "list", "data": [{"id": "gpt-test", **entry}]})
        return web.json_response({"id": model, **entry})

    async def _control(self, request):
        action = request.match_info["action"]
        given = json.loads(await request.text() or "{}") if request.method == "POST" else {}
        if action == "script":
            behaviours = given.pop("behaviours")
            self.script(*behaviours, **given)
        elif action == "always":
            self.always(given["behaviour"])
        elif action == "release":
            self._released.set()
        elif action == "reset":
            self.reset()
        elif action == "requests":
            return web.json_response([dataclasses.asdict(each) for each in self.requests()])
        elif action != "state":
            raise web.HTTPNotFound()
        return web.json_response(self.state())


def allow_many_connections():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main():
    parser = argparse.ArgumentParser(description="A model server whose answers are scripted.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free one; it is printed")
    parser.add_argument("--api-key", help="the only key to accept")
    parser.add_argument("--default", default="ok", help="a behaviour: a name, or a JSON object")
    parser.add_argument("--no-bodies", action="store_true", help="do not keep requests' bodies")
    given = parser.parse_args()
    allow_many_connections()
    default = json.loads(given.default) if given.default.startswith("{") else given.default
    with ModelServer(given.host, given.port, given.api_key, default, not given.no_bodies) as server:
        print(server.port, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
