"""How often something may be done: counted for all processes, and kept when the page is refused."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

TOO_MANY = _("Too many tries. Wait a few minutes.")


def is_within(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Count one more of the action (see ACCOUNT_RATE_LIMITS); tell whether it is within the limits."""
    used = ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    return used is not None
