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
def test_examples_of_the_page_can_be_taken_in(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    examples = [block.split("```")[0] for block in page.split("```json\n")[1:]]
    counts = [take_in(tmp_path, example).counts for example in examples]
    assert [(count.read, count.changed) for count in counts] == [(17, 17), (8, 7)]
