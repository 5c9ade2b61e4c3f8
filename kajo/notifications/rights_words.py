"""What the mails of access rights say first: to the receiver of the right, and to owners of the customer."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kajo.access.words import Deed

# Of each deed: the subject, and the sentence that tells it.
TO_RECEIVER: dict[Deed, tuple[Promise, Promise]] = {
    Deed.GIVEN: (
        _("%(customer)s has given you an access right"),
        _("%(customer)s has given you an access right. Open it or decline it:"),
    ),
    Deed.RESENT: (
        _("%(customer)s has given you an access right"),
        _("%(customer)s has given you an access right. Open it or decline it:"),
    ),
    Deed.CHANGED: (
        _("Your access right to the data of %(customer)s has changed"),
        _("Your access right to the data of %(customer)s is now this:"),
    ),
    Deed.WITHDRAWN: (
        _("The access right to the data of %(customer)s was withdrawn"),
        _("%(customer)s has withdrawn the access right that was offered to you. You need not do anything."),
    ),
    Deed.REMOVED: (
        _("Your access right to the data of %(customer)s was removed"),
        _("You can no longer see the data of %(customer)s. These rights were removed:"),
    ),
    Deed.GIVEN_BACK: (
        _("You have given back an access right"),
        _("You have given back these rights to the data of %(customer)s:"),
    ),
    Deed.EXPIRING: (
        _("Your access right to the data of %(customer)s ends on %(last_day)s"),
        _("The last day of your access right to the data of %(customer)s is %(last_day)s:"),
    ),
    Deed.EXPIRED: (
        _("Your access right to the data of %(customer)s has ended"),
        _("You can no longer see the data of %(customer)s. The last day of these rights was %(last_day)s:"),
    ),
    Deed.PAUSED: (
        _("Your access right to the data of %(customer)s is paused"),
        _("Your access right to the data of %(customer)s waits for a review and shows nothing until then:"),
    ),
    Deed.RESUMED: (
        _("Your access right to the data of %(customer)s goes on"),
        _("Your access right to the data of %(customer)s was reviewed and goes on:"),
    ),
}
# Of what one of a firm's administrators gave back, to each of them.
TO_FIRM_OF_GIVEN_BACK = (
    _("The right to the data of %(customer)s was given back"),
    _("%(actor)s has given back these rights of %(receiver)s to the data of %(customer)s:"),
)
TO_OWNER: dict[Deed, tuple[Promise, Promise]] = {
    Deed.GIVEN: (
        _("An access right was given to %(receiver)s"),
        _("%(actor)s has given %(receiver)s an access right to the data of %(customer)s:"),
    ),
    Deed.CHANGED: (
        _("The access right of %(receiver)s was changed"),
        _("%(actor)s has changed the access right of %(receiver)s to the data of %(customer)s to this:"),
    ),
    Deed.WITHDRAWN: (
        _("The access right of %(receiver)s was withdrawn"),
        _("%(actor)s has withdrawn the access right that was given to %(receiver)s:"),
    ),
    Deed.REMOVED: (
        _("The access right of %(receiver)s was removed"),
        _("%(actor)s has removed the access right of %(receiver)s to the data of %(customer)s:"),
    ),
    Deed.OPENED: (
        _("%(receiver)s has opened the access right"),
        _("%(receiver)s has opened the access right to the data of %(customer)s:"),
    ),
    Deed.DECLINED: (
        _("%(receiver)s has declined the access right"),
        _("%(receiver)s has declined the access right to the data of %(customer)s:"),
    ),
    Deed.GIVEN_BACK: (
        _("%(receiver)s has given back the access right"),
        _("%(receiver)s has given back the access right to the data of %(customer)s:"),
    ),
    Deed.EXPIRING: (
        _("The access right of %(receiver)s ends on %(last_day)s"),
        _("The last day of the access right of %(receiver)s to the data of %(customer)s is %(last_day)s:"),
    ),
    Deed.EXPIRED: (
        _("The access right of %(receiver)s has ended"),
        _("The last day of the access right of %(receiver)s to the data of %(customer)s was %(last_day)s:"),
    ),
    Deed.PAUSED: (
        _("The access right of %(receiver)s is paused"),
        _("The access right of %(receiver)s to the data of %(customer)s waits for a review by us:"),
    ),
    Deed.RESUMED: (
        _("The access right of %(receiver)s goes on"),
        _("The access right of %(receiver)s to the data of %(customer)s was reviewed and goes on:"),
    ),
}
