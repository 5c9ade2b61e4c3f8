"""What the mails about who acts for a firm say first: to the member, and to those who administer the firm."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kajo.access.words import MemberDeed

# Of each deed: the subject, and the sentence that tells it.
TO_MEMBER: dict[MemberDeed, tuple[Promise, Promise]] = {
    MemberDeed.ADDED: (
        _("You were added to those who act for %(firm)s"),
        _("You see in the online service what %(firm)s was given. Each look is logged in your own name."),
    ),
    MemberDeed.CHANGED: (
        _("What you may do for %(firm)s has changed"),
        _("You act for %(firm)s in the online service like this from now on:"),
    ),
    MemberDeed.REMOVED: (
        _("You no longer act for %(firm)s"),
        _("You no longer act for %(firm)s and see nothing of what the firm was given."),
    ),
    MemberDeed.EXPIRING: (
        _("You act for %(firm)s until %(last_day)s"),
        _("The last day on which you act for %(firm)s is %(last_day)s."),
    ),
    MemberDeed.EXPIRED: (
        _("You no longer act for %(firm)s"),
        _("The last day on which you acted for %(firm)s was %(last_day)s."),
    ),
}
TO_ADMINISTRATOR: dict[MemberDeed, tuple[Promise, Promise]] = {
    MemberDeed.ADDED: (
        _("%(member)s acts for %(firm)s"),
        _("%(member)s has opened the invitation and acts for %(firm)s in the online service:"),
    ),
    MemberDeed.CHANGED: (
        _("What %(member)s may do for %(firm)s has changed"),
        _("%(member)s acts for %(firm)s in the online service like this from now on:"),
    ),
    MemberDeed.REMOVED: (
        _("%(member)s no longer acts for %(firm)s"),
        _("%(member)s no longer acts for %(firm)s and sees nothing of what the firm was given."),
    ),
    MemberDeed.EXPIRING: (
        _("%(member)s acts for %(firm)s until %(last_day)s"),
        _("The last day on which %(member)s acts for %(firm)s is %(last_day)s."),
    ),
    MemberDeed.EXPIRED: (
        _("%(member)s no longer acts for %(firm)s"),
        _("The last day on which %(member)s acted for %(firm)s was %(last_day)s."),
    ),
}
