"""Whatever a file holds, it is taken in or refused with a place and a reason; nothing else ever happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kajo.core.refusals import ImportRefused
from kajo.market.formats import entsoe, temperatures
from tests.import_api import files
from tests.import_api.files import Record, take_in

PRICES = (Path(__file__).parents[1] / "data" / "prices" / "entsoe_BE_60M.xml").read_bytes()
TEMPERATURES = "station;date;°C\nKaisaniemi;2026-01-01;-12,3\nKaisaniemi;2026-01-02;\n".encode()

GOOD: list[Record] = [*files.home(), files.bulletin(), files.vat_rate("2024-09-01", "25.5")]
NUMBERS = count(1)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True),
    st.text(max_size=20),
    st.sampled_from(
        ["9999-12-31", "0001-01-01", "2026-02-30", "NaN", "1e999", "-0", "9" * 30, "\u0000", "ß" * 150]
    ),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-03-29T03:30:00+02:00"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
CUTS = st.tuples(st.integers(0, 5000), st.integers(0, 30), st.binary(max_size=6))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value inside a record."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(way for key, item in inner for way in places(item, (*path, key)))]


def with_value(record: Record, way: tuple[Any, ...], value: Any) -> Any:
    copy = json.loads(json.dumps(record))
    if not way:
        return value
    place = copy
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] = value
    return copy


@pytest.mark.django_db
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, len(GOOD) - 1), where=st.integers(0, 1000), value=VALUES)
def test_a_record_with_any_value_anywhere_is_taken_in_or_refused(
    number: int, where: int, value: Any, tmp_path: Path
) -> None:
    change_number = next(NUMBERS)  # what came before must not hold
    record = {"change_number": change_number, **GOOD[number]}
    ways = places(record)
    odd = with_value(record, ways[where % len(ways)], value)
    others = files.lines([*GOOD[:number], *GOOD[number + 1 :]], change_number=change_number)
    content = others + json.dumps(odd) + "\n"
    try:
        take_in(tmp_path, content)
        connection.check_constraints()
    except ImportRefused as refused:
        assert all(fault.line and fault.problem for fault in refused.faults)


@pytest.mark.parametrize(
    ("parse", "content"), [(entsoe.parse, PRICES), (temperatures.parse, TEMPERATURES)], ids=["prices", "days"]
)
@given(cuts=st.lists(CUTS, min_size=1, max_size=3))
@example(cuts=[(0, 10_000, b"")])
def test_a_damaged_file_is_read_or_refused(
    parse: Callable[[bytes, str], object], content: bytes, cuts: list[tuple[int, int, bytes]]
) -> None:
    for place, length, instead in cuts:
        start = place % (len(content) or 1)
        content = content[:start] + instead + content[start + length :]
    try:
        parse(content, "file")
    except ImportRefused as refused:
        assert refused.faults[0].problem
