"""The page that describes the import is true: its example loads, and its tables are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kajo.import_api.format_doc import PAGE, page_with_tables
from tests.import_api.files import take_in


def test_tables_of_the_page_are_those_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with_tables(page), "Run python -m kajo.import_api.format_doc"


@pytest.mark.django_db
def test_example_of_the_page_can_be_taken_in(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0]
    report = take_in(tmp_path, example)
    assert (report.counts.read, report.counts.changed) == (12, 12)
    assert not report.warnings
