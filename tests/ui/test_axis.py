"""An axis is easy to read: few ticks, round numbers, room for every value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.ui.charts import day_labels, hour_labels, needs_thousands
from kajo.ui.charts.axis import STEPS, make_axis

values = st.decimals(min_value="0.001", max_value=10**9, allow_nan=False, places=3)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        ("2310", "0 1000 2000 3000"),
        ("74", "0 25 50 75"),
        ("334", "0 100 200 300 400"),
        ("1.9", "0.0 0.5 1.0 1.5 2.0"),
    ],
)
def test_ticks_are_round(highest: str, ticks: str) -> None:
    axis = make_axis(Decimal(highest))
    assert axis.ticks == [Decimal(tick) for tick in ticks.split()]


@given(values)
def test_an_axis_has_three_to_five_ticks_and_holds_the_value(highest: Decimal) -> None:
    axis = make_axis(highest)
    assert 3 <= len(axis.ticks) <= 5
    assert axis.ticks[0] == 0
    assert axis.ticks[-1] == axis.top >= highest
    assert axis.step.normalize().scaleb(-axis.step.adjusted()) in {step.normalize() for step in STEPS}


@given(values, values)
def test_an_axis_with_two_sides_has_zero_among_its_ticks(highest: Decimal, lowest: Decimal) -> None:
    axis = make_axis(highest, -lowest)
    assert axis.top >= highest
    assert axis.bottom >= lowest
    assert 0 in axis.ticks
    assert 3 <= len(axis.ticks) <= 6


def test_an_axis_without_values_still_stands() -> None:
    assert make_axis(Decimal(0)).ticks == [0, 1, 2]


def test_large_energies_are_drawn_in_megawatt_hours() -> None:
    assert not needs_thousands([Decimal(9999), None])
    assert needs_thousands([Decimal(10_000)])
    assert not needs_thousands([])


def test_the_hour_that_comes_twice_is_named_once() -> None:
    hours = [*range(4), 3, *range(4, 24)]
    labels = [wide for wide, _ in hour_labels([(hour, 0) for hour in hours]) if wide]
    assert labels == [str(hour) for hour in range(0, 24, 2)]


def test_a_phone_names_every_sixth_hour() -> None:
    labels = hour_labels([(place // 4, place % 4 * 15) for place in range(96)])
    assert [narrow for _, narrow in labels if narrow] == ["0", "6", "12", "18"]


def test_a_month_names_its_weeks() -> None:
    assert [wide for wide, _ in day_labels(range(1, 31)) if wide] == ["1.", "7.", "14.", "21.", "28."]
