"""The profile of a location of use as lines, and its changes: who changed what and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kajo.changes.rows import ChangeRow
from kajo.changes.words import ChangeState
from kajo.contracts.profile_words import LABELS, Difference, differences_of, written
from kajo.contracts.rows import ProfileRow
from kajo.ui.parts import Fact


@dataclass(frozen=True)
class Edit:
    """A change of the profile: who, when, what, and what the retailer answered."""

    who: str
    when: datetime
    differences: tuple[Difference, ...]
    state: ChangeState
    reason: str


def facts_of(profile: ProfileRow) -> list[Fact]:
    """Return a line for each fact, said or not."""
    return [Fact(str(label), written(name, getattr(profile, name))) for name, label in LABELS.items()]


def edit_of(change: ChangeRow) -> Edit:
    """Return a change of a profile with what differs."""
    return Edit(
        who=change.asked_by,
        when=change.asked_at,
        differences=differences_of(change.facts),
        state=change.state,
        reason=change.reason,
    )
