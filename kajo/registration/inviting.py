"""What the pages that invite have in common: how many mails may go out, and an invitation that waits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kajo.access.inviting import CannotInvite, change_invite, list_invites
from kajo.core import times
from kajo.registration.limits import is_within


def why_not_mailed(request: HttpRequest, email: str) -> str:
    """Count one more invitation to the address; return why it is not to be sent, or nothing."""
    if not is_within(request, "give_right"):
        return _("You have invited many people today. Go on tomorrow.")
    if not is_within(request, "mail_right", key=email):
        return _("Too many mails have been sent to this address. Go on tomorrow.")
    return ""


def answer_change(request: HttpRequest, firm_key: str | None) -> None:
    """Send an invitation to the firm, or to none, anew or take it back, and say what was done."""
    sends = request.POST.get("deed") == "send"
    waiting = {one.key: one.email for one in list_invites(firm_key, now=times.now())}
    try:
        email = waiting.get(request.POST["invite"])
        if email is None:
            raise CannotInvite
        if sends and (why := why_not_mailed(request, email)):
            messages.warning(request, why)
            return
        change_invite(request.POST["invite"], sends=sends, now=times.now())
    except CannotInvite:
        messages.warning(request, _("The invitation has been answered or taken back."))
    else:
        done = _("The invitation was sent again.") if sends else _("The invitation was taken back.")
        messages.success(request, done)
