"""Day blocks that nobody measured, for hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from hypothesis import strategies as st

from kajo.metering.blocks import Blocks, offsets_of
from kajo.metering.local_days import minutes_of, number_of
from kajo.metering.readings import NO_VALUE
from kajo.metering.words import Quality

POINT = 7
SPRING, AUTUMN, ORDINARY = date(2025, 3, 30), date(2025, 10, 26), date(2025, 1, 15)
LONG_AGO = 1_700_000_000


def block_of(
    day: date,
    energy: Sequence[int | None],
    quality: Sequence[int],
    *,
    minutes: int = 60,
    sent: int = LONG_AGO,
) -> Blocks:
    """Return one day's block; an energy of None with the code NOT_SENT was not in the file."""
    codes = np.array(quality, np.uint8)
    return Blocks(
        point=np.array([POINT]),
        flow=np.array([1]),
        reading_type=np.array([1]),
        day=np.array([number_of(day)]),
        minutes=np.array([minutes]),
        offsets=offsets_of(np.array([len(energy)])),
        energy=np.array([NO_VALUE if value is None else value for value in energy], np.int64),
        quality=codes,
        sent=np.where(codes == Quality.NOT_SENT, 0, sent).astype(np.uint32),
    )


def slots_of_day(day: date, minutes: int) -> int:
    return int(minutes_of(np.array([number_of(day)]))[0]) // minutes


@st.composite
def sendings(draw: st.DrawFn, day: date = ORDINARY) -> list[Blocks]:
    """Draw files that each send some hours of the same day, at different times."""
    times = draw(st.lists(st.integers(1, 50), min_size=1, max_size=6, unique=True))
    slots = slots_of_day(day, 60)
    return [_sending(draw, day, slots, LONG_AGO + time) for time in times]


def _sending(draw: st.DrawFn, day: date, slots: int, sent: int) -> Blocks:
    quality = draw(st.lists(st.sampled_from(list(Quality)), min_size=slots, max_size=slots))
    values = draw(st.lists(st.integers(0, 5), min_size=slots, max_size=slots))
    gone = (Quality.MISSING, Quality.NONE, Quality.NOT_SENT)
    energy = [None if code in gone else value * 1000 for code, value in zip(quality, values, strict=True)]
    return block_of(day, energy, quality, sent=sent)
