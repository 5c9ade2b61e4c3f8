"""Jobs of invoices: making the files of bills that people ordered, and taking them away again."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.access.wall import behind_the_wall
from kajo.core import jobs, times
from kajo.files import export_tasks
from kajo.files.export_tasks import AccessEnded, keep_file, open_again
from kajo.files.exports import ACCESS_ENDED, GOING_ON, NOTHING_THERE, TOO_LARGE
from kajo.files.words import ExportState
from kajo.invoices.bills import bill_of
from kajo.invoices.exporting import JOB, BillsZip, TooLarge, name_in_zip
from kajo.invoices.models import InvoiceExport
from kajo.invoices.queries.details import get_invoice
from kajo.invoices.queries.exports import keep_shown

BATCH = 10


@jobs.job(JOB, tries=3)
def make_zip(export: str, user_id: int) -> None:
    """Make the file with the access of who ordered it, opened anew for each batch and again at the end."""
    found = InvoiceExport.everything.filter(key=export, user_id=user_id, state__in=GOING_ON)
    ordered = found.select_related("owner", "user").defer("content").first()
    if ordered is None:
        return
    filling = BillsZip(times.now())
    try:
        with translation.override(ordered.user.language):
            for done in _fill(filling, ordered):
                found.update(state=ExportState.WORKING, done=done)
        _finish(ordered, filling)
    except AccessEnded:
        found.update(state=ExportState.FAILED, reason=ACCESS_ENDED)
    except TooLarge:
        found.update(state=ExportState.FAILED, reason=TOO_LARGE)


def _fill(filling: BillsZip, ordered: InvoiceExport) -> Iterator[int]:
    """Put in the bills batch by batch; yields how many have been."""
    keys: list[str] = ordered.arguments["invoices"]
    for start in range(0, len(keys), BATCH):
        with behind_the_wall(ordered.user_id, read_only=True):
            access = open_again(ordered, _may)
            for key in keep_shown(access, keys[start : start + BATCH]):
                _put_in(filling, access, key)
        yield min(start + BATCH, len(keys))


def _put_in(filling: BillsZip, access: CustomerAccess, key: str) -> None:
    detail = get_invoice(access, key, today=times.today())
    bill = bill_of(access, detail)
    made = "" if bill.is_original else _("made from data")
    filling.add(name_in_zip(detail.invoice.dated_on, detail.invoice.number, made), bill.load())


def _finish(ordered: InvoiceExport, filling: BillsZip) -> None:
    content = filling.close()
    if filling.names:
        keep_file(ordered, content, _may)
        return
    InvoiceExport.everything.filter(pk=ordered.pk, state__in=GOING_ON).update(
        state=ExportState.FAILED, reason=NOTHING_THERE
    )


def _may(access: CustomerAccess) -> bool:
    return access.may(Area.INVOICES)


@jobs.periodic_job("invoices.clear-exports", cron="*/5 * * * *")
def clear_exports(timestamp: int) -> None:
    """Take away files that have expired or whose access has ended, and give up what does not come forward."""
    exports = InvoiceExport.everything.select_related("owner")
    export_tasks.clear_exports(exports, lambda export: open_again(export, _may))
