"""Death estates: what was granted before waits for a review by corporate customer service.

The database asks for itself who does it, writes the audit log and orders the mails: sql/estates.sql.
"""

from __future__ import annotations

from datetime import datetime

from kajo.access.linking import require_corporate
from kajo.access.policy import StaffAccess
from kajo.access.staff_customers import FoundCustomer
from kajo.core.functions import call


class CannotReview(Exception):
    """The right waits for no review: somebody has reviewed it, or it has ended."""


def mark_estate(
    access: StaffAccess, customer: FoundCustomer, *, is_estate: bool, now: datetime
) -> int | None:
    """Mark a customer as a death estate, or take the mark back. Returns how many rights it is about.

    None: the customer was marked so before.

    :raises PermissionDenied: when the user is not of corporate customer service
    """
    require_corporate(access)
    count: int = call("kajo_mark_estate", customer.key, is_estate, now)
    return count if count >= 0 else None


def review(access: StaffAccess, customer: FoundCustomer, grant: str, *, resumes: bool, now: datetime) -> None:
    """Let a paused right go on, or end it; `grant` names one of its grants.

    :raises PermissionDenied: when the user is not of corporate customer service
    :raises CannotReview: when it waits for no review
    """
    require_corporate(access)
    if call("kajo_review_right", customer.key, grant, resumes, now) != "done":
        raise CannotReview
