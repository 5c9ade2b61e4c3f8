"""What a row is paid for, told by its article code, name and unit: Finvoice has no field for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache

from django.conf import settings

from kajo.invoices.words import RowKind

ENERGY_UNITS = {"kwh", "mwh"}

# The first that is found in code or name counts, so what is told by more comes first.
WORDS: tuple[tuple[RowKind, str], ...] = (
    (RowKind.ROUNDING, r"pyöristy|avrundning|öresutjämning|rounding"),
    (RowKind.REMINDER_FEE, r"muistutus|påminnelse|reminder|viivästys|dröjsmål"),
    (RowKind.ELECTRICITY_TAX, r"sähkövero|huoltovarmuus|elskatt|försörjningsberedskap|electricity tax"),
    (RowKind.DISTRIBUTION, r"siirto|verkkopalvelu|överföring|nättjänst|distribution|transmission|transfer"),
    (RowKind.DISCOUNT, r"alennus|hyvitys|rabatt|discount"),
    (
        RowKind.CONSUMPTION_EFFECT,
        r"kulutusvaikutus|joustovaikutus|förbrukningspåverkan|consumption (impact|effect)",
    ),
    (RowKind.GREEN_SUPPLEMENT, r"uusiutuv|alkuperätakuu|vihreä|förnybar|ursprung|renewable|green"),
    (RowKind.MARGIN, r"marginaali|välityspalkkio|marginal\b|margin\b|förmedling"),
    (
        RowKind.BASIC_FEE,
        r"perusmaksu|kuukausimaksu|grundavgift|månadsavgift|basic fee|monthly fee|standing charge",
    ),
    (RowKind.ENERGY_WINTER_DAY, r"talvi|vinter|winter"),
    (RowKind.ENERGY_OTHER, r"muu aika|muu energia|övrig tid|other time"),
    (RowKind.ENERGY_NIGHT, r"\byö|natt|night"),
    (RowKind.ENERGY_DAY, r"päivä|\bdag|\bday\b|\bday-"),
    (RowKind.ENERGY, r"energia|sähkö|energi|\bel\b|pörssi|börs|electricity|energy|spot"),
)
PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in WORDS)
OF_ENERGY_ONLY = {
    RowKind.MARGIN,
    RowKind.GREEN_SUPPLEMENT,
    RowKind.ENERGY_WINTER_DAY,
    RowKind.ENERGY_OTHER,
    RowKind.ENERGY_NIGHT,
    RowKind.ENERGY_DAY,
    RowKind.ENERGY,
}


def kind_of(code: str, name: str, unit: str, quantity: Decimal | None) -> RowKind:
    """Return the kind of a row: by the retailer's own table of article codes, else by its words and unit.

    Energy is what is counted in kWh; a row of words alone is never energy.
    """
    known = own_codes(settings.ENV.invoice_articles).get(code)
    return known or _by_words(name, unit.lower() in ENERGY_UNITS and quantity is not None)


@lru_cache(10_000)
def _by_words(name: str, is_energy: bool) -> RowKind:
    for kind, pattern in PATTERNS:
        if pattern.search(name) and (is_energy or kind not in OF_ENERGY_ONLY):
            return kind
    return RowKind.ENERGY if is_energy else RowKind.OTHER


@cache
def own_codes(setting: tuple[str, ...]) -> Mapping[str, RowKind]:
    """Return kinds by article code, as the setting INVOICE_ARTICLES gives them.

    :raises ValueError: naming what cannot be read
    """
    kinds = {}
    for pair in setting:
        code, _, kind = pair.partition("=")
        if not code or kind not in RowKind.values:
            raise ValueError(f"{pair!r} is not a code and a kind, such as 1001=energy")
        kinds[code] = RowKind(kind)
    return kinds
