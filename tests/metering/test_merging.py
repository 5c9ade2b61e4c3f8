"""Files that come twice, late or in any order end in the same readings."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.metering.blocks import (
    PER_BLOCK,
    PER_SLOT,
    BlockRefused,
    Blocks,
    in_order,
    laid_together,
    offsets_of,
)
from kajo.metering.merging import merge
from kajo.metering.readings import NO_VALUE
from kajo.metering.words import Quality
from tests.metering.made_up import LONG_AGO, ORDINARY, block_of, sendings

NOBODY = Blocks(
    **{name: np.zeros(0, np.int64) for name in PER_BLOCK},
    offsets=offsets_of(np.zeros(0, np.int64)),
    energy=np.zeros(0, np.int64),
    quality=np.zeros(0, np.uint8),
    sent=np.zeros(0, np.uint32),
)


def take_in(kept: Blocks, new: Blocks) -> Blocks:
    """Return what is kept after a file, as the database would."""
    written = merge(kept, new).blocks
    others = kept.only(~np.isin(kept.key, written.key))
    return in_order(laid_together([others, written]))


def after(files: list[Blocks]) -> dict[str, list[int]]:
    kept = NOBODY
    for file in files:
        kept = take_in(kept, file)
    return {name: getattr(kept, name).tolist() for name in (*PER_BLOCK, *PER_SLOT)}


@given(sendings(), st.randoms())
def test_order_does_not_matter(files: list[Blocks], random: object) -> None:
    shuffled = list(files)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert after(shuffled) == after(sorted(files, key=lambda file: file.sent.max()))


@given(sendings(), st.integers(0, 5))
def test_a_file_that_comes_again_changes_nothing(files: list[Blocks], again: int) -> None:
    repeated = files[again % len(files)]
    assert after([*files, repeated]) == after(files)
    kept = NOBODY
    for file in files:
        kept = take_in(kept, file)
    merged = merge(kept, repeated)
    assert (len(merged.blocks), merged.replaced.size, merged.changed_slots) == (0, 0, 0)


@given(sendings())
def test_each_slot_has_the_newest_value_that_was_sent(files: list[Blocks]) -> None:
    kept = after(files)
    for slot in range(24):
        said = [file for file in files if file.quality[slot] != Quality.NOT_SENT]
        newest = max(said, key=lambda file: file.sent[slot], default=None)
        assert kept["energy"][slot] == (newest.energy[slot] if newest else NO_VALUE)
        assert kept["quality"][slot] == (newest.quality[slot] if newest else Quality.NOT_SENT)


def hours(values: list[int | None], *, sent: int, code: Quality = Quality.OK) -> Blocks:
    """Return a file of a day's first hours; None is an hour that it says is missing."""
    rest = 24 - len(values)
    codes = [Quality.MISSING if value is None else code for value in values] + [Quality.NOT_SENT] * rest
    return block_of(ORDINARY, [*values, *([None] * rest)], codes, sent=LONG_AGO + sent)


def test_an_hour_that_a_file_lacks_keeps_its_value() -> None:
    kept = after([hours([1, 2, 3], sent=1), hours([9], sent=2)])
    assert kept["energy"][:3] == [9, 2, 3]


def test_missing_replaces_a_value_only_when_it_is_newer() -> None:
    assert after([hours([1], sent=2), hours([None], sent=1)])["energy"][0] == 1
    assert after([hours([1], sent=2), hours([None], sent=2)])["energy"][0] == 1
    assert after([hours([1], sent=2), hours([None], sent=3)])["energy"][0] == NO_VALUE


def test_what_is_said_again_later_is_not_overwritten_by_what_was_sent_between() -> None:
    for order in itertools.permutations([hours([1], sent=1), hours([2], sent=2), hours([1], sent=3)]):
        assert after(list(order))["energy"][0] == 1


def test_the_replaced_block_and_the_late_one_are_told() -> None:
    kept = take_in(NOBODY, hours([1, 2], sent=5))
    assert merge(kept, hours([3], sent=6)).replaced.tolist() == [0]
    assert merge(kept, hours([3], sent=6)).late.tolist() == [False]
    late = merge(kept, hours([3], sent=4))
    assert (late.replaced.tolist(), late.late.tolist(), len(late.blocks)) == ([], [True], 0)


def quarters(value: int, *, sent: int, known: int = 96) -> Blocks:
    codes = [Quality.OK] * known + [Quality.NOT_SENT] * (96 - known)
    energy = [value] * known + [None] * (96 - known)
    return block_of(ORDINARY, energy, codes, minutes=15, sent=LONG_AGO + sent)


def test_a_newer_file_of_the_whole_day_changes_its_resolution() -> None:
    day = [4] * 24
    for order in itertools.permutations([hours(day, sent=1), quarters(1, sent=2)]):
        kept = after(list(order))
        assert (kept["minutes"], len(kept["energy"])) == ([15], 96)
    for order in itertools.permutations([hours(day, sent=3), quarters(1, sent=2)]):
        assert after(list(order))["minutes"] == [60]


def test_part_of_a_day_in_another_resolution_is_refused_with_the_day_named() -> None:
    for files in itertools.permutations([hours([4], sent=1), quarters(1, sent=2, known=95)]):
        with pytest.raises(BlockRefused, match="only a newer file that covers the whole day") as refusal:
            after(list(files))
        assert refusal.value.day == ORDINARY
