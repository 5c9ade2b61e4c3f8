"""The parts of one file put together: a local day may be spread over several of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kajo.metering.blocks import BlockRefused, Blocks, Ints, in_order, laid_together, slots_of
from kajo.metering.words import Quality

SLOTS_TO_PUT_TOGETHER = 4_000_000


def gather(parts: Iterable[Blocks]) -> Blocks | None:
    """Return the blocks of all parts of one file as one, or None when there are none.

    :raises BlockRefused: when two parts have different values for one interval, or different resolutions
        of a day
    """
    pile: list[Blocks] = []
    limit = SLOTS_TO_PUT_TOGETHER
    for part in parts:
        pile.append(part)
        if sum(len(some.energy) for some in pile) > limit:  # parts of days take room until they are together
            pile = [_put_together(pile)]
            limit = max(limit, 2 * len(pile[0].energy))
    return _put_together(pile) if pile else None


def _put_together(pile: list[Blocks]) -> Blocks:
    whole = laid_together(pile)
    pile.clear()
    order = np.argsort(whole.key, kind="stable")
    key = whole.key[order]
    again = np.concatenate([[False], key[1:] == key[:-1]])
    first = order[np.maximum.accumulate(np.where(again, 0, np.arange(len(order))))]
    more, into = order[again], first[again]
    while more.size:  # of each day one part at a time
        _, chosen = np.unique(into, return_index=True)
        _add(whole, more[chosen], into[chosen])
        more, into = np.delete(more, chosen), np.delete(into, chosen)
    wanted = np.ones(len(whole), bool)
    wanted[order[again]] = False
    return in_order(whole.only(wanted))


def _add(whole: Blocks, parts: Ints, into: Ints) -> None:
    """Add the slots that `parts` have to the blocks `into`, in place."""
    steps = np.flatnonzero(whole.minutes[parts] != whole.minutes[into])
    if steps.size:
        problem = "has readings of two resolutions; send a local day in one resolution"
        raise BlockRefused(whole, int(parts[steps[0]]), "minutes", problem)
    source = slots_of(whole.offsets[parts], whole.slots[parts])
    target = slots_of(whole.offsets[into], whole.slots[into])
    has = whole.quality[source] != Quality.NOT_SENT
    source, target = source[has], target[has]
    taken = whole.quality[target] != Quality.NOT_SENT
    clash = np.flatnonzero(taken & (whole.energy[target] != whole.energy[source]))
    if clash.size:
        block = int(np.searchsorted(whole.offsets, source[clash[0]], side="right")) - 1
        raise BlockRefused(
            whole, block, "energy", "has two different values for one interval; keep one of them"
        )
    for slots in (whole.energy, whole.quality, whole.sent):
        slots[target] = slots[source]
