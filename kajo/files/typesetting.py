"""PDFs that Kajo makes itself: a room's typst template, and data that is only ever data in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

FONTS = Path(__file__).with_name("fonts")
# Tagged and titled, as PDF/UA-1 asks; typst refuses what would break it. A character that no font has does,
# and must cost nobody the document: then it is made without the promise.
STANDARD: Final = "ua-1"
# The font has no narrow space.
SPACES = str.maketrans({"\u202f": "\u00a0"})


def make_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that the template makes of the data: the same bytes for the same data.

    The data goes in as JSON, `#let data = json(bytes(sys.inputs.data))`, and never as markup. The template
    may read files beside it and nothing else; it sets the document's title and language.

    :raises typst.TypstError: when the template is wrong, which is a fault of ours
    """
    text = json.dumps(data, ensure_ascii=False).translate(SPACES)
    try:
        return _compile(template, text, STANDARD)
    except typst.TypstError:
        return _compile(template, text, [])


def _compile(template: Path, text: str, standards: typst.PDFStandards) -> bytes:
    return typst.compile(
        template,
        root=template.parent,
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": text},
        pdf_standards=standards,
        timestamp=0,
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
