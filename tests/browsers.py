"""The system's Chromium, which browser tests use; where there is none they are skipped, loudly."""

import os
import shutil

import pytest

NO_CHROMIUM = "There is no Chromium on this machine"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Return the path of the system's Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def mark_without_browser(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser as skipped where there is none.

    With KAJO_REQUIRE_BROWSER=1 nothing is skipped, and so they fail.
    """
    if find_chromium() or os.environ.get("KAJO_REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def say_what_was_skipped(reporter: pytest.TerminalReporter) -> None:
    """Say loudly how many tests were skipped for want of a browser, in whichever process they were."""
    skipped = [report for report in reporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        line = f"{NO_CHROMIUM}: {len(skipped)} BROWSER TESTS WERE SKIPPED."
        reporter.write_line(line, red=True, bold=True)
