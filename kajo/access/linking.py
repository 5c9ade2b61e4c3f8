"""What corporate customer service does: links customers to a user or a firm, ends links, moves them.

The database asks once more who does it, writes all or nothing, the audit log and the mails: sql/linking.sql.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kajo.access.areas import Area, Level
from kajo.access.holders import Holder
from kajo.access.policy import StaffAccess
from kajo.access.words import Ground
from kajo.core.functions import call, list_rows
from kajo.core.keys import new_key
from kajo.core.times import local_midnight

MOST_AT_ONCE = 5_000


class WhyNot(TextChoices):
    """Why a customer cannot be linked."""

    UNKNOWN = "unknown", _("There is no customer with this number or business ID.")
    SEVERAL = "several", _("Several customers have this business ID. Give the customer number.")
    LINKED = "linked", _("Is linked already to the same receiver in this area at this time.")
    ESTATE = "estate", _("Is a death estate. Only the ground “Death estate” will do.")
    NOT_HELD = "not held", _("Is not linked to the one that it would be moved from.")


@dataclass(frozen=True)
class Document:
    """The paper that a link is made by, typed by its content."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class LinkTerms:
    """What is linked, to whom and for how long; `starts_on` and `ends_on` are half-open local days.

    `given` are customer numbers and business IDs. With `moved_from` its links end when these begin.
    """

    given: Sequence[str]
    receiver: Holder
    levels: Mapping[Area, Level]
    starts_on: date
    ends_on: date | None
    ground: Ground
    moved_from: Holder | None = None


@dataclass(frozen=True)
class MeantRow:
    """What was given, which customer it means, and why that cannot be linked, if it cannot."""

    given: str
    key: str | None
    number: str | None
    name: str | None
    why: WhyNot | None


class CannotLink(Exception):
    """Nothing was linked; `rows` are what stands in the way, none where somebody was quicker."""

    def __init__(self, rows: Sequence[MeantRow] = ()) -> None:
        super().__init__()
        self.rows = rows


def list_meant(access: StaffAccess, terms: LinkTerms) -> list[MeantRow]:
    """Return which customers are meant and what stands in the way of each; writes nothing.

    :raises PermissionDenied: when the user is not of corporate customer service
    """
    require_corporate(access)
    period, who = _period(terms), _who(terms)
    areas = [area.value for area in terms.levels]
    return _meant("kajo_meant", [list(terms.given), areas, *period, terms.ground.value, *who])


def link(access: StaffAccess, terms: LinkTerms, *, asked_by: str, document: Document, now: datetime) -> int:
    """Link all of the customers, or none. Returns how many.

    :raises PermissionDenied: when the user is not of corporate customer service
    :raises CannotLink: when something stands in the way of one of them
    """
    require_corporate(access)
    levels = json.dumps({area.value: int(level) for area, level in terms.levels.items()})
    paper = [new_key(), asked_by, document.name, document.media_type, document.content]
    asked = [list(terms.given), levels, *_period(terms), terms.ground.value, *_who(terms), *paper, now]
    try:
        with transaction.atomic():
            rows = _meant("kajo_link", asked)
    except IntegrityError as raced:
        raise CannotLink from raced
    refused = [row for row in rows if row.why]
    if refused or not rows:
        raise CannotLink(refused)
    return len(rows)


def end_links(
    access: StaffAccess, holder: Holder, keys: Sequence[str] | None, *, ends_on: date | None, now: datetime
) -> int:
    """End links of those customers, or of all where `keys` is None, at once or before a day.

    Returns how many customers it is about.

    :raises PermissionDenied: when the user is not of corporate customer service
    """
    require_corporate(access)
    ends_at = local_midnight(ends_on) if ends_on else now
    named = None if keys is None else list(keys)
    ended: int = call("kajo_end_links", named, holder.user_id, holder.firm_id, ends_at, now)
    return ended


def find_document(access: StaffAccess, key: str) -> Document | None:
    """Return the paper that customers were linked by; that it was read is written into the audit log.

    :raises PermissionDenied: when the user is not of corporate customer service
    """
    require_corporate(access)
    found = list_rows("kajo_mandate", key)
    return next((Document(name, media_type, bytes(content)) for name, media_type, content in found), None)


def require_corporate(access: StaffAccess) -> None:
    if not access.is_corporate:
        raise PermissionDenied


def _period(terms: LinkTerms) -> list[datetime | None]:
    return [local_midnight(terms.starts_on), local_midnight(terms.ends_on) if terms.ends_on else None]


def _who(terms: LinkTerms) -> list[int | None]:
    moved_from = terms.moved_from
    return [
        terms.receiver.user_id,
        terms.receiver.firm_id,
        moved_from.user_id if moved_from else None,
        moved_from.firm_id if moved_from else None,
    ]


def _meant(function: str, asked: list[Any]) -> list[MeantRow]:
    return [
        MeantRow(given, key, number, name, WhyNot(why) if why else None)
        for given, key, number, name, why in list_rows(function, *asked)
    ]
