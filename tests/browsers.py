"""The system's Chromium, which browser tests use; where there is none they are skipped, loudly."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Return the path of the system's Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def mark_without_browser(items: list[pytest.Item]) -> int:
    """Mark the tests that need a browser as skipped where there is none; return how many.

    With KAJO_REQUIRE_BROWSER=1 nothing is skipped, and so they fail.
    """
    if find_chromium() or os.environ.get("KAJO_REQUIRE_BROWSER") == "1":
        return 0
    waiting = [item for item in items if item.get_closest_marker("browser")]
    for item in waiting:
        item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine"))
    return len(waiting)
