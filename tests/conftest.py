"""What all tests share. The database is set up in tests/settings.py."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import hypothesis
import pytest
import time_machine

from demo.cast import TODAY
from demo.mail_sink import MailSink
from kajo.core.times import HELSINKI
from tests.browsers import NO_CHROMIUM, find_chromium, mark_without_browser, say_what_was_skipped

if TYPE_CHECKING:
    from kajo.access.models import User
    from tests.banks import Bank
    from tests.visiting import Visitor
    from tests.world import Stage, World

hypothesis.settings.register_profile("kajo", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("kajo")

NOON = datetime.combine(TODAY, time(12), HELSINKI)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_without_browser(items)
    # Those that speak of the cast come last: the others may begin with an empty database.
    items.sort(key=lambda item: "_stage" in getattr(item, "fixturenames", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    say_what_was_skipped(terminalreporter)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium."""
    found = find_chromium()
    assert found is not None, NO_CHROMIUM
    return found


@pytest.fixture
def mail_sink(tmp_path: Path) -> Iterator[MailSink]:
    """A mail server that keeps every mail, running."""
    with MailSink(tmp_path / "mail") as sink:
        yield sink


@pytest.fixture(autouse=True)
def the_day_of_the_cast() -> Iterator[None]:
    """Every test begins at noon of the cast's day."""
    with time_machine.travel(NOON):
        yield


@pytest.fixture(autouse=True)
def every_mail_has_one_receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test sends: one address each, no copy to anybody, and a subject of one line."""
    from django.core.mail.backends.locmem import EmailBackend

    send, faults = EmailBackend.send_messages, []

    def look_and_send(self: Any, messages: Any) -> int:
        for message in (messages := list(messages)):
            if len(message.recipients()) != 1 or len(message.to) != 1 or "\n" in str(message.subject):
                faults.append((message.recipients(), message.subject))
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", look_and_send)
    yield
    assert faults == [], "a mail has exactly one receiver"


@pytest.fixture(scope="session")
def _stage(django_db_setup: None, django_db_blocker: Any) -> "Stage":
    """The cast, committed before the first test that asks for it."""
    from tests.world import Stage

    stage = Stage()
    with django_db_blocker.unblock(), time_machine.travel(NOON):
        stage.world()
    return stage


@pytest.fixture
def world(_stage: "Stage", db: None) -> "World":
    """Everybody and everything of the cast, by name. What a test changes is undone after it."""
    return _stage.world()


@pytest.fixture(scope="session")
def _open_bank(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Bank]":
    from tests.banks import open_bank

    with open_bank(tmp_path_factory.mktemp("bank")) as bank:
        yield bank


@pytest.fixture
def bank(_open_bank: "Bank", settings: Any) -> "Bank":
    """A provider of strong identification, which the site is set up for: see tests/banks.py."""
    from tests.banks import CLIENT

    settings.ENV = replace(
        settings.ENV,
        identification_issuer=_open_bank.issuer,
        identification_client_id=CLIENT,
        identification_client_secret="what only the tests know",
    )
    return _open_bank


class Visit(Protocol):
    def __call__(
        self, user: "User | None" = None, *, language: str = "en", htmx: bool = False
    ) -> "Visitor": ...


@pytest.fixture
def visit(db: None) -> Visit:
    """Let somebody, or nobody, visit pages: see tests/visiting.py."""
    from tests.visiting import Visitor

    return Visitor
