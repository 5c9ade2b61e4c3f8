"""Bulletins: newest first, only while they are out, in the reader's language or in Finnish."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.http import Http404

from kajo.bulletins.queries import get, list_newest
from kajo.core.times import HELSINKI
from tests.import_api import files
from tests.import_api.files import take_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=HELSINKI)


def at(day: int, hour: int = 12) -> str:
    return datetime(2026, 11, day, hour, tzinfo=HELSINKI).isoformat()


def test_the_newest_that_are_out_are_listed_newest_first(tmp_path: Path) -> None:
    take_in(
        tmp_path,
        [
            files.bulletin("old", published_at=at(1)),
            files.bulletin("new", published_at=at(24)),
            files.bulletin("coming", published_at=at(24, 13)),
            files.bulletin("over", published_at=at(2), ends_at=at(24)),
            files.bulletin("ends later", published_at=at(3), ends_at=at(24, 13)),
        ],
    )
    assert [row.published_at.day for row in list_newest(now=NOW)] == [24, 3, 1]
    assert len(list_newest(now=NOW, limit=2)) == 2


def test_a_bulletin_is_shown_in_the_readers_language_or_in_finnish_marked_as_such(tmp_path: Path) -> None:
    texts = {
        "title": {"fi": "Katko", "sv": "Avbrott", "en": "Break"},
        "body": {"fi": "Yksi.\n\nKaksi.", "sv": "Ett."},
    }
    take_in(tmp_path, [files.bulletin(**texts)])
    (swedish,) = list_newest(now=NOW, language="sv")
    (english,) = list_newest(now=NOW, language="en")
    assert (swedish.title, swedish.paragraphs, swedish.language) == ("Avbrott", ("Ett.",), "sv")
    assert (english.title, english.paragraphs, english.language) == ("Katko", ("Yksi.", "Kaksi."), "fi")


def test_a_withdrawn_bulletin_is_not_found(tmp_path: Path) -> None:
    take_in(tmp_path, [files.bulletin(published_at=at(20))])
    (row,) = list_newest(now=NOW)
    assert get(row.key, now=NOW, language="fi") == list_newest(now=NOW, language="fi")[0]
    take_in(tmp_path, [files.bulletin(published_at=at(20), ends_at=at(20), change_number=2)])
    assert list_newest(now=NOW) == []
    with pytest.raises(Http404):
        get(row.key, now=NOW)
