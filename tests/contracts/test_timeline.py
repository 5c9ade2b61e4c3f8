"""What changes and when: each change of a shown price once, a change of VAT once for all components."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from kajo.contracts.prices import Period, prices_of
from kajo.contracts.rows import ComponentRow, price_rows
from kajo.contracts.timeline import contract_events, price_events
from kajo.contracts.words import ComponentKind, EventKind, ProductKind, Unit
from kajo.market.rows import VatTable
from kajo.market.words import Supply

TODAY = date(2026, 11, 24)
FIRST = date(2022, 1, 1)
VAT = VatTable(
    {
        Supply.ELECTRICITY_SALES: [
            (date(2013, 1, 1), Decimal(24)),
            (date(2022, 12, 1), Decimal(10)),
            (date(2023, 5, 1), Decimal(24)),
            (date(2024, 9, 1), Decimal("25.5")),
        ]
    }
)
DATED = st.dictionaries(
    st.dates(date(2021, 1, 1), date(2027, 12, 31)), st.integers(-5, 30).map(Decimal), min_size=1, max_size=8
).map(lambda prices: sorted(prices.items()))


def component(dated: list[tuple[date, Decimal]], contract: Period) -> ComponentRow:
    prices = prices_of(ProductKind.OPEN_ENDED, contract, dated, VAT)
    rows = price_rows(prices, TODAY)
    return ComponentRow("Energy", ComponentKind.ENERGY, Unit.CENTS_PER_KWH, rows, prices.hidden)


@given(dated=DATED)
def test_every_change_of_a_shown_price_is_told_once_and_no_other(dated: list[tuple[date, Decimal]]) -> None:
    shown = component(dated, Period(FIRST, None))
    told = {
        event.day: (event.before, event.after)
        for event in price_events("k", "P", [shown])
        if event.kind is EventKind.PRICE
    }
    changed = {
        later: (before, after)
        for (_, before), (later, after) in pairwise(dated)
        if before != after and later > FIRST
    }
    assert told.keys() == changed.keys()
    for day, (before, after) in changed.items():
        rate = VAT.find_percent(Supply.ELECTRICITY_SALES, day)
        assert rate is not None
        assert told[day][1] == after * (1 + rate / 100)
        assert (told[day][0] or 0) * before >= 0


@given(dated=DATED, shown_from=st.dates(date(2021, 1, 1), date(2027, 1, 1)))
def test_a_price_that_is_not_shown_leaves_no_trace(
    dated: list[tuple[date, Decimal]], shown_from: date
) -> None:
    with override_settings(CONTRACT_PRICES_FROM=shown_from):
        row = component(dated, Period(FIRST, None))
    known = {price.price_with_vat for price in row.prices}
    for event in price_events("k", "P", [row]):
        if event.kind is EventKind.PRICE:
            assert event.before in known
            assert event.after in known


def test_a_change_of_vat_is_told_once_for_all_components() -> None:
    period = Period(date(2024, 1, 1), None)
    rows = [component([(date(2024, 1, 1), Decimal(price))], period) for price in (3, 7)]
    (event,) = price_events("k", "P", rows)
    assert (event.kind, event.day) == (EventKind.VAT, date(2024, 9, 1))
    assert (event.before, event.after) == (Decimal(24), Decimal("25.5"))


def events_of(**days: date | None) -> list[tuple[EventKind, date]]:
    given_days: dict[str, date | None] = dict.fromkeys(
        ("last_day", "fixed_last_day", "notice_given_on", "withdraw_last_day")
    )
    facts = given_days | days
    events = contract_events(
        "k",
        "P",
        starts_on=FIRST,
        last_day=facts["last_day"],
        fixed_last_day=facts["fixed_last_day"],
        notice_given_on=facts["notice_given_on"],
        withdraw_last_day=facts["withdraw_last_day"],
        today=TODAY,
    )
    return [(event.kind, event.day) for event in events]


def test_a_fixed_term_is_reminded_of_30_days_before_it_ends() -> None:
    ends = TODAY + timedelta(days=90)
    assert events_of(fixed_last_day=ends)[1:] == [
        (EventKind.FIXED_TERM_ENDS, ends),
        (EventKind.ENDS_SOON, ends - timedelta(days=30)),
    ]
    both = events_of(fixed_last_day=ends, last_day=ends)
    assert [kind for kind, _ in both] == [EventKind.STARTS, EventKind.ENDS, EventKind.ENDS_SOON]


def test_what_is_only_told_beforehand_is_left_out_once_it_is_past() -> None:
    past = TODAY - timedelta(days=1)
    assert events_of(withdraw_last_day=past) == [(EventKind.STARTS, FIRST)]
    assert (EventKind.LAST_DAY_TO_WITHDRAW, TODAY) in events_of(withdraw_last_day=TODAY)
    kinds = [kind for kind, _ in events_of(fixed_last_day=past)]
    assert EventKind.ENDS_SOON not in kinds
