"""What pages show of bulletins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kajo.bulletins.words import BulletinKind


@dataclass(frozen=True)
class BulletinRow:
    """A bulletin in the reader's language, or in `language` (fi) where it was not written in the reader's."""

    key: str
    kind: BulletinKind
    published_at: datetime
    title: str
    paragraphs: tuple[str, ...]
    language: str
