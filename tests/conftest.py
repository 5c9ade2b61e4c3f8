"""What all tests share. The database is set up in tests/settings.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.mail_sink import MailSink
from tests.browsers import find_chromium, mark_without_browser

_skipped = pytest.StashKey[int]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.stash[_skipped] = mark_without_browser(items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = config.stash.get(_skipped, 0)
    if skipped:
        line = f"There is no Chromium on this machine: {skipped} BROWSER TESTS WERE SKIPPED."
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium."""
    found = find_chromium()
    assert found is not None, "There is no Chromium on this machine."
    return found


@pytest.fixture
def mail_sink(tmp_path: Path) -> Iterator[MailSink]:
    """A mail server that keeps every mail, running."""
    with MailSink(tmp_path / "mail") as sink:
        yield sink
