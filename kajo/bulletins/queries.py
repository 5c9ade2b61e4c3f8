"""Reading bulletins. They are the same for all who have signed in, so no access is asked for."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from kajo.bulletins.models import Bulletin
from kajo.bulletins.rows import BulletinRow
from kajo.bulletins.words import BulletinKind
from kajo.core.briefly import briefly


def list_newest(*, now: datetime, limit: int = 5, language: str | None = None) -> list[BulletinRow]:
    """Return the bulletins that are out, newest first, in that language (else the page's). One query."""
    return [_row(bulletin, language) for bulletin in _newest(limit, now=now)]


def get(key: str, *, now: datetime, language: str | None = None) -> BulletinRow:
    """Return a bulletin that is out.

    :raises Http404: when there is none with that key, or it is not out yet or any more
    """
    bulletin = _out(now).filter(key=key).first()
    if bulletin is None:
        raise Http404
    return _row(bulletin, language)


@briefly
def _newest(limit: int, *, now: datetime) -> list[Bulletin]:
    return list(_out(now).order_by("-published_at", "-id")[:limit])


def _out(now: datetime) -> QuerySet[Bulletin]:
    return Bulletin.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), published_at__lte=now)


def _row(bulletin: Bulletin, language: str | None) -> BulletinRow:
    title, body = bulletin.title, bulletin.body
    shown = title.language_shown(language)
    if body.language_shown(language) != shown:
        shown = "fi"  # title and text are of one language
    return BulletinRow(
        key=bulletin.key,
        kind=BulletinKind(bulletin.kind),
        published_at=bulletin.published_at,
        title=title.in_language(shown),
        paragraphs=tuple(part.strip() for part in body.in_language(shown).split("\n\n") if part.strip()),
        language=shown,
    )
