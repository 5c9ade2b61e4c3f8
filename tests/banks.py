"""A real OpenID Connect provider in a process of its own, in the place of a bank."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from kajo.access.models import Customer
from kajo.core import times
from tests.pages import Page
from tests.visiting import Visitor

LEVEL = "http://ftn.ficora.fi/2017/loa2"
CODE = "urn:oid:1.2.246.21"
CLIENT = "kajo-in-tests"


class Bank:
    """The bank as a person uses it, who is whoever a test says."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://localhost:{port}"

    def identify(self, somebody: Visitor, way: str, code: str = "", **asked: Any) -> Page:
        """Identify somebody by a personal identity code; return the page that the bank leads back to."""
        return self.answer(somebody, self.ask(somebody, way, **asked), code)

    def ask(self, somebody: Visitor, way: str, **asked: Any) -> str:
        """Return the bank's address that somebody is led to."""
        page = somebody.get("identify", way=way, **asked)
        assert page.status == 302, page.text
        return page.response.headers["Location"]

    def answer(self, somebody: Visitor, asked: str, code: str = "", sub: str = "", **claims: Any) -> Page:
        """Come back from the bank, with other claims in the ID token where a test says so."""
        return somebody.open(self.leads_back(asked, code, sub, **claims))

    def leads_back(self, asked: str, code: str = "", sub: str = "", **claims: Any) -> str:
        """Return the address, within the site, that the bank leads back to."""
        now = int(times.now().timestamp())  # of the test's clock, not the process's
        sub = sub or f"somebody {code}"
        told = {"acr": LEVEL, CODE: code, "iat": now, "auth_time": now, "exp": now + 300, **claims}
        put = requests.put(f"{self.issuer}/users/{quote(sub)}", json=told, timeout=5)
        assert put.status_code == 204, put.text
        back = requests.post(asked, data={"sub": sub}, allow_redirects=False, timeout=5)
        return self._within(back)

    def cancels(self, somebody: Visitor, asked: str) -> Page:
        """Break off at the bank."""
        return somebody.open(asked_back(asked, error="access_denied"))

    @staticmethod
    def _within(answer: requests.Response) -> str:
        address = urlsplit(answer.headers["Location"])
        assert (address.scheme, address.netloc) == ("http", "localhost")
        return f"{address.path}?{address.query}"


def asked_back(asked: str, **answer: str) -> str:
    """Return the address of an answer that the bank itself would not give."""
    state = dict(pair.split("=", 1) for pair in urlsplit(asked).query.split("&"))["state"]
    told = "&".join(f"{name}={quote(value)}" for name, value in {"state": state, **answer}.items())
    return f"/account/identified/?{told}"


def code_of(customer: Customer) -> str:
    """Return the personal identity code by which the register of the cast has the customer."""
    from demo.cast import TODAY, cast_of

    return next(
        one.identity_code for one in cast_of(TODAY).customers.values() if one.number == customer.number
    )


@contextmanager
def open_bank(folder: Path) -> Iterator[Bank]:
    """Run the provider until the block is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with (folder / "bank.log").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            _wait(port, process, folder)
            yield Bank(port)
        finally:
            process.terminate()
            process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(300):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, (folder / "bank.log").read_text()
        time.sleep(0.1)
    raise TimeoutError("the provider did not start")
