"""What happens at a location of use, and how a contract ends, in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kajo.contracts.rows import Ending, Endings, Event
from kajo.contracts.words import EventKind, Renewal
from kajo.ui import formats


def of_event(event: Event) -> str:
    """Return what happens on the event's day."""
    language = formats.page_language()
    if event.kind is EventKind.PRICE:
        return _("%(component)s %(after)s %(unit)s, before that %(before)s, incl. VAT") % {
            "component": event.component,
            "after": formats.number(event.after, 2, language),
            "before": formats.number(event.before, 2, language),
            "unit": event.unit.label if event.unit else "",
        }
    if event.kind is EventKind.VAT:
        return _("VAT %(after)s, before that %(before)s") % {
            "after": formats.percent(event.after, 1, language),
            "before": formats.percent(event.before, 1, language),
        }
    sentences = {
        EventKind.STARTS: _("%(product)s starts"),
        EventKind.ENDS: _("Last day of %(product)s"),
        EventKind.FIXED_TERM_ENDS: _("Last day of the fixed term of %(product)s"),
        EventKind.ENDS_SOON: _("Notice: the fixed term of %(product)s ends in 30 days"),
        EventKind.NOTICE_GIVEN: _("Notice was given on %(product)s"),
        EventKind.LAST_DAY_TO_WITHDRAW: _("Last day to withdraw from %(product)s"),
    }
    return sentences[event.kind] % {"product": event.product}


def title_of(ending: Ending) -> str:
    """Return what ends and when."""
    facts = {"product": ending.product, "day": _day(ending.last_day)}
    if ending.is_fixed_term and not ending.contract_ends:
        return _("The fixed term of %(product)s ends %(day)s") % facts
    return _("%(product)s ends %(day)s") % facts


def title_of_many(endings: Endings) -> str:
    """Return how many contracts end, and when the first of them does."""
    facts = {"n": endings.total, "day": _day(endings.rows[0].last_day)}
    return _("%(n)s contracts are about to end, the first %(day)s") % facts


def text_of(ending: Ending) -> str:
    """Return where it ends, what follows, and whether there is something to do."""
    if ending.next_starts_on is not None:
        return _(
            "A new contract for the same location of use, %(product)s, starts %(day)s."
            " You need not do anything."
        ) % {"product": ending.next_product, "day": _day(ending.next_starts_on)}
    facts = {"address": ending.address}
    if ending.notice_given:
        return _("Notice was given on the contract of %(address)s. No contract follows it here.") % facts
    if ending.is_fixed_term and ending.renewal is Renewal.CONTINUES:
        return _("%(address)s: the contract then continues until further notice.") % facts
    if ending.is_fixed_term and ending.renewal is Renewal.NEW_TERM:
        return (
            _("%(address)s: a new fixed term then begins. Tell us before that if you do not want it.") % facts
        )
    return _("%(address)s: no contract follows it. Make a new one in time.") % facts


def _day(day: date) -> str:
    return formats.day(day, formats.page_language())
