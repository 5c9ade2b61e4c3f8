"""The consumption effect of a hybrid: cheaper for those who use electricity when it is cheap.

effect = Σ(kWh × exchange price) / Σ kWh − mean of the exchange prices of the whole calendar month, c/kWh.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kajo.contracts.terms import EffectTerms


def paid(effect: Fraction, terms: EffectTerms, *, price: Decimal, vat_percent: Decimal) -> Fraction:
    """Return the effect that is paid, c/kWh without VAT, on an energy price without VAT.

    Terms with VAT hold the effect with VAT under their cap; what is paid is the same effect without it.
    """
    share = effect * Fraction(terms.multiplier)
    if terms.cap is not None:
        cap = Fraction(terms.cap) / (1 + Fraction(vat_percent) / 100 if terms.with_vat else 1)
        share = min(max(share, -cap), cap)
    return max(share, -Fraction(price)) if terms.stops_at_zero else share
