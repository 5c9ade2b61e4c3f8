"""What was asked of the retailer, as notices: in words, when and by whom, and what the retailer says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kajo.changes.asked import Asked
from kajo.changes.rows import ChangeRow
from kajo.changes.words import ChangeState
from kajo.core import times
from kajo.ui import formats

TONES = {ChangeState.PENDING: "info", ChangeState.CONFIRMED: "ok", ChangeState.REFUSED: "warn"}


@dataclass(frozen=True)
class Wish:
    """A wish with the retailer's answer, as a notice."""

    tone: str
    title: str
    text: str


def wish_of(change: ChangeRow, asked: Asked) -> Wish:
    """Return a wish in words: what was asked, when and by whom, and what the retailer says."""
    said = {
        "day": formats.day(times.local_day(change.asked_at), formats.page_language()),
        "who": change.asked_by,
    }
    answer = {
        ChangeState.PENDING: _("It waits for our confirmation."),
        ChangeState.CONFIRMED: _("It is confirmed."),
        ChangeState.REFUSED: _("It was not made. %(reason)s") % {"reason": change.reason},
    }[change.state]
    told = [
        *([f"{', '.join(asked.lines)}."] if asked.lines else []),
        _("%(who)s asked for this %(day)s.") % said,
        answer,
    ]
    return Wish(TONES[change.state], asked.title, " ".join(told))
