"""A right that is being given, kept in the session from step to step until it is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest

from kajo.access.areas import Area, Level
from kajo.access.giving import Terms
from kajo.access.policy import CustomerAccess
from kajo.access.rights import RightRow

KEPT_AS = "rights_being_given"


def find_draft(request: HttpRequest, access: CustomerAccess) -> dict[str, Any]:
    """Return what has been filled in for this customer, perhaps nothing."""
    kept: dict[str, Any] = request.session.get(KEPT_AS, {}).get(access.key, {})
    return kept


def keep_draft(request: HttpRequest, access: CustomerAccess, draft: Mapping[str, Any]) -> None:
    request.session[KEPT_AS] = {**request.session.get(KEPT_AS, {}), access.key: dict(draft)}


def forget_draft(request: HttpRequest, access: CustomerAccess) -> None:
    kept = dict(request.session.get(KEPT_AS, {}))
    kept.pop(access.key, None)
    request.session[KEPT_AS] = kept


def draft_of(right: RightRow) -> dict[str, Any]:
    """Return the draft that changes a right, filled in as the right is now."""
    return {
        "email": right.email,
        "key": right.key,
        "version": right.version,
        "levels": {area.value: int(level) for area, level in right.levels},
        "starts_on": right.starts_on.isoformat(),
        "last_day": right.last_day.isoformat() if right.last_day else "",
    }


def find_terms(request: HttpRequest, access: CustomerAccess) -> Terms | None:
    """Return the terms of a draft whose every step is filled in, else None."""
    draft = find_draft(request, access)
    if not draft.get("email") or not draft.get("levels") or not draft.get("starts_on"):
        return None
    last_day = date.fromisoformat(draft["last_day"]) if draft["last_day"] else None
    return Terms(
        email=draft["email"],
        levels={area: Level(draft["levels"][area]) for area in Area if area in draft["levels"]},
        starts_on=date.fromisoformat(draft["starts_on"]),
        ends_on=last_day + timedelta(days=1) if last_day else None,
        key=draft.get("key", ""),
        version=draft.get("version", 0),
    )
