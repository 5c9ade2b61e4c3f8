"""Making files of lists of many customers, and taking them away again."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import ngettext

from kajo.access import policy
from kajo.access.areas import Area
from kajo.access.customers import Named, list_named
from kajo.access.policy import ManyAccess
from kajo.access.wall import behind_the_wall
from kajo.core import jobs, times
from kajo.files import export_tasks
from kajo.files.csv_files import write_csv
from kajo.files.export_tasks import AccessEnded
from kajo.files.exports import ACCESS_ENDED, GOING_ON, TOO_LARGE
from kajo.files.words import ExportState
from kajo.listings.actions import JOB
from kajo.listings.contents import CONTENTS, Row, table_of
from kajo.listings.models import ListExport

MOST_ROWS = 100_000


class TooLarge(Exception):
    """The list is longer than a file may be."""


@jobs.job(JOB, tries=3)
def make_list(export: str, user_id: int) -> None:
    """Make the file as who ordered it, whose customers are opened anew for each page and again at the end.

    One who is taken away while it is made is in no row; had there been rows already, there is no file.
    """
    found = ListExport.objects.filter(key=export, user_id=user_id, state__in=GOING_ON)
    ordered = found.select_related("user").defer("content").first()
    if ordered is None:
        return
    rows: list[Row] = []
    named: dict[int, Named] = {}
    try:
        with translation.override(ordered.user.language):
            place = _read(ordered, rows, named, None)
            while place is not None:
                found.update(state=ExportState.WORKING, done=len(rows))
                place = _read(ordered, rows, named, place)
            _keep(ordered, rows, named)
    except AccessEnded:
        found.update(state=ExportState.FAILED, reason=ACCESS_ENDED)
    except TooLarge:
        found.update(state=ExportState.FAILED, reason=TOO_LARGE)


def _read(ordered: ListExport, rows: list[Row], named: dict[int, Named], place: Any) -> Any:
    """Add a page of rows; returns the place of the next."""
    with behind_the_wall(ordered.user_id, read_only=True):
        accesses = _open(ordered)
        part = CONTENTS[accesses.area].read(accesses, ordered.arguments, place, times.today())
        named |= list_named(accesses, {owner_id for owner_id, *_ in part.rows})
    rows += part.rows
    if len(rows) > MOST_ROWS:
        raise TooLarge
    return part.next


def _open(ordered: ListExport) -> ManyAccess:
    accesses = policy.open_many(ordered.user_id, Area(ordered.area), now=times.now())
    if not accesses.customer_ids:
        raise AccessEnded
    return accesses


def _keep(ordered: ListExport, rows: list[Row], named: dict[int, Named]) -> None:
    """Keep the file, if whoever ordered it may see everybody who is in it at this moment."""
    with behind_the_wall(ordered.user_id, read_only=True):
        accesses = _open(ordered)
    if not named.keys() <= set(accesses.customer_ids):
        raise AccessEnded
    table = list(table_of(accesses.area, rows, named))
    if accesses.left_out:
        table.append([_left_out(accesses.left_out)])
    ListExport.objects.filter(pk=ordered.pk, state__in=GOING_ON).update(
        state=ExportState.READY,
        made_at=times.now(),
        customers=sorted(named),
        content=write_csv(table).encode(),
    )


def _left_out(count: int) -> str:
    words = ngettext(
        "%(shown)s more is left out: you have no right to this area there.",
        "%(shown)s more are left out: you have no right to this area there.",
        count,
    )
    return words % {"shown": count}


@jobs.periodic_job("listings.clear-exports", cron="*/5 * * * *")
def clear_exports(timestamp: int) -> None:
    """Take away files that have expired or that show somebody who may not be seen; give up what has died."""
    export_tasks.clear_exports(ListExport.objects.all(), _look, customers=[])


def _look(export: ListExport) -> None:
    accesses = policy.open_many(export.user_id, Area(export.area), now=times.now())
    if not set(export.customers) <= set(accesses.customer_ids):
        raise AccessEnded
