"""A bill's PDF is shown as pictures; one that cannot be says why, and harms nobody."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from kajo.files.pictures import drawing
from kajo.files.pictures.drawing import WIDTH, Document, draw_page, look_into
from kajo.files.pictures.helper import helper
from kajo.files.pictures.renderer import MOST_PICTURED
from kajo.files.pictures.shelf import KEPT_DAYS, Shelf
from tests.files import pdfs


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    empty = Shelf(tmp_path / "pictures")
    monkeypatch.setattr(drawing, "shelf", empty)
    yield empty
    helper.stop()


def look(document: bytes) -> Document:
    return look_into(sha256(document).hexdigest(), lambda: document)


def draw(document: bytes, number: int = 1) -> bytes | None:
    return draw_page(sha256(document).hexdigest(), number, lambda: document)


def not_needed() -> bytes:
    raise AssertionError("the document was read although its picture is kept")


def test_a_bill_of_two_pages_has_two_pictures_and_their_words() -> None:
    bill = look(pdfs.two_pages())
    assert (bill.pages, bill.left_out, bill.reason, bill.extras) == (2, 0, "", False)
    assert [page.text for page in bill.shown] == ["Lasku 70012345", "Sivu kaksi"]
    picture = Image.open(io.BytesIO(draw(pdfs.two_pages(), 2) or b""))
    assert picture.size == (WIDTH, bill.shown[1].height)
    assert len(picture.convert("L").getcolors() or []) > 2


def test_a_picture_is_made_once() -> None:
    bill = pdfs.two_pages()
    digest = sha256(bill).hexdigest()
    first, picture = look(bill), draw(bill)
    assert look_into(digest, not_needed) == first
    assert draw_page(digest, 1, not_needed) == picture


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "broken"),
        (b"<html>not a PDF", "broken"),
        (pdfs.two_pages()[:300], "broken"),
        (pdfs.encrypted(), "encrypted"),
        (pdfs.hundred_megapixel_image(), "too_large"),
        (pdfs.hundred_megapixel_sheet(), "too_large"),
        (pdfs.endless_strip(), "too_large"),
        (b"%PDF" + bytes(26 << 20), "too_large"),
    ],
    ids=["empty", "other", "cut", "encrypted", "large image", "large sheet", "strip", "large file"],
)
def test_a_document_without_a_picture_says_why(document: bytes, reason: str) -> None:
    assert look(document) == Document(reason=reason)
    assert draw(document) is None


def test_of_five_hundred_pages_the_first_are_shown() -> None:
    bill = look(pdfs.five_hundred_pages())
    assert (bill.pages, len(bill.shown), bill.left_out) == (500, MOST_PICTURED, 500 - MOST_PICTURED)
    assert draw(pdfs.five_hundred_pages(), 500 + 1) is None


def test_programs_and_attached_files_are_told_of_and_left_alone() -> None:
    bill = look(pdfs.with_program_and_attachment())
    assert bill.extras and bill.pages == 1
    assert draw(pdfs.with_program_and_attachment()) is not None


def test_one_that_never_ends_is_stopped_and_the_next_is_served() -> None:
    assert draw(pdfs.that_never_ends()) is None
    assert look(pdfs.two_pages()).pages == 2


def test_a_helper_that_died_is_replaced() -> None:
    look(pdfs.two_pages())
    assert helper.process is not None
    helper.process.kill()
    helper.process.wait()
    assert draw(pdfs.two_pages()) is not None


def test_the_helper_inherits_neither_settings_nor_connections() -> None:
    look(pdfs.two_pages())
    assert helper.process is not None
    assert Path(f"/proc/{helper.process.pid}/environ").read_bytes() in (b"", b"LC_CTYPE=C.UTF-8\0")
    opened = {str(path.readlink()) for path in Path(f"/proc/{helper.process.pid}/fd").iterdir()}
    assert not [name for name in opened if name.startswith("socket:")]


def test_pictures_are_for_this_system_user_alone(shelf: Shelf) -> None:
    draw(pdfs.two_pages())
    kept = [path for path in shelf.folder.rglob("*") if path.is_file()]
    assert len(kept) == 1 and kept[0].stat().st_mode & 0o077 == 0
    assert shelf.folder.stat().st_mode & 0o077 == 0


def test_what_nobody_looked_at_for_a_month_is_taken_away(shelf: Shelf) -> None:
    shelf.keep("old", b"1")
    old = shelf.folder / "ol" / "old"
    past = time.time() - (KEPT_DAYS + 1) * 24 * 3600
    os.utime(old, (past, past))
    shelf.looked_through_at = 0
    shelf.keep("new", b"2")
    assert shelf.find("old") is None and shelf.find("new") == b"2"


def test_a_full_disk_only_costs_time(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.folder = Path("/proc/none")
    assert draw(pdfs.two_pages()) is not None
