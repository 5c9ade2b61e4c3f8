"""`manage.py people`: users, firms and links made by hand."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from kajo.access import policy
from kajo.access.areas import Area, Level
from kajo.access.models import Firm, Ownership, User
from kajo.access.wall import behind_the_wall
from kajo.core import times
from tests.access import people

pytestmark = pytest.mark.django_db
PASSWORD = "lumi narskuu kengän alla"


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command("people", *arguments, stdout=said)
    return said.getvalue()


def add_user(username: str, monkeypatch: pytest.MonkeyPatch, *more: str, password: str = PASSWORD) -> User:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    run("add-user", username, "--password-stdin", *more)
    return User.objects.get(username=username)


def test_a_user_is_made_with_a_password_that_the_rules_accept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert add_user("aino", monkeypatch, "--language", "sv").check_password(PASSWORD)
    with pytest.raises(CommandError, match="too short"):
        add_user("bo", monkeypatch, password="short")
    assert not User.objects.filter(username="bo").exists()


def test_a_staff_user_is_made_by_the_command_line_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not add_user("aino", monkeypatch).is_staff
    assert add_user("sirpa", monkeypatch, "--staff").is_staff


def test_a_firm_its_member_and_its_grant_let_the_member_in_until_the_last_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = people.customer("100")
    tiina = add_user("tiina", monkeypatch)
    key = run("add-firm", "Tilitoimisto Tase").strip()
    run("add-member", key, "tiina", "--administrator")
    run("grant", "100", "--firm", key, "--area", "contracts", "--write", "--last-day", "2026-12-31")
    with behind_the_wall(tiina.pk, read_only=True):
        access = policy.open_customer(tiina.pk, home.key, now=times.now())
    assert access is not None
    assert access.may(Area.CONTRACTS, Level.WRITE)
    assert str(access.last_day) == "2026-12-31"
    run("remove-member", key, "tiina")
    with behind_the_wall(tiina.pk, read_only=True):
        assert policy.open_customer(tiina.pk, home.key, now=times.now()) is None


def test_an_owner_is_made_and_a_grant_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    people.customer("100")
    add_user("aino", monkeypatch)
    run("add-owner", "100", "aino")
    add_user("bertta", monkeypatch)
    run("grant", "100", "--username", "bertta", "--area", "reporting")
    assert run("end-grants", "100", "--username", "bertta").strip() == "1 ended."


def test_an_owner_is_removed_unless_nobody_else_owns_the_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    people.customer("100")
    for name in ("aino", "bertta"):
        add_user(name, monkeypatch)
        run("add-owner", "100", name)
    run("remove-owner", "100", "aino")
    assert [owner.user.username for owner in Ownership.everything.all()] == ["bertta"]
    with pytest.raises(CommandError, match="last one"):
        run("remove-owner", "100", "bertta")


@pytest.mark.parametrize(
    "arguments",
    [
        ("add-owner", "100", "nobody"),
        ("add-member", "abcdefghjk", "nobody"),
        ("grant", "999", "--username", "aino", "--area", "reporting"),
        ("grant", "100", "--area", "reporting"),
    ],
)
def test_what_cannot_be_done_is_said(monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    people.customer("100")
    add_user("aino", monkeypatch)
    with pytest.raises(CommandError):
        run(*arguments)
    assert not Firm.objects.exists()
