"""How numbers, money, energy and days are written in Finnish, Swedish and English.

Every function takes the language as its last argument ("fi", "sv", "en"; "sv-fi" counts as "sv") and returns
text. A missing value is an en dash, never a zero. Values are `Decimal` or `int`, rounded half up.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Final

from django.utils import dates, translation

THIN_SPACE: Final = "\u202f"
HARD_SPACE: Final = "\u00a0"
MINUS: Final = "\u2212"
DASH: Final = "–"

Number = Decimal | int


def page_language() -> str:
    """Return the language that is active, in which a page is written."""
    return translation.get_language() or "en"


@cache
def base_language(language: str | None) -> str:
    """Return "fi", "sv" or "en" for a language code; English when it is none of them."""
    code = (language or "en").split("-")[0].lower()
    return code if code in ("fi", "sv") else "en"


def round_half_up(value: Number, decimals: int) -> Decimal:
    """Return the value with this many decimals; a negative value that rounds to nothing is plain zero."""
    rounded = Decimal(value).quantize(_last_digit(decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


@cache
def _last_digit(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def number(
    value: Number | None, decimals: int | None = None, language: str = "en", *, signed: bool = False
) -> str:
    """Write a number: "1 234,56", in English "1,234.56".

    :param decimals: how many; None keeps the value's own
    :param signed: put a plus before a positive value, as changes are written
    """
    if value is None:
        return DASH
    if decimals is not None:
        return _rounded(value, decimals, language, signed)
    shown = Decimal(value)
    return _signed(shown, f"{abs(shown):,f}", language, signed=signed)


def exact(value: Decimal | None, least: int, language: str = "en") -> str:
    """Write a number with the decimals that it has, `least` at the fewest: a price, "6,215"."""
    if value is None:
        return DASH
    return number(value, max(least, -int(value.normalize().as_tuple().exponent)), language)


@lru_cache(maxsize=32_768)  # a chart and its table say the same numbers, and so do most homes
def _rounded(value: Number, decimals: int, language: str, signed: bool) -> str:
    shown = Decimal(value).quantize(_last_digit(decimals), rounding=ROUND_HALF_UP)
    size = abs(shown)
    # Of a small number that was rounded the plain text will do, and is had six times as quickly.
    digits = str(size) if -6 <= size.adjusted() < 3 else f"{size:,f}"
    return _signed(shown, digits, language, signed=signed)


def _signed(shown: Decimal, digits: str, language: str, *, signed: bool) -> str:
    if base_language(language) != "en":
        digits = digits.replace(",", THIN_SPACE).replace(".", ",")
    if not shown:
        return digits
    if shown < 0:
        return MINUS + digits
    return f"+{digits}" if signed else digits


def quantity(value: Number | None, unit: str, decimals: int | None = None, language: str = "en") -> str:
    """Write a number and its unit: "8,49 snt/kWh"."""
    if value is None:
        return DASH
    return f"{number(value, decimals, language)}{HARD_SPACE}{unit}"


def money(value: Number | None, language: str = "en", *, decimals: int = 2) -> str:
    """Write euros: "1 234,56 €", in English "€1,234.56"."""
    if value is None:
        return DASH
    if base_language(language) == "en":
        text = number(value, decimals, language)
        return f"{MINUS}€{text[1:]}" if text.startswith(MINUS) else f"€{text}"
    return quantity(value, "€", decimals, language)


def kwh_to_mwh(energy_kwh: Number) -> Decimal:
    """Return kWh as MWh, exactly."""
    return Decimal(energy_kwh).scaleb(-3)


def percent(value: Number | None, decimals: int = 1, language: str = "en", *, signed: bool = False) -> str:
    """Write a percentage, given in per cent: "5,6 %", in English "5.6%"."""
    if value is None:
        return DASH
    space = "" if base_language(language) == "en" else HARD_SPACE
    return f"{number(value, decimals, language, signed=signed)}{space}%"


def fuse(size: str) -> str:
    """Write a fuse as it is said: "3x25 A" becomes "3 × 25 A"."""
    shown = re.sub(r"(?<=\d) ?[x×] ?(?=\d)", f"{HARD_SPACE}×{HARD_SPACE}", size)
    return re.sub(r"(?<=\d) ?(?=A$)", HARD_SPACE, shown)


@cache
def _names(language: str) -> tuple[dict[int, str], dict[int, str]]:
    """Return the months and the weekdays of a language: asked for every row and bar, and never changing."""
    with translation.override(language):
        return (
            {number: str(name) for number, name in dates.MONTHS.items()},
            {number: str(name) for number, name in dates.WEEKDAYS.items()},
        )


def month_name(month: int, language: str = "en", *, year: int | None = None) -> str:
    """Return a month's name as a heading or a row says it: "marraskuu 2026"."""
    name = _names(base_language(language))[0][month]
    return f"{name} {year}" if year is not None else name


def month_short(month: int, language: str = "en") -> str:
    """Return a month's short name, as under a bar: "marras", "nov", "Nov"."""
    name = month_name(month, language)
    if base_language(language) == "fi":
        return name.removesuffix("kuu")
    return name[:3]


def weekday_name(value: date, language: str = "en") -> str:
    """Return the weekday: "torstai", "torsdag", "Thursday"."""
    return _names(base_language(language))[1][value.weekday()]


def weekday_short(value: date, language: str = "en") -> str:
    """Return the weekday in two or three letters: "to", "to", "Thu"."""
    return weekday_name(value, language)[: 3 if base_language(language) == "en" else 2]


def day(value: date | None, language: str = "en") -> str:
    """Write a day: "24.11.2026", in English "24 Nov 2026"."""
    return DASH if value is None else _day(value.year, value.month, value.day, base_language(language))


@lru_cache(maxsize=8192)  # a report says each of its days several times
def _day(year: int, month: int, number: int, language: str) -> str:
    if language == "en":
        return f"{number} {month_short(month)} {year}".replace(" ", HARD_SPACE)
    return f"{number}.{month}.{year}"


def day_and_month(value: date, language: str = "en") -> str:
    """Write a day without its year, as under a bar: "24.11.", in Swedish "24.11", in English "24 Nov"."""
    if base_language(language) == "en":
        return f"{value.day}{HARD_SPACE}{month_short(value.month)}"
    return f"{value.day}.{value.month}{'.' if base_language(language) == 'fi' else ''}"


def long_day(value: date | None, language: str = "en") -> str:
    """Write a day with its weekday: "torstai 10.12.2026", "Thursday 10 Dec 2026"."""
    if value is None:
        return DASH
    return f"{weekday_name(value, language)} {day(value, language)}"


def day_range(starts_on: date | None, ends_on: date | None, language: str = "en") -> str:
    """Write a half-open period by its first and last day: "1.–31.10.2026".

    :param starts_on: first day; None when it has always been so
    :param ends_on: the first day that no longer belongs; None when the end is open
    """
    if starts_on is None and ends_on is None:
        return DASH
    if ends_on is None:
        return f"{day(starts_on, language)}{HARD_SPACE}{DASH}"
    last = ends_on - timedelta(days=1)
    if starts_on is None:
        return f"{DASH}{HARD_SPACE}{day(last, language)}"
    if starts_on >= last:
        return day(starts_on, language)
    return _closed_range(starts_on, last, base_language(language))


def _closed_range(first: date, last: date, language: str) -> str:
    if first.year != last.year:
        return f"{day(first, language)}{HARD_SPACE}{DASH} {day(last, language)}"
    same_month = first.month == last.month
    if language == "en":
        if same_month:
            return f"{first.day}{DASH}{day(last, language)}"
        return f"{first.day} {month_short(first.month)} {DASH} {day(last)}".replace(" ", HARD_SPACE, 1)
    dot = "." if language == "fi" else ""
    start = f"{first.day}{dot}" if same_month else f"{first.day}.{first.month}{dot}"
    return f"{start}{DASH}{day(last, language)}"


def clock(value: datetime | time | None, language: str = "en") -> str:
    """Write a time of day without a word: "14.30", in English "14:30"."""
    return DASH if value is None else _clock(value.hour, value.minute, base_language(language))


@cache  # a day's report says each quarter-hour twice
def _clock(hour: int, minute: int, language: str) -> str:
    return f"{hour:02d}:{minute:02d}" if language == "en" else f"{hour}.{minute:02d}"


def at_clock(value: datetime | time | None, language: str = "en") -> str:
    """Write a time of day with its word: "klo 14.30", "kl. 14.30", "14:30"."""
    if value is None:
        return DASH
    word = {"fi": f"klo{HARD_SPACE}", "sv": f"kl.{HARD_SPACE}", "en": ""}[base_language(language)]
    return word + clock(value, language)


def moment(value: datetime | None, language: str = "en") -> str:
    """Write a local day and time: "24.11.2026 klo 14.30"; the caller has moved it to local time."""
    if value is None:
        return DASH
    return f"{day(value.date(), language)} {at_clock(value, language)}"


def file_size(size: int | None, language: str = "en") -> str:
    """Write a size in bytes as people read it: "182 kt", "1,4 Mt"; in Swedish and English "182 kB"."""
    if size is None:
        return DASH
    letter = "t" if base_language(language) == "fi" else "B"
    if size < 1_000_000:
        return quantity(max(1, (size + 500) // 1000), f"k{letter}", 0, language)
    return quantity(Decimal(size) / 1_000_000, f"M{letter}", 1, language)
