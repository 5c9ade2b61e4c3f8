"""Corporate customer service hears that somebody asks to be joined to a customer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from kajo.access.models import User
from kajo.core import times
from tests.access import people
from tests.conftest import Visit
from tests.registration.claiming import BOTH, STAFF_JOBS, run_jobs
from tests.registration.joining import asks, newest
from tests.world import World


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def told() -> list[str]:
    """Return to whom each mail of requests that wait has gone since this was asked last."""
    mails = run_jobs(STAFF_JOBS)
    assert all(len(mail.to) == 1 for mail in mails)
    return sorted(mail.to[0] for mail in mails)


def test_corporate_customer_service_alone_is_told_that_a_request_waits(world: World, visit: Visit) -> None:
    second, gone, no_mail = (people.user(name, is_staff=True, is_corporate_service=True) for name in "abc")
    User.objects.filter(pk=second.pk).update(email="second@example.org", language="fi")
    User.objects.filter(pk=gone.pk).update(email="gone@example.org", is_active=False)
    assert not no_mail.email
    asks(visit(world.olli), BOTH, note="Olli's secret")
    mails = run_jobs(STAFF_JOBS)
    assert sorted(mail.to for mail in mails) == [[world.markus.email], ["second@example.org"]]
    assert {mail.subject for mail in mails} == {
        "[Kajo] Pyyntö liittää asiakkuus käyttäjätunnukseen odottaa vastausta",
        "[Kajo] En begäran om att kopplas till en kund väntar på svar",
    }
    for mail in mails:
        assert "/staff/requests/" in mail.body
        for fact in ("Olli", "Turunen", BOTH, newest().key, "secret"):
            assert fact not in mail.body and fact not in mail.subject


def test_no_second_mail_comes_while_a_request_of_the_same_day_waits(world: World, visit: Visit) -> None:
    olli, raimo, markus = visit(world.olli), visit(world.raimo), visit(world.markus)
    asks(olli, BOTH)
    first = newest()
    assert told() == [world.markus.email]
    asks(raimo, BOTH)
    asks(olli, "7654321")
    assert told() == [], "the list that he was told of has them"
    for key in (first.key, *(one.key for one in type(first).objects.filter(pk__gt=first.pk))):
        markus.post("staff:request", key=key, deed="refuse", reason="No.")
    asks(raimo, BOTH)
    assert told() == [world.markus.email], "what was told of is answered"
    with time_machine.travel(times.now() + timedelta(days=1)):
        asks(visit(world.raimo), "7654321")
        assert told() == [world.markus.email], "of another day"


def test_who_withdraws_a_request_at_once_disturbs_nobody(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    asks(olli, BOTH)
    olli.post("register-ask", deed="withdraw", request=newest().key)
    assert told() == []


def test_the_first_page_of_customer_service_counts_what_waits(world: World, visit: Visit) -> None:
    """Timo has asked two days before the cast's day; his document is a real one."""
    markus, helena = visit(world.markus), visit(world.helena)
    page = markus.get("staff:look-up").says("1 request to be joined to a customer waits for an answer.")
    waiting = page.follow("Requests").says("22 Nov 2026").follow("Timo Laaksonen")
    waiting.says("I take care of a death estate", "Liisa Ojala", "Perukirja.pdf").has_button(
        "Make Timo Laaksonen an owner of Liisa Ojala"
    )
    assert markus.post("staff:request-document", key=newest().key).response.content.startswith(b"%PDF")
    asks(visit(world.olli), BOTH)
    markus.get("staff:look-up").says("2 requests to be joined to a customer wait for an answer.")
    helena.get("staff:look-up").has_no("for an answer")
