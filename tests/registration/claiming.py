"""Registering in tests: as pages do it, and the jobs that follow."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.registration import tasks

JOBS = {
    "registration.sign-up": tasks.mail_sign_up,
    "registration.code": tasks.send_code,
    "registration.tell-joined": tasks.tell_joined,
    "registration.tell-owner": tasks.tell_owner,
}
CODE = re.compile(r"\b(\d{4}) (\d{4})\b")
LINK = re.compile(r"/register/user-id/([\w-]+)/")


def run_jobs() -> list[mail.EmailMessage]:
    """Run every job of registration's that waits; return the mails, in order."""
    before = len(mail.outbox)
    while waiting := list(ProcrastinateJob.objects.filter(task_name__in=JOBS, status="todo").order_by("id")):
        for job in waiting:
            JOBS[job.task_name](**job.args)
        ProcrastinateJob.objects.filter(pk__in=[job.pk for job in waiting]).delete()
    return mail.outbox[before:]


def code_in(text: Any) -> str:
    """Return the code of a mail or a text message, as it is written there."""
    found = CODE.search(str(text))
    assert found, text
    return found[0]


def token_in(message: mail.EmailMessage) -> str:
    found = LINK.search(str(message.body))
    assert found, message.body
    return found[1]
