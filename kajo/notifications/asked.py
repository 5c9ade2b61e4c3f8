"""Consents to marketing, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kajo.access.policy import CustomerAccess
from kajo.changes.asked import Asked, tells
from kajo.changes.rows import ChangeRow
from kajo.notifications.words import MARKETING, MessageChannel


@tells(MARKETING)
def consent(access: CustomerAccess, change: ChangeRow) -> Asked:
    """Tell of marketing that was allowed or forbidden."""
    words = _("Marketing allowed: %(how)s") if change.facts["is_given"] else _("Marketing forbidden: %(how)s")
    title = words % {"how": MessageChannel(change.subject).label}
    return Asked(title, access.url("information-messages"))
