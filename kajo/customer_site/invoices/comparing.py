"""An explanation in words: how much more or less, than what, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kajo.invoices.explaining.rows import Explanation, Part, fee_change
from kajo.invoices.explaining.words import Cause
from kajo.pricing.rows import rounded
from kajo.ui import formats

CENTS = 100


@dataclass(frozen=True)
class ToldPart:
    part: Part
    sentence: str


@dataclass(frozen=True)
class Told:
    """An explanation with its first sentence and one for each cause."""

    explanation: Explanation
    sentence: str
    parts: tuple[ToldPart, ...]


def told(explanation: Explanation) -> Told:
    """Return the explanation as the page tells it, in the page's language."""
    parts = tuple(ToldPart(part, _cause(explanation, part)) for part in explanation.parts)
    return Told(explanation, _first_sentence(explanation), parts)


def _first_sentence(explanation: Explanation) -> str:
    difference, before = explanation.difference, explanation.before
    facts = {
        "sum": _money(abs(difference)),
        "number": before.number,
        "days": formats.day_range(before.starts_on, before.ends_on, formats.page_language()),
    }
    if difference > 0:
        return _("%(sum)s more than invoice %(number)s of %(days)s.") % facts
    if difference < 0:
        return _("%(sum)s less than invoice %(number)s of %(days)s.") % facts
    return _("As much as invoice %(number)s of %(days)s.") % facts


def _cause(explanation: Explanation, part: Part) -> str:
    if part.cause is Cause.DAYS:
        return _length(explanation)
    if part.cause is Cause.PRICE:
        return _price(explanation)
    if part.cause is Cause.OTHER:
        return _("Rows that are neither energy nor basic fee.")
    energy = part.energy_kwh or Decimal(0)
    facts = {"energy": formats.quantity(abs(energy), "kWh", 0, formats.page_language())}
    if part.cause is Cause.WEATHER:
        more = _("It was colder: heating took about %(energy)s more.")
        less = _("It was warmer: heating took about %(energy)s less.")
    elif explanation.r_squared is not None:
        more = _("Apart from the length and the weather, %(energy)s more was used.")
        less = _("Apart from the length and the weather, %(energy)s less was used.")
    else:
        more = _("Apart from the length, %(energy)s more was used.")
        less = _("Apart from the length, %(energy)s less was used.")
    return (more if energy > 0 else less) % facts


def _length(explanation: Explanation) -> str:
    days = explanation.days
    if days > 0:
        return ngettext("The period is %(days)s day longer.", "The period is %(days)s days longer.", days) % {
            "days": days
        }
    if days < 0:
        return ngettext(
            "The period is %(days)s day shorter.", "The period is %(days)s days shorter.", -days
        ) % {"days": -days}
    return _("The period has as many days; of the basic fee it is another part of a month.")


def _price(explanation: Explanation) -> str:
    now, before = explanation.now.price, explanation.before.price
    facts = {} if now is None or before is None else {"now": _cents(now), "before": _cents(before)}
    if not facts or facts["now"] == facts["before"]:
        if rounded(fee_change(explanation.before, explanation.now), 2):
            return _("The basic fee has changed.")
        return _("Prices are the same; what is left comes from rounding.")
    return _("Energy cost %(now)s on average, then %(before)s, incl. VAT.") % facts


def _cents(euros: Fraction) -> str:
    unit = _("c/kWh")
    return formats.quantity(rounded(euros * CENTS, 2), unit, 2, formats.page_language())


def _money(value: Decimal) -> str:
    return formats.money(value, formats.page_language())
