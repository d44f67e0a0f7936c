"""A person who signs in as the dashboard does: with a cookie and the token beside it."""

import requests

from server import REQUEST_TIMEOUT_S, contract

PASSWORD = "correct horse battery"


class Person:
    """Somebody with a role, signed in. Every answer is held against the contract."""

    def __init__(self, server, email, password=PASSWORD):
        self.server = server
        self.email = email
        self.browser = requests.Session()
        self.session = self.request(
            "POST", "/v1/session", 200, json={"email": email, "password": password}, csrf=None)

    @property
    def id(self):
        return self.session["member"]["id"]

    def ask(self, method, path, csrf="own", headers=None, **options):
        """The answer as it came; `csrf` is the token to send, None for none."""
        sent = dict(headers or {})
        if csrf is not None:
            sent["X-CSRF-Token"] = self.session["csrf_token"] if csrf == "own" else csrf
        answer = self.browser.request(
            method, self.server.url + path, headers=sent, timeout=REQUEST_TIMEOUT_S, **options)
        contract().check_response(method, path, answer.status_code, answer.headers, answer.content)
        return answer

    def request(self, method, path, status=200, **options):
        """A request that must be answered with `status`; gives the decoded body."""
        answer = self.ask(method, path, **options)
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def get(self, path, status=200, **options):
        return self.request("GET", path, status, **options)

    def rows(self, path):
        """All rows of a list, over all of its pages."""
        rows, cursor = [], ""
        while cursor is not None:
            page = self.get(path + (f"?cursor={cursor}" if cursor else ""))
            rows += page["data"]
            cursor = page["next_cursor"]
        return rows


def add_person(tenant, email, role="owner", by=None):
    """Adds a member with the key of the tenant, or `by` somebody else, and signs in."""
    body = {"name": email.split("@")[0], "email": email, "role": role, "password": PASSWORD}
    (by or tenant).request("POST", "/v1/members", 201, json=body)
    return Person(tenant.server, email)
