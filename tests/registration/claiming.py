"""Registering in tests: as pages do it, and the jobs that follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.access.models import Customer, Ownership
from kajo.contracts.models import Location
from kajo.registration import tasks
from tests.pages import Page
from tests.visiting import Visitor

JOBS = {
    "registration.sign-up": tasks.mail_sign_up,
    "registration.code": tasks.send_code,
    "registration.tell-owner": tasks.tell_owner,
    "registration.tell-settled": tasks.tell_settled,
    "registration.tell-owner-added": tasks.tell_owner_added,
    "registration.tell-identification": tasks.tell_identification,
    "registration.tell-address": tasks.tell_address,
}
# What customer service is told.
STAFF_JOBS = {
    "registration.request-waits": tasks.request_waits,
    "registration.tell-waiting": tasks.tell_waiting,
}
# Customers of the cast whom the register reaches both ways, by phone alone, and not at all.
BOTH, ONLY_PHONE, NOTHING = "1100001", "1100002", "1100003"
WRONG = "999000000000001115"
CODE = re.compile(r"\b(\d{4}) (\d{4})\b")
LINK = re.compile(r"/register/user-id/([\w-]+)/")


def run_jobs(jobs: Mapping[str, Callable[..., object]] = JOBS) -> list[mail.EmailMessage]:
    """Run every job of those that waits; return the mails, in order."""
    before = len(mail.outbox)
    while waiting := list(ProcrastinateJob.objects.filter(task_name__in=jobs, status="todo").order_by("id")):
        for job in waiting:
            jobs[job.task_name](**job.args)
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


def gsrn_of(number: str) -> str:
    return Location.everything.filter(owner__number=number).order_by("pk")[0].point.gsrn


def sends(
    somebody: Visitor, number: str, shown: str = "", way: str = "contact", business_id: str = ""
) -> Page:
    """Give the numbers; a company's second is its business ID."""
    facts = {"number": number, "shown": shown, "business_id": business_id, "way": way}
    return somebody.post("register-customer", deed="numbers", **facts)


def claims(somebody: Visitor, number: str, shown: str = "", way: str = "contact", **more: str) -> Page:
    """Give the numbers; return the page that asks for the code."""
    return sends(somebody, number, shown, way, **more).leads_on()


def gives(somebody: Visitor, code: str) -> Page:
    return somebody.post("register-customer", deed="code", code=code)


def code_for(somebody: Visitor, number: str = BOTH) -> str:
    claims(somebody, number, gsrn_of(number))
    return code_in(run_jobs()[-1].body)


def owners_of(number: str) -> set[str]:
    return set(Ownership.everything.filter(owner__number=number).values_list("user__username", flat=True))


def customer_of(number: str) -> Customer:
    return Customer.everything.get(number=number)
