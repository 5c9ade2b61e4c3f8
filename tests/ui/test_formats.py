"""Numbers and days are written as people write them, and can be read back."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.ui import formats

LANGUAGES = ("fi", "sv", "en")
languages = st.sampled_from(LANGUAGES)
amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 1, 1))


@pytest.mark.parametrize(
    ("language", "text"),
    [("fi", "1\u202f234,56\u00a0€"), ("sv", "1\u202f234,56\u00a0€"), ("en", "€1,234.56")],
)
def test_a_sum_is_written_as_the_language_does(language: str, text: str) -> None:
    assert formats.money(Decimal("1234.56"), language) == text


@pytest.mark.parametrize(("language", "text"), [("fi", "\u22124,21\u00a0€"), ("en", "\u2212€4.21")])
def test_a_credit_has_a_real_minus_before_everything(language: str, text: str) -> None:
    assert formats.money(Decimal("-4.21"), language) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_a_dash_and_never_zero(language: str) -> None:
    written = [
        formats.number(None, 1, language),
        formats.money(None, language),
        formats.percent(None, 1, language),
        formats.quantity(None, "kWh", 1, language),
        formats.day(None, language),
        formats.moment(None, language),
        formats.day_range(None, None, language),
        formats.file_size(None, language),
    ]
    assert set(written) == {"–"}


def read_back(text: str, language: str) -> Decimal:
    """Return the number that was written, without its unit."""
    digits = text.split(formats.HARD_SPACE)[0].translate(str.maketrans("", "", f"€%+{formats.THIN_SPACE}"))
    digits = digits.replace(formats.MINUS, "-")
    return Decimal(digits.replace(",", "") if language == "en" else digits.replace(",", "."))


@given(amounts, languages)
def test_a_number_can_be_read_back(amount: Decimal, language: str) -> None:
    assert read_back(formats.number(amount, 2, language), language) == amount
    assert read_back(formats.money(amount, language), language) == amount
    assert read_back(formats.percent(amount, 2, language, signed=True), language) == amount
    assert read_back(formats.quantity(amount, "snt/kWh", None, language), language) == amount


@given(amounts, languages)
def test_a_number_never_breaks_over_a_line(amount: Decimal, language: str) -> None:
    for text in (formats.money(amount, language), formats.quantity(amount, "kWh", 1, language)):
        assert " " not in text
        assert "-" not in text


def test_a_change_that_rounds_to_nothing_has_no_sign() -> None:
    assert formats.percent(Decimal("-0.04"), 1, "fi", signed=True) == "0,0\u00a0%"
    assert formats.percent(Decimal("0.04"), 1, "fi", signed=True) == "0,0\u00a0%"


def test_halves_are_rounded_up_as_on_a_bill() -> None:
    assert formats.number(Decimal("0.125"), 2, "fi") == "0,13"
    assert formats.number(Decimal("2.5"), 0, "fi") == "3"


def test_a_price_keeps_its_own_decimals() -> None:
    assert formats.quantity(Decimal("1.557"), "snt/kWh", None, "fi") == "1,557\u00a0snt/kWh"


@pytest.mark.parametrize(
    ("language", "text"), [("fi", "24.11.2026"), ("sv", "24.11.2026"), ("en", "24\u00a0Nov\u00a02026")]
)
def test_a_day(language: str, text: str) -> None:
    assert formats.day(date(2026, 11, 24), language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("fi", "tiistai 24.11.2026"), ("sv", "tisdag 24.11.2026"), ("en", "Tuesday 24\u00a0Nov\u00a02026")],
)
def test_a_day_with_its_weekday(language: str, text: str) -> None:
    assert formats.long_day(date(2026, 11, 24), language) == text


@pytest.mark.parametrize(
    ("starts", "ends", "fi", "sv", "en"),
    [
        (date(2026, 10, 1), date(2026, 11, 1), "1.–31.10.2026", "1–31.10.2026", "1–31 Oct 2026"),
        (date(2026, 1, 1), date(2027, 1, 1), "1.1.–31.12.2026", "1.1–31.12.2026", "1 Jan – 31 Dec 2026"),
        (date(2026, 1, 1), date(2026, 1, 2), "1.1.2026", "1.1.2026", "1 Jan 2026"),
        (date(2024, 3, 1), None, "1.3.2024 –", "1.3.2024 –", "1 Mar 2024 –"),
        (None, date(2024, 3, 1), "– 29.2.2024", "– 29.2.2024", "– 29 Feb 2024"),
        (
            date(2025, 1, 15),
            date(2027, 1, 15),
            "15.1.2025 – 14.1.2027",
            "15.1.2025 – 14.1.2027",
            "15 Jan 2025 – 14 Jan 2027",
        ),
    ],
)
def test_a_period_shows_its_last_day(
    starts: date | None, ends: date | None, fi: str, sv: str, en: str
) -> None:
    written = [formats.day_range(starts, ends, language).replace("\u00a0", " ") for language in LANGUAGES]
    assert written == [fi, sv, en]


@given(days, st.integers(min_value=1, max_value=4000), languages)
def test_a_period_always_ends_with_its_last_day(starts: date, length: int, language: str) -> None:
    ends = starts + timedelta(days=length)
    assert formats.day_range(starts, ends, language).endswith(formats.day(ends - timedelta(days=1), language))


@pytest.mark.parametrize(
    ("language", "text"), [("fi", "klo\u00a09.05"), ("sv", "kl.\u00a09.05"), ("en", "09:05")]
)
def test_a_time_of_day(language: str, text: str) -> None:
    assert formats.at_clock(time(9, 5), language) == text
    assert formats.moment(datetime(2026, 11, 24, 9, 5), language).endswith(text)  # noqa: DTZ001 local on purpose


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [("fi", "marraskuu", "marras"), ("sv", "november", "nov"), ("en", "November", "Nov")],
)
def test_a_month_has_a_name_for_a_row_and_one_for_a_bar(language: str, long: str, short: str) -> None:
    assert formats.month_name(11, language) == long
    assert formats.month_short(11, language) == short


def test_short_names_of_months_and_weekdays_are_all_different() -> None:
    for language in LANGUAGES:
        assert len({formats.month_short(month, language) for month in range(1, 13)}) == 12
        assert len({formats.weekday_short(date(2026, 11, day), language) for day in range(2, 9)}) == 7


def test_sizes_of_files() -> None:
    assert formats.file_size(182_400, "fi") == "182\u00a0kt"
    assert formats.file_size(12, "en") == "1\u00a0kB"
    assert formats.file_size(1_400_000, "sv") == "1,4\u00a0MB"


def test_a_language_with_a_country_is_the_language() -> None:
    assert formats.base_language("sv-fi") == "sv"
    assert formats.base_language(None) == "en"
    assert formats.base_language("de") == "en"


@pytest.mark.parametrize("size", ["3x25 A", "3 x 25A", "3×25 A"])
def test_a_fuse_is_written_with_a_sign_of_times(size: str) -> None:
    assert formats.fuse(size) == "3\u00a0×\u00a025\u00a0A"


def test_what_is_no_size_of_a_fuse_stays_as_it_is() -> None:
    assert formats.fuse("extra large") == "extra large"
