"""The parts of one file put together: a local day may be spread over several of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kajo.metering.blocks import PER_BLOCK, BlockRefused, Blocks, joined
from kajo.metering.words import Quality


def gather(parts: Iterable[Blocks]) -> Blocks | None:
    """Return the blocks of all parts of one file as one, or None when there are none.

    :raises BlockRefused: when two parts have different values for one interval, or different resolutions of
        a day
    """
    pile: list[Blocks] = []
    for part in parts:
        pile.append(part)
        while len(pile) > 1 and len(pile[-2].energy) <= len(
            pile[-1].energy
        ):  # each block is copied log n times
            pile.append(_combine(pile.pop(-2), pile.pop()))
    while len(pile) > 1:
        pile.append(_combine(pile.pop(-2), pile.pop()))
    return pile[0] if pile else None


def _combine(first: Blocks, second: Blocks) -> Blocks:
    _, in_first, in_second = np.intersect1d(first.key, second.key, assume_unique=True, return_indices=True)
    if not in_first.size:
        return joined([first, second])
    one, two = first.take(in_first), second.take(in_second)
    steps = np.flatnonzero(one.minutes != two.minutes)
    if steps.size:
        raise BlockRefused(
            one, int(steps[0]), "minutes", "has readings of two resolutions; send a local day in one"
        )
    has_one, has_two = one.quality != Quality.NOT_SENT, two.quality != Quality.NOT_SENT
    clash = np.flatnonzero(has_one & has_two & (one.energy != two.energy))
    if clash.size:
        block = int(np.searchsorted(one.offsets, clash[0], side="right")) - 1
        raise BlockRefused(
            one, block, "energy", "has two different values for one interval; keep one of them"
        )
    both = Blocks(
        **{name: getattr(one, name) for name in PER_BLOCK},
        offsets=one.offsets,
        energy=np.where(has_two, two.energy, one.energy),
        quality=np.where(has_two, two.quality, one.quality),
        sent=np.where(has_two, two.sent, one.sent),
    )
    rest = [
        first.take(np.setdiff1d(np.arange(len(first)), in_first)),
        second.take(np.setdiff1d(np.arange(len(second)), in_second)),
    ]
    return joined([both, *rest])
