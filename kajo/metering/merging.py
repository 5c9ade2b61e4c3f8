"""What a file's day blocks make of those that are kept: slot by slot, and newer holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kajo.metering.blocks import PER_BLOCK, BlockRefused, Blocks, Ints, in_order, laid_together
from kajo.metering.readings import NO_VALUE
from kajo.metering.words import Quality


@dataclass(frozen=True)
class Merged:
    """The outcome. `blocks` are those to write; the two masks are one element a block of the file.

    `replaced` counts in the kept blocks: those whose values change. `late` are the file's blocks that lost a
    slot with another value to a newer one. `changed_slots` counts values that are new or other than before.
    """

    blocks: Blocks
    replaced: Ints
    late: NDArray[np.bool_]
    changed_slots: int


def merge(kept: Blocks, new: Blocks) -> Merged:
    """Merge a file's blocks into the kept ones.

    A slot that the file lacks keeps its value; a value holds when it was sent no earlier than the kept one; a
    missing one replaces a value only when it was sent later. A block in another resolution replaces the kept
    one when it covers its day and is newer throughout, and is left aside when that holds the other way round.

    :raises BlockRefused: when neither covers the day
    """
    at = np.searchsorted(kept.key, new.key)
    has_kept = np.zeros(len(new), bool)
    inside = at < len(kept)
    has_kept[inside] = kept.key[at[inside]] == new.key[inside]
    same_step = has_kept.copy()
    same_step[has_kept] = kept.minutes[at[has_kept]] == new.minutes[has_kept]

    fresh = new.only(~has_kept)
    changed = int((fresh.quality != Quality.NOT_SENT).sum())
    mine = np.flatnonzero(same_step)
    other = np.flatnonzero(has_kept & ~same_step)
    slotwise = _merge_slots(kept.take(at[mine]), new.take(mine))
    stepwise, lost = _change_steps(kept, at[other], new, other)
    late = np.zeros(len(new), bool)
    late[mine[slotwise.late]] = True
    late[other[lost]] = True
    replaced = np.concatenate([at[mine[slotwise.replaced]], at[other[~lost]]])
    return Merged(
        blocks=in_order(laid_together([fresh, slotwise.blocks, stepwise])) if has_kept.any() else fresh,
        replaced=np.sort(replaced),
        late=late,
        changed_slots=changed + slotwise.changed_slots + int(stepwise.slots.sum()),
    )


def _merge_slots(kept: Blocks, new: Blocks) -> Merged:
    sent = new.quality != Quality.NOT_SENT
    better = (new.energy != NO_VALUE) | (kept.energy == NO_VALUE)
    holds = sent & ((new.sent > kept.sent) | ((new.sent == kept.sent) & better))
    differs = (new.energy != kept.energy) | (new.quality != kept.quality)
    resent = holds & (new.sent != kept.sent)
    merged = Blocks(
        **{name: getattr(kept, name) for name in PER_BLOCK},
        offsets=kept.offsets,
        energy=np.where(holds, new.energy, kept.energy),
        quality=np.where(holds, new.quality, kept.quality),
        sent=np.where(holds, new.sent, kept.sent),
    )
    altered = _any(holds & differs, kept)
    return Merged(
        blocks=merged.only(altered | _any(resent, kept)),
        replaced=np.flatnonzero(altered),
        late=_any(sent & ~holds & differs, kept),
        changed_slots=int((holds & differs).sum()),
    )


def _change_steps(kept: Blocks, at: Ints, new: Blocks, which: Ints) -> tuple[Blocks, NDArray[np.bool_]]:
    """Return the blocks that replace a kept one of another step, and which of `which` lost to theirs."""
    old, young = kept.take(at), new.take(which)
    wins = _covers(young) & (_oldest(young) >= _newest(old))
    lost = ~wins & _covers(old) & (_oldest(old) > _newest(young))
    undecided = np.flatnonzero(~wins & ~lost)
    if undecided.size:
        first = int(undecided[0])
        step = f"is kept in intervals of {old.minutes[first]} minutes"
        raise BlockRefused(
            old, first, "minutes", f"{step}; only a newer file that covers the whole day may change that"
        )
    return young.only(wins), lost


def _any(what: NDArray[np.bool_], blocks: Blocks) -> NDArray[np.bool_]:
    if not len(blocks):
        return np.zeros(0, bool)
    found: NDArray[np.bool_] = np.logical_or.reduceat(what, blocks.offsets[:-1])
    return found


def _covers(blocks: Blocks) -> NDArray[np.bool_]:
    return ~_any(blocks.quality == Quality.NOT_SENT, blocks)


def _oldest(blocks: Blocks) -> Ints:
    return np.minimum.reduceat(blocks.sent, blocks.offsets[:-1]) if len(blocks) else blocks.day


def _newest(blocks: Blocks) -> Ints:
    return np.maximum.reduceat(blocks.sent, blocks.offsets[:-1]) if len(blocks) else blocks.day
