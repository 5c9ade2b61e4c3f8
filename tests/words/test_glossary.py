"""docs/words.md is true: the choices that the database keeps are called there what pages call them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import override

ROOT = Path(__file__).parents[2]


def glossary() -> dict[tuple[str, str], dict[str, str]]:
    """Return the Finnish and Swedish of every row by (code word, English)."""
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")] for line in page.splitlines() if line.count("|") == 5]
    return {(row[1].strip("`"), row[2]): {"fi": row[3], "sv": row[4]} for row in rows}


def choices() -> Iterator[tuple[str, Promise | str]]:
    """Yield (code word, name on screens) of every choice in the rooms' words."""
    for path in sorted(ROOT.glob("kajo/**/words.py")):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Choices) and value.__module__ == module.__name__:
                yield from ((str(choice.value), choice.label) for choice in value)


def test_every_choice_stands_in_the_glossary_under_its_english_name() -> None:
    with override("en"):
        shown = {(code, str(name)) for code, name in choices()}
    assert sorted(shown - glossary().keys()) == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_choices_are_called_on_screens_what_the_glossary_calls_them(language: str) -> None:
    words = glossary()
    for code, name in choices():
        with override("en"):
            english = str(name)
        with override(language):
            called = words[code, english][language]  # of one and of many, where they differ
            assert str(name) in (called, *called.split(", "), english)


def test_every_row_of_the_glossary_has_all_three_languages() -> None:
    for line in (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| "):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 4 and all(cells), line
