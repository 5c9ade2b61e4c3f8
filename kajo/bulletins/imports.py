"""Writing bulletins as the retailer's systems send them."""

from __future__ import annotations

from collections.abc import Sequence

from kajo.bulletins.models import Bulletin
from kajo.bulletins.records import BulletinRecord
from kajo.core.records import Counts, Line, newer_than
from kajo.core.refusals import Faults

WRITTEN = (
    *("change_number", "kind", "published_at", "ends_at"),
    *("title_fi", "title_sv", "title_en", "body_fi", "body_sv", "body_en"),
)


def write_bulletins(lines: Sequence[Line[BulletinRecord]], faults: Faults) -> Counts:
    """Write bulletins, each at most once."""
    numbers = [line.record.number for line in lines]
    known = Bulletin.objects.filter(number__in=numbers).values_list("number", "change_number")
    newer = newer_than({(number,): change for number, change in known}, lines)
    Bulletin.objects.bulk_create(
        [_bulletin(line.record) for line in newer],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=WRITTEN,
    )
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _bulletin(record: BulletinRecord) -> Bulletin:
    return Bulletin(
        number=record.number,
        change_number=record.change_number,
        kind=record.kind,
        published_at=record.published_at,
        ends_at=record.ends_at,
        title_fi=record.title.fi,
        title_sv=record.title.sv,
        title_en=record.title.en,
        body_fi=record.body.fi,
        body_sv=record.body.sv,
        body_en=record.body.en,
    )
