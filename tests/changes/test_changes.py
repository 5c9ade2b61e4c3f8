"""What customers ask, and what the retailer answers: who may ask, once at a time, and who is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.changes import settling, tasks
from kajo.changes.actions import AlreadyAsked, ask
from kajo.changes.models import Change
from kajo.changes.queries import list_changes
from kajo.changes.rows import ChangeRow
from kajo.changes.settling import CannotSettle, confirm, refuse
from kajo.changes.words import ChangeState
from kajo.core import jobs, times
from tests.access import people
from tests.contracts.opened import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def aino() -> str:
    """The number of a customer."""
    return people.customer("100").number


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """What higher rooms were told: (event, subject)."""
    heard: list[tuple[str, str]] = []
    for event in (tasks.ASKED, settling.CONFIRMED, settling.REFUSED):
        monkeypatch.setitem(jobs._handlers, event, [_Listener(event, heard)])
    yield heard


class _Listener:
    def __init__(self, event: str, heard: list[tuple[str, str]]) -> None:
        self.event, self.heard = event, heard

    def __call__(self, *, change: ChangeRow) -> None:
        self.heard.append((self.event, change.subject))


def ask_for(access: CustomerAccess, subject: str = "S-1", **said: Any) -> ChangeRow:
    facts = {"area": Area.INVOICES, "kind": "invoice.postpone", "facts": {"due_on": "2026-12-01"}, **said}
    return ask(access, subject=subject, now=times.now(), **facts)


def test_what_is_asked_waits_with_who_asked_it(aino: str) -> None:
    with opened(aino) as access:
        ask_for(access)
        (change,) = list_changes(access, subjects=["S-1"])
        assert list_changes(access, subjects=["S-2"]) == []
    assert (change.state, change.asked_by) == (ChangeState.PENDING, "owner-100")
    assert change.facts == {"due_on": "2026-12-01"}
    assert times.local_day(change.asked_at) == times.today()


def test_reader_cannot_ask(aino: str) -> None:
    with opened(aino, area=Area.INVOICES) as access, pytest.raises(PermissionDenied):
        ask_for(access)
    assert not Change.everything.exists()


def test_a_holder_of_one_area_sees_nothing_of_what_was_asked_in_another(aino: str) -> None:
    with opened(aino) as access:
        ask_for(access)
        ask_for(access, area=Area.CONTRACTS, kind="contract.withdraw")
    with opened(aino, area=Area.INVOICES) as access:
        assert [change.kind for change in list_changes(access, subjects=["S-1"])] == ["invoice.postpone"]
    with opened(aino, area=Area.REPORTING) as access:
        assert list_changes(access, subjects=["S-1"]) == []


def test_another_customer_sees_nothing_of_it(aino: str) -> None:
    other = people.customer("200").number
    with opened(aino) as access:
        ask_for(access)
    with opened(other) as access:
        assert list_changes(access, subjects=["S-1"]) == []
        assert ask_for(access).is_pending


def test_the_same_is_asked_once_at_a_time_and_again_after_the_answer(aino: str) -> None:
    with opened(aino) as access:
        first = ask_for(access)
        with pytest.raises(AlreadyAsked):
            ask_for(access)
    refuse(first.key, "The bank needs more time.", now=times.now())
    with opened(aino) as access:
        ask_for(access)
        states = [change.state for change in list_changes(access, subjects=["S-1"])]
    assert states == [ChangeState.PENDING, ChangeState.REFUSED]


def test_an_edition_is_asked_once_for_good_and_the_next_before_the_answer(aino: str) -> None:
    with opened(aino) as access:
        first = ask_for(access, edition=1)
        ask_for(access, edition=2)
    confirm(first.key, now=times.now())
    with opened(aino) as access, pytest.raises(AlreadyAsked):
        ask_for(access, edition=1)


def test_pages_can_neither_answer_nor_remove_a_change(aino: str) -> None:
    with opened(aino) as access:
        ask_for(access)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Change.of(access).update(state="confirmed")
        with pytest.raises(ProgrammingError), transaction.atomic():
            Change.of(access).delete()


def test_higher_rooms_are_told_of_the_answer(aino: str, told: list[tuple[str, str]]) -> None:
    with opened(aino) as access:
        first, second = ask_for(access, "S-1"), ask_for(access, "S-2")
    now = times.now()
    assert confirm(first.key, now=now).settled_at == now
    assert refuse(second.key, "Too late.", now=times.now()).reason == "Too late."
    assert told == [("change confirmed", "S-1"), ("change refused", "S-2")]


def test_an_answer_holds(aino: str, told: list[tuple[str, str]]) -> None:
    with opened(aino) as access:
        change = ask_for(access)
    confirm(change.key, now=times.now())
    for again in (
        lambda: confirm(change.key, now=times.now()),
        lambda: refuse(change.key, "No", now=times.now()),
    ):
        with pytest.raises(CannotSettle):
            again()
    with pytest.raises(CannotSettle):
        confirm("nosuchkeyx", now=times.now())
    assert len(told) == 1


def test_what_follows_from_an_answer_can_undo_it(aino: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*, change: ChangeRow) -> None:
        raise ValueError(change.subject)

    monkeypatch.setitem(jobs._handlers, settling.CONFIRMED, [fail])
    with opened(aino) as access:
        change = ask_for(access)
    with pytest.raises(ValueError, match="S-1"):
        confirm(change.key, now=times.now())
    assert Change.everything.get(key=change.key).state == ChangeState.PENDING


def test_the_worker_tells_of_each_new_change_once(aino: str, told: list[tuple[str, str]]) -> None:
    with opened(aino) as access:
        ask_for(access)
    tasks.tell_of_changes(0)
    tasks.tell_of_changes(60)
    assert told == [("change asked", "S-1")]


def test_one_change_that_cannot_be_told_holds_up_no_other(
    aino: str, monkeypatch: pytest.MonkeyPatch, told: list[tuple[str, str]]
) -> None:
    def fail_for_the_first(*, change: ChangeRow) -> None:
        if change.subject == "S-1":
            raise ValueError("no mail server")

    jobs._handlers[tasks.ASKED].insert(0, fail_for_the_first)
    with opened(aino) as access:
        ask_for(access, "S-1")
        ask_for(access, "S-2")
    tasks.tell_of_changes(0)
    assert told == [("change asked", "S-2")]
    jobs._handlers[tasks.ASKED].pop(0)
    tasks.tell_of_changes(60)
    assert told == [("change asked", "S-2"), ("change asked", "S-1")]


def test_the_command_lists_confirms_and_refuses(aino: str) -> None:
    with opened(aino) as access:
        first, second = ask_for(access, "S-1"), ask_for(access, "S-2", kind="invoice.other")
    listed = [json.loads(line) for line in run("list").splitlines()]
    assert [(line["key"], line["customer"], line["subject"]) for line in listed] == [
        (first.key, "100", "S-1"),
        (second.key, "100", "S-2"),
    ]
    assert len(run("list", "--kind", "invoice.other").splitlines()) == 1
    assert "confirmed" in run("confirm", first.key)
    assert "refused" in run("refuse", second.key, "Not possible.")
    assert run("list") == ""
    assert len(run("list", "--all").splitlines()) == 2
    with pytest.raises(CommandError, match="was confirmed"):
        run("confirm", first.key)
    with pytest.raises(CommandError, match="Say why"):
        run("refuse", first.key, " ")


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("changes", *arguments, stdout=said)
    return said.getvalue()
