"""What jobs that make exports share: the access of who ordered one, opened again and again, and clearing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kajo.access import policy
from kajo.access.policy import CustomerAccess
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.files.exports import ACCESS_ENDED, GOING_ON, STOPPED
from kajo.files.models import Export
from kajo.files.words import ExportState

# A job that has not come forward for so long has died.
GIVEN_UP_AFTER = timedelta(hours=2)

May = Callable[[CustomerAccess], bool]


class AccessEnded(Exception):
    """Who ordered the file may not see what goes into it any more."""


def open_again(export: Export, may: May) -> CustomerAccess:
    """Return the access of who ordered the file, as it is now; called behind the wall.

    :raises AccessEnded: when there is none any more, or it does not reach far enough
    """
    access = policy.open_customer(export.user_id, export.owner.key, now=times.now())
    if access is None or not may(access):
        raise AccessEnded
    return access


def keep_file(export: Export, content: bytes, may: May) -> None:
    """Keep the file that was made, if the access is still there at the moment of keeping it.

    :raises AccessEnded: when it is not
    """
    with behind_the_wall(export.user_id, read_only=True):
        open_again(export, may)
    kept = {"state": ExportState.READY, "made_at": times.now(), "content": content}
    type(export).everything.filter(pk=export.pk, state__in=GOING_ON).update(**kept)


def clear_exports(exports: QuerySet[Any], look: Callable[[Any], object], **emptied: Any) -> None:
    """Take away files that have expired or whose access has ended, and give up what does not come forward.

    :param look: opens the access to an export again, behind the wall, and raises AccessEnded as `open_again`
    :param emptied: what goes with the content of one whose access has ended
    """
    now = times.now()
    exports.filter(expires_at__lte=now).delete()
    dead = exports.filter(state__in=GOING_ON, asked_at__lte=now - GIVEN_UP_AFTER)
    dead.update(state=ExportState.FAILED, reason=STOPPED)
    for export in exports.filter(state=ExportState.READY).defer("content").iterator():
        with transaction.atomic():
            try:
                with behind_the_wall(export.user_id, read_only=True):
                    look(export)
            except AccessEnded:
                ended = exports.filter(pk=export.pk)
                ended.update(state=ExportState.FAILED, reason=ACCESS_ENDED, content=None, **emptied)
