"""Whether the time of an answer tells who is known: those who are and those who are not, asked in turn.

Mails go to a sink as in the demo; what counts tries is emptied before each, so that none is refused.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.cache import cache

from bench.measuring import Line, at_most
from bench.pages import server, time_told
from demo.mail_sink import MailSink
from kajo.access import register
from kajo.access.models import User

TRIES, WARM_UP = 200, 10
MOST_APART = 10
USERS = 50
PASSWORD, WRONG = "a sentence of the bench's own", "a sentence of somebody else's"
# What is asked, where, and the field that holds the name or the address.
PAGES = {
    "sign-in by a user ID": ("/account/login/", "login", "{}"),
    "sign-in by an address": ("/account/login/", "login", "{}@bench.example"),
    "forgotten password": ("/account/password/reset/", "email", "{}@bench.example"),
    "forgotten user ID": ("/account/user-id/", "email", "{}@bench.example"),
    "registering": ("/register/", "email", "{}@bench.example"),
}


def measure() -> Iterator[Line]:
    _make_users()
    with TemporaryDirectory() as folder, MailSink(Path(folder)) as sink:
        os.environ |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(sink.smtp_port), "SMTP_TLS": "none"}
        with server() as port:
            connection = HTTPConnection("localhost", port, timeout=30)
            for what, (path, field, form) in PAGES.items():
                known, unknown = _medians(connection, path, field, form)
                apart = abs(known - unknown) / min(known, unknown) * 100
                told = f"{what}: known {known:.1f} ms, unknown {unknown:.1f} ms; apart"
                yield at_most(told, apart, MOST_APART, "%", digits=1)


def _make_users() -> None:
    password = make_password(PASSWORD)
    for number in range(USERS):
        user = register.add_user(f"known-{number:04}", email=f"known-{number:04}@bench.example")
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True})
    User.objects.update(password=password)


def _medians(connection: HTTPConnection, path: str, field: str, form: str) -> tuple[float, float]:
    """Ask about known and unknown ones in turn; return the medians of both."""
    cookie, token = _open(connection, path)
    taken: dict[str, list[float]] = {"known": [], "unseen": []}
    strangers = count()
    for round_ in range(TRIES + WARM_UP):
        for who, times in taken.items():
            number = round_ % USERS if who == "known" else next(strangers)
            body = {field: form.format(f"{who}-{number:04}"), "csrfmiddlewaretoken": token}
            if field == "login":
                body["password"] = WRONG
            cache.clear()
            time = _post(connection, path, cookie, body)
            if round_ >= WARM_UP:
                times.append(time)
    return statistics.median(taken["known"]), statistics.median(taken["unseen"])


def _open(connection: HTTPConnection, path: str) -> tuple[str, str]:
    """Open the page as a browser; return what it sends back with its form."""
    connection.request("GET", path, headers={"Accept-Language": "en"})
    answer = connection.getresponse()
    assert answer.status == 200 and answer.read(), (path, answer.status)
    cookies: SimpleCookie = SimpleCookie()
    for header in answer.headers.get_all("Set-Cookie") or ():
        cookies.load(header)
    return "; ".join(f"{name}={one.value}" for name, one in cookies.items()), cookies["csrf"].value


def _post(connection: HTTPConnection, path: str, cookie: str, body: dict[str, str]) -> float:
    headers = {
        "Cookie": cookie,
        "Accept-Language": "en",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", path, urlencode(body), headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status in (200, 302), (path, answer.status)
    return time_told(answer)
