"""Day blocks: what is kept is what was sent, to the last digit."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.metering.blocks import BlockRefused, laid_together
from kajo.metering.local_days import days_of, midnights, number_of
from kajo.metering.packing import PACKED_NO_VALUE, pack, unpack_energy
from kajo.metering.words import Quality, weakest
from tests.metering.made_up import AUTUMN, ORDINARY, SPRING, block_of, slots_of_day


@given(st.sampled_from([SPRING, AUTUMN, ORDINARY]), st.sampled_from([15, 30, 60]), st.data())
def test_every_value_comes_back_as_it_was(day: date, minutes: int, data: st.DataObject) -> None:
    slots = slots_of_day(day, minutes)
    scale = data.draw(st.sampled_from([1, 10, 100, 1000]))
    some = st.one_of(st.none(), st.integers(0, 2_147_483_647 // scale).map(lambda n: n * scale))
    energy = data.draw(st.lists(some, min_size=slots, max_size=slots))
    codes = [Quality.MISSING if value is None else Quality.OK for value in energy]
    block = block_of(day, energy, codes, minutes=minutes)
    packed = pack(block)
    assert packed.energy.dtype == np.dtype("<i4")
    back = unpack_energy(packed.energy, packed.scale, block.slots)
    assert back.tolist() == block.energy.tolist()
    assert packed.missing[0] == sum(value is None for value in energy)
    unit = 10 ** (int(packed.scale[0]) + 3)
    assert int(packed.total[0]) * unit == sum(value for value in energy if value is not None)


def test_whole_watt_hours_take_the_coarsest_unit() -> None:
    def scale(*energy: int) -> int:
        return int(pack(block_of(SPRING, [*energy, *([0] * (23 - len(energy)))], [Quality.OK] * 23)).scale[0])

    assert [scale(5000), scale(5000, 100), scale(5000, 10), scale(5000, 1), scale()] == [0, -1, -2, -3, 0]


def test_what_cannot_be_kept_exactly_is_refused_and_not_rounded() -> None:
    big, fine = 3_000_000_000, 1
    block = block_of(ORDINARY, [big, fine] + [0] * 22, [Quality.OK] * 24)
    with pytest.raises(
        BlockRefused, match="3000 kWh in one interval, which cannot be kept exactly"
    ) as refusal:
        pack(block)
    assert refusal.value.day == ORDINARY
    alone = pack(block_of(ORDINARY, [big, 1000] + [0] * 22, [Quality.OK] * 24))
    assert alone.scale[0] == 0


def test_many_blocks_are_packed_as_one_by_one() -> None:
    days = [date(2025, 3, 29), SPRING, date(2025, 3, 31)]
    blocks = []
    for number, day in enumerate(days):
        slots = slots_of_day(day, 15)
        blocks.append(block_of(day, [number * 10**number] * slots, [Quality.OK] * slots, minutes=15))
    together = pack(laid_together(blocks))
    assert together.scale.tolist() == [int(pack(block).scale[0]) for block in blocks]
    assert together.total.tolist() == [int(pack(block).total[0]) for block in blocks]


def test_codes_are_kept_only_where_there_is_doubt() -> None:
    ordinary = pack(block_of(ORDINARY, [1000] * 24, [Quality.OK] * 24))
    doubtful = pack(block_of(ORDINARY, [1000] * 24, [Quality.EST, Quality.REVISED] + [Quality.OK] * 22))
    assert (ordinary.has_quality[0], doubtful.has_quality[0]) == (False, True)
    assert (doubtful.estimated[0], doubtful.corrected[0]) == (1, 1)
    gap = pack(block_of(ORDINARY, [None] * 24, [Quality.NOT_SENT] * 24))
    assert (gap.missing[0], gap.total[0], gap.energy[0]) == (24, 0, PACKED_NO_VALUE)


@given(st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)))  # noqa: DTZ001 # taken as UTC
def test_an_instant_falls_in_the_day_between_its_midnights(instant: datetime) -> None:
    seconds = np.array([np.datetime64(instant, "s").astype(np.int64)])
    (day,) = days_of(seconds)
    begins, ends = midnights(np.array([day, day + 1]))
    assert begins <= seconds[0] < ends


def test_days_that_clocks_change_on_are_23_and_25_hours() -> None:
    assert [slots_of_day(day, 15) for day in (SPRING, AUTUMN, ORDINARY)] == [92, 100, 96]
    assert midnights(np.array([number_of(ORDINARY)])).tolist() == [1_736_892_000]


def test_a_sum_is_as_weak_as_its_weakest_part() -> None:
    assert weakest([Quality.OK, Quality.OK]) is Quality.OK
    assert weakest([Quality.OK, Quality.EST, Quality.REVISED]) is Quality.EST
    assert weakest([Quality.OK, Quality.MISSING]) is Quality.PMISSING
    assert weakest([Quality.NOT_SENT, Quality.E21]) is Quality.PMISSING
    assert weakest([Quality.MISSING, Quality.MISSING]) is Quality.MISSING
