"""Day blocks in memory: readings laid out in the slots of their local days, many days at once."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kajo.metering import local_days

MINUTES = (5, 10, 15, 30, 60)
"""The steps that the store takes: those that divide every hour."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Blocks:
    """Day blocks in ascending order of key. The first five arrays have one element a block.

    `energy` (thousandths of a Wh, NO_VALUE when there is none), `quality` and `sent` (seconds since 1970, 0
    when never sent) have one element a slot; the slots of block i are `offsets[i]` to `offsets[i + 1]`.
    """

    point: Ints
    flow: Ints
    reading_type: Ints
    day: Ints
    minutes: Ints
    offsets: Ints
    energy: Ints
    quality: NDArray[np.uint8]
    sent: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.point)

    @property
    def key(self) -> Ints:
        """One number for (point, flow, reading type, day)."""
        return keys(self.point, self.flow, self.reading_type, self.day)

    @property
    def slots(self) -> Ints:
        return np.diff(self.offsets)

    def only(self, wanted: NDArray[np.bool_]) -> Blocks:
        """Return the wanted blocks, themselves when all are."""
        if wanted.all():
            return self
        slots = self.slots
        wanted_slots = np.repeat(wanted, slots)
        return Blocks(
            **{name: getattr(self, name)[wanted] for name in PER_BLOCK},
            offsets=offsets_of(slots[wanted]),
            **{name: getattr(self, name)[wanted_slots] for name in PER_SLOT},
        )

    def take(self, chosen: Ints) -> Blocks:
        """Return the chosen blocks in the order given."""
        slots = self.slots[chosen]
        where = slots_of(self.offsets[chosen], slots)
        return Blocks(
            **{name: getattr(self, name)[chosen] for name in PER_BLOCK},
            offsets=offsets_of(slots),
            **{name: getattr(self, name)[where] for name in PER_SLOT},
        )

    def part(self, begin: int, end: int) -> Blocks:
        """Return the blocks from `begin` until before `end`, without copying."""
        first, last = self.offsets[begin], self.offsets[end]
        return Blocks(
            **{name: getattr(self, name)[begin:end] for name in PER_BLOCK},
            offsets=self.offsets[begin : end + 1] - first,
            **{name: getattr(self, name)[first:last] for name in PER_SLOT},
        )


PER_SLOT = ("energy", "quality", "sent")
PER_BLOCK = tuple(f.name for f in fields(Blocks) if f.name not in (*PER_SLOT, "offsets"))


class BlockRefused(ValueError):
    """A day block cannot be taken. `column` is what is wrong with it: `energy` or `minutes`."""

    def __init__(self, blocks: Blocks, block: int, column: str, problem: str) -> None:
        self.point = int(blocks.point[block])
        self.day = local_days.day_of_number(blocks.day[block])
        self.column, self.problem = column, problem
        super().__init__(self.point, self.day, column, problem)


def keys(point: Ints, flow: Ints, reading_type: Ints, day: Ints) -> Ints:
    """Return one number for each (point, flow, reading type, day), in that order."""
    return ((point * 4 + flow) * 4 + reading_type) * 65_536 + day


def offsets_of(slots: Ints) -> Ints:
    """Return where each block's slots begin, and the end of the last."""
    offsets = np.zeros(len(slots) + 1, np.int64)
    np.cumsum(slots, out=offsets[1:])
    return offsets


def slots_of(begins: Ints, slots: Ints) -> Ints:
    """Return the positions of slots that begin at `begins`, so many each, one after the other."""
    return np.arange(slots.sum()) + np.repeat(begins - offsets_of(slots)[:-1], slots)


def laid_together(parts: list[Blocks]) -> Blocks:
    """Return a copy of the blocks of all parts, one after the other whatever their keys."""
    return Blocks(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in PER_BLOCK},
        offsets=offsets_of(np.concatenate([part.slots for part in parts])),
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in PER_SLOT},
    )


def in_order(blocks: Blocks) -> Blocks:
    """Return the blocks in ascending order of key, themselves when they are."""
    key = blocks.key
    return blocks if np.all(key[1:] > key[:-1]) else blocks.take(np.argsort(key))
