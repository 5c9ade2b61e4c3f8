"""A file from elsewhere is shown and saved under a harmless name, and is never run."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.files.answers import file_answer
from kajo.files.names import LONGEST, clean_name, unique_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("lasku 7001.pdf", "lasku 7001.pdf"),
        ("Räkning för Åsa.pdf", "Räkning för Åsa.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\lasku.pdf", "lasku.pdf"),
        ("lasku\u202egpj.exe", "laskugpj.exe"),
        ('a"b\r\nSet-Cookie: x.pdf', "a-bSet-Cookie- x.pdf"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_a_name_loses_what_could_do_harm(given_name: str, shown: str) -> None:
    assert clean_name(given_name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("ä" * 500 + ".pdf") == "ä" * (LONGEST - 4) + ".pdf"


@given(st.text(max_size=300))
def test_any_name_comes_out_clean(name: str) -> None:
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= LONGEST
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f\x7f\u202a-\u202e]', cleaned)
    assert clean_name(cleaned) == cleaned


def test_the_same_name_twice_gets_a_number() -> None:
    taken = {"lasku.pdf", "lasku (2).pdf"}
    assert unique_name("Lasku.pdf", taken) == "Lasku (3).pdf"
    assert unique_name("tosite", taken) == "tosite"


def test_a_file_is_saved_and_not_run() -> None:
    answer = file_answer('Lasku "ä"\r\n.pdf', "application/pdf", b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Lasku%20-%C3%A4-")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_only_a_picture_is_shown_in_its_place() -> None:
    assert file_answer("s. 1.png", "image/png", b"", inline=True)["Content-Disposition"].startswith("inline")
    with pytest.raises(ValueError, match="text/html"):
        file_answer("sivu.html", "text/html", b"<script>", inline=True)
