"""What follows from asking, soon after: pages may not queue jobs, so the worker looks for new changes."""

from __future__ import annotations

import logging

from django.db import transaction

from kajo.changes.models import Change
from kajo.changes.rows import row_of
from kajo.core import jobs, times

ASKED = "change asked"  # event, told with change=ChangeRow once its transaction has been committed
AT_ONCE = 500

log = logging.getLogger(__name__)


@jobs.periodic_job("changes.tell", cron="* * * * *")
def tell_of_changes(timestamp: int) -> None:
    """Tell the higher rooms of each new change. One that cannot be told now is tried again in a minute."""
    untold = Change.everything.filter(told_at=None).order_by("asked_at").values_list("pk", flat=True)
    for number in list(untold[:AT_ONCE]):
        try:
            _tell_of(number)
        except Exception:
            log.exception("A change could not be told of; it is tried again.", extra={"change": number})


@transaction.atomic
def _tell_of(number: int) -> None:
    change = Change.everything.select_for_update(skip_locked=True).filter(pk=number, told_at=None).first()
    if change is not None:
        change.told_at = times.now()
        change.save(update_fields=["told_at"])
        jobs.tell(ASKED, change=row_of(change))
