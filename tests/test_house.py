"""The house can be seen at a glance: short files, rooms with the same shapes, nothing left for later."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST = 400
LEFT_FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b|pytest\.mark\.xfail\b")


def kept_files(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = [ROOT / name for name in listed.stdout.splitlines() if name.endswith(endings)]
    return [file for file in files if file.exists()]


def test_no_file_of_ours_is_longer_than_four_hundred_lines() -> None:
    too_long = {
        str(file.relative_to(ROOT)): lines
        for file in kept_files(".py", ".css", ".js", ".html", ".sql")
        if "migrations" not in file.parts and "data" not in file.parts
        and (lines := len(file.read_text().splitlines())) >= LONGEST
    }  # fmt: skip
    assert not too_long


def test_scripts_of_the_browser_are_shorter_than_a_hundred_lines() -> None:
    assert not [file for file in kept_files(".js") if len(file.read_text().splitlines()) >= 100]


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{file.relative_to(ROOT)}: {found.group()}"
        for file in kept_files(".py", ".html", ".js", ".css")
        if file != Path(__file__)
        for found in LEFT_FOR_LATER.finditer(file.read_text())
    ]
    assert not left


def test_every_room_says_what_it_is() -> None:
    rooms = [path for path in (ROOT / "kajo").iterdir() if (path / "__init__.py").exists()]
    assert rooms
    readme = (ROOT / "README.md").read_text()
    assert not [
        room.name for room in rooms if f"`{room.name}" not in readme and f" {room.name}/" not in readme
    ]


def test_every_decision_has_a_number_of_its_own_which_it_begins_with() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert len(numbers) == len(set(numbers))
    assert [path.name for path in decisions if not path.read_text().startswith(f"# {path.name[:4]} ")] == []
