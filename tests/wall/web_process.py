"""A web process with scratch pages: prints what each request answered. Run by test_web_process."""

from __future__ import annotations

import json
import sys

from django.db import connection
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
    answers["after the door"] = list(Customer.everything.values_list("number", flat=True))
    answers["holdings after the door"] = Holding.everything.count()
    with connection.cursor() as cursor:
        cursor.execute("select current_user, session_user")
        answers["stands as"] = list(cursor.fetchone() or ())
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
