"""docs/words.md is true: the choices that the database keeps are called there what pages call them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Choices
from django.utils.translation import override

ROOT = Path(__file__).parents[2]


def glossary() -> set[tuple[str, str]]:
    """Return (code word, English) of every row."""
    rows = [line.split("|") for line in (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines()]
    return {(cells[1].strip(" `"), cells[2].strip()) for cells in rows if len(cells) == 6}


def choices() -> Iterator[tuple[str, str]]:
    """Yield (code word, English) of every choice in the rooms' words."""
    for path in sorted(ROOT.glob("kajo/*/words.py")):
        module = importlib.import_module(f"kajo.{path.parent.name}.words")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Choices) and value.__module__ == module.__name__:
                yield from ((str(code), str(label)) for code, label in value.choices)


def test_every_choice_stands_in_the_glossary_under_its_english_name() -> None:
    with override("en"):
        assert sorted(set(choices()) - glossary()) == []


def test_every_row_of_the_glossary_has_all_three_languages() -> None:
    for line in (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| "):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 4 and all(cells), line
