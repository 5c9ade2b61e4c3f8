"""What Kajo typesets says what it was given, whatever that looks like."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from kajo.files.typesetting import FONTS, make_pdf

LETTER = Path(__file__).with_name("letter.typ")


def text_of(pdf: bytes) -> str:
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded())


def letter(body: str) -> bytes:
    return make_pdf(LETTER, {"title": "Kirje", "language": "fi", "body": body})


@pytest.mark.parametrize(
    "body",
    [
        '#read("/etc/passwd")',
        '#panic("x")',
        "*bold* $x$ \\ // no",
        '"; #import "@preview/x:1.0.0"',
        "Žižek € ½",
    ],
)
def test_no_text_is_taken_for_markup(body: str) -> None:
    assert body in text_of(letter(body))


def test_a_narrow_space_is_a_space() -> None:
    assert "1\u00a0234,56" in text_of(letter("1\u202f234,56")).replace(" ", "\u00a0")


@pytest.mark.parametrize("odd", ["😀", "漢字", "\x01", "\U000f0000", "مرحبا"])
def test_a_character_that_no_font_has_costs_nobody_the_document(odd: str) -> None:
    assert "Hei" in text_of(letter(f"{odd} Hei"))


def test_the_same_data_makes_the_same_bytes_tagged_and_titled() -> None:
    made = letter("Hei")
    assert made == letter("Hei") and made != letter("Hei hei")
    assert b"/StructTreeRoot" in made and b"/Lang" in made
    assert pypdfium2.PdfDocument(made).get_metadata_value("Title") == "Kirje"


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    template = tmp_path / "room" / "reads.typ"
    template.parent.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    template.write_text('#set document(title: "x")\n#read("../secret.txt")')
    with pytest.raises(RuntimeError):
        make_pdf(template, {})


def test_the_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()
