"""Codes that were ordered, sent and read from the mails; and text messages kept instead of sent."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.information import messages
from kajo.information.tasks import send_code, tell

CODE = re.compile(r"\b[0-9]{6}\b")


def send_codes() -> list[mail.EmailMessage]:
    """Run the jobs that send codes; return the mails."""
    before = len(mail.outbox)
    waiting = ProcrastinateJob.objects.filter(task_name="order.contact-code", status="todo").order_by("id")
    for job in list(waiting):
        send_code(**job.args)
    waiting.delete()
    return mail.outbox[before:]


def tell_all() -> list[mail.EmailMessage]:
    """Run the jobs that tell of changes; return the mails."""
    before = len(mail.outbox)
    waiting = ProcrastinateJob.objects.filter(task_name="information.tell", status="todo").order_by("id")
    for job in list(waiting):
        tell(**job.args)
    waiting.delete()
    return mail.outbox[before:]


def code_in(text: object) -> str:
    """Return the code in a message."""
    found = CODE.search(str(text))
    assert found, text
    return found.group()


class Phones:
    """Text messages by number, as a gateway would have them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[tuple[str, str]] = []
        monkeypatch.setattr(messages, "send_sms", lambda to, text: self.sent.append((to, text)))
        for module in ("kajo.information.messages", "kajo.customer_site.information.contacts"):
            monkeypatch.setattr(f"{module}.can_send_sms", lambda: True)
        monkeypatch.setattr("kajo.customer_site.information.pages.can_send_sms", lambda: True)
