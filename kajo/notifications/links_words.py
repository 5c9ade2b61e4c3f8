"""What the mails about many customers' data say first."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Of each kind of entry, without a last day and with one: the subject, and the sentence that tells it.
WORDS: dict[tuple[str, bool], tuple[Promise, Promise]] = {
    ("linked", False): (
        _("Customers linked to %(whose)s: %(count)s"),
        _("Customer service has linked customers to %(whose)s until further notice. How many: %(count)s."),
    ),
    ("linked", True): (
        _("Customers linked to %(whose)s: %(count)s"),
        _("Customer service has linked customers to %(whose)s until %(day)s. How many: %(count)s."),
    ),
    ("unlinked", False): (
        _("Customers no longer linked to %(whose)s: %(count)s"),
        _("Customers are no longer linked to %(whose)s. How many: %(count)s."),
    ),
    ("unlinked", True): (
        _("Customers linked to %(whose)s only until %(day)s: %(count)s"),
        _("The last day on which customers are linked to %(whose)s is %(day)s. How many: %(count)s."),
    ),
    ("rights_expiring", True): (
        _("Rights of %(whose)s end on %(day)s, customers: %(count)s"),
        _("The last day on which %(whose)s sees these customers' data is %(day)s. How many: %(count)s."),
    ),
    ("rights_expired", True): (
        _("Rights of %(whose)s have ended, customers: %(count)s"),
        _("%(whose)s no longer sees these customers' data. The last day was %(day)s. How many: %(count)s."),
    ),
}
