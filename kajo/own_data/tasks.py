"""Making files of all of a customer's data, and taking them away again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from kajo.access.policy import CustomerAccess
from kajo.access.wall import behind_the_wall
from kajo.core import jobs, times
from kajo.files import export_tasks
from kajo.files.export_tasks import AccessEnded, keep_file, open_again
from kajo.files.exports import ACCESS_ENDED, GOING_ON, TOO_LARGE
from kajo.files.words import ExportState
from kajo.own_data.actions import JOB
from kajo.own_data.contents import PARTS, File, basics
from kajo.own_data.models import DataExport

BATCH = 10
MOST_BYTES = 200 << 20


class TooLarge(Exception):
    """All of it is more than a file may hold."""


@jobs.job(JOB, tries=3)
def make_data(export: str, user_id: int) -> None:
    """Make the file as the owner who ordered it, asking anew for each batch and again at the end."""
    found = DataExport.everything.filter(key=export, user_id=user_id, state__in=GOING_ON)
    ordered = found.select_related("owner", "user").defer("content").first()
    if ordered is None:
        return
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for done in _fill(file, out, ordered, times.now()):
                found.update(state=ExportState.WORKING, done=done)
        keep_file(ordered, out.getvalue(), _may)
    except AccessEnded:
        found.update(state=ExportState.FAILED, reason=ACCESS_ENDED)
    except TooLarge:
        found.update(state=ExportState.FAILED, reason=TOO_LARGE)


def _fill(file: zipfile.ZipFile, out: io.BytesIO, ordered: DataExport, now: datetime) -> Iterator[int]:
    """Put in everything batch by batch; yields how many things have been."""
    with behind_the_wall(ordered.user_id, read_only=True):
        _put_in(file, out, basics(open_again(ordered, _may), now=now))
    done = 1
    yield done
    for part, files_of in PARTS.items():
        keys: list[str] = ordered.arguments[part]
        for start in range(0, len(keys), BATCH):
            with behind_the_wall(ordered.user_id, read_only=True):
                access = open_again(ordered, _may)
                for key in keys[start : start + BATCH]:
                    _put_in(file, out, files_of(access, key, now=now))
                    done += 1
            yield done


def _put_in(file: zipfile.ZipFile, out: io.BytesIO, files: Iterable[File]) -> None:
    for name, content in files:
        file.writestr(name, content)
        if out.tell() > MOST_BYTES:
            raise TooLarge


def _may(access: CustomerAccess) -> bool:
    return access.is_owner


@jobs.periodic_job("own-data.clear-exports", cron="*/5 * * * *")
def clear_exports(timestamp: int) -> None:
    """Take away files that have expired or whose owner is one no more; give up what has died."""
    exports = DataExport.everything.select_related("owner")
    export_tasks.clear_exports(exports, lambda export: open_again(export, _may))
