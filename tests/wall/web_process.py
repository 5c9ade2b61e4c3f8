"""A web process with scratch pages: prints what each request answered. Run by test_web_process."""

from __future__ import annotations

import json
import re
import sys

from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings

from config import wsgi  # noqa: F401 - starts Django as the web server does, with its checks
from kajo.access.models import Customer, Holding, User


def main(username: str, customer: str) -> None:
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=username))
    answers: dict[str, object] = {}
    with override_settings(ROOT_URLCONF="tests.access.scratch"):
        for page in ("whose", "every", "lazy", "streaming", "rename-on-get"):
            answer = client.get(f"/c/{customer}/{page}/")
            answers[page] = [
                answer.status_code,
                answer.content.decode()[:40] if answer.status_code == 200 else "",
            ]
        answers["rename"] = client.post(f"/c/{customer}/rename/").status_code
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        answers["signing in"] = sign_in_and_change_password(username)
    answers["after the door"] = list(Customer.everything.values_list("number", flat=True))
    answers["holdings after the door"] = Holding.everything.count()
    with connection.cursor() as cursor:
        cursor.execute("select current_user, session_user")
        answers["stands as"] = list(cursor.fetchone() or ())
    json.dump(answers, sys.stdout)


def sign_in_and_change_password(username: str) -> dict[str, object]:
    """Walk through allauth's pages, which keep their own transactions, by the web process's own rights."""
    user = User.objects.get(username=username)
    user.set_password("ensimmäinen salasana 1")
    user.save(update_fields=["password"])
    user.emailaddress_set.create(email="wall-aino@example.fi", verified=True, primary=True)
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    answers: dict[str, object] = {
        "sign in": _led_to(
            client.post("/account/login/", {"login": username, "password": "ensimmäinen salasana 1"})
        ),
        "language": _led_to(client.post("/language/", {"language": "sv"})),
        "change": _led_to(
            client.post(
                "/account/password/change/",
                {
                    "oldpassword": "ensimmäinen salasana 1",
                    "password1": "toinen tunnussana 2",
                    "password2": "toinen tunnussana 2",
                },
            )
        ),
        "sign out": _led_to(client.post("/account/logout/")),
    }
    client.post("/account/user-id/", {"email": "wall-aino@example.fi"})
    client.post("/account/password/reset/", {"email": "wall-aino@example.fi"})
    said, reset = (str(sent.body) for sent in mail.outbox[-2:])
    answers["user ID is told"] = username in said
    link = re.search(r"http://localhost(/account/password/reset/key/\S+)", reset)
    form = client.get(link[1] if link else "/")["Location"]
    new = {"password1": "kolmas tunnussana 3", "password2": "kolmas tunnussana 3"}
    answers["reset"] = _led_to(client.post(form, new))
    answers["sign in after reset"] = _led_to(
        client.post("/account/login/", {"login": "wall-aino@example.fi", "password": "kolmas tunnussana 3"})
    )
    user.refresh_from_db()
    answers["is"] = [user.language, user.is_staff]
    return answers


def _led_to(response: HttpResponse) -> object:
    return response.headers.get("Location", response.status_code)


if __name__ == "__main__":
    main(*sys.argv[1:])
