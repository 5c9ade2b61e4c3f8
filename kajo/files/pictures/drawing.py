"""What can be shown of a PDF, and the pictures of its pages. Made once, when somebody first looks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from kajo.files.pictures.helper import HelperBusy, helper
from kajo.files.pictures.shelf import Shelf

WIDTH = 1240  # pixels: A4 at 150 to the inch
MOST_BYTES = 25 << 20
BUSY, TOO_LARGE = "busy", "too_large"

shelf = Shelf(settings.VAR / "pictures")

Load = Callable[[], bytes]


@dataclass(frozen=True)
class PictureOfPage:
    """What is known of a page: its height in times of its width, and the words on it."""

    number: int
    ratio: float
    text: str

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return round(WIDTH * self.ratio)


@dataclass(frozen=True)
class Document:
    """A PDF as it can be shown.

    `reason` is why it has no picture: broken, encrypted, too_large, too_slow, busy. `extras` tells that it
    holds programs or attached files, which a picture leaves out.
    """

    pages: int = 0
    shown: tuple[PictureOfPage, ...] = ()
    extras: bool = False
    reason: str = ""

    @property
    def left_out(self) -> int:
        return self.pages - len(self.shown)


def look_into(sha256: str, load: Load) -> Document:
    """Return what can be shown of the PDF of that digest (hex). `load` gives its bytes, if need be."""
    name = f"{sha256}.json"
    kept = shelf.find(name)
    if kept is None:
        facts, _ = _ask(load(), page=None)
        kept = json.dumps(facts).encode()
        if facts["reason"] != BUSY:
            shelf.keep(name, kept)
    return _document(kept)


def draw_page(sha256: str, number: int, load: Load) -> bytes | None:
    """Return the page, from 1, as PNG; None where it cannot be drawn."""
    name = f"{sha256}-{number}-{WIDTH}.png"
    kept = shelf.find(name)
    if kept is not None:
        return kept
    facts, picture = _ask(load(), page=number - 1)
    if facts["reason"]:
        return None
    shelf.keep(name, picture)
    return picture


def _ask(document: bytes, *, page: int | None) -> tuple[dict[str, object], bytes]:
    if len(document) > MOST_BYTES:
        return {"reason": TOO_LARGE}, b""
    try:
        return helper.ask(document, page=page, width=WIDTH)
    except HelperBusy:
        return {"reason": BUSY}, b""


def _document(kept: bytes) -> Document:
    facts = json.loads(kept)
    shown = facts.get("shown", [])
    return Document(
        pages=facts.get("pages", 0),
        shown=tuple(PictureOfPage(place, page["ratio"], page["text"]) for place, page in enumerate(shown, 1)),
        extras=facts.get("extras", False),
        reason=facts["reason"],
    )
