"""Day blocks as the database keeps them: packed integers, a power of ten, and facts to sum by."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kajo.metering.blocks import BlockRefused, Blocks, Ints
from kajo.metering.readings import NO_VALUE, THOUSANDTHS_IN_KWH
from kajo.metering.words import ESTIMATED, Quality

PACKED_NO_VALUE = np.iinfo(np.int32).min
MOST_PACKED = np.iinfo(np.int32).max
UNITS = np.array([1, 10, 100, 1000])
"""Thousandths of a Wh in the unit of a block, by its scale + 3."""

IS_ESTIMATED = np.isin(np.arange(256), list(ESTIMATED))


@dataclass(frozen=True)
class Packed:
    """What is kept of each block beside its key. Arrays have one element a block, `energy` one a slot.

    `total` is in the block's unit; `qualities` has the bit of each code that occurs.
    """

    scale: Ints
    energy: NDArray[np.int32]
    total: Ints
    missing: Ints
    estimated: Ints
    corrected: Ints
    qualities: Ints
    has_quality: NDArray[np.bool_]
    sent_at: Ints
    has_sent: NDArray[np.bool_]


def pack(blocks: Blocks) -> Packed:
    """Return the blocks packed, each in the coarsest unit that holds all its values exactly.

    :raises BlockRefused: when a value has too many digits for the unit that its block needs
    """
    begins, slots = blocks.offsets[:-1], blocks.slots
    gone = blocks.energy == NO_VALUE
    energy = np.where(gone, 0, blocks.energy)
    scale = _coarsest_scales(energy, begins)
    unit = unit_of(scale)
    counted = energy // np.repeat(unit, slots)
    too_big = np.abs(counted) > MOST_PACKED
    if too_big.any():
        where = int(too_big.argmax())
        block = int(np.searchsorted(blocks.offsets, where, side="right")) - 1
        kwh = Decimal(int(blocks.energy[where])) / THOUSANDTHS_IN_KWH
        kept = "cannot be kept exactly with the decimals that the day has"
        raise BlockRefused(blocks, block, "energy", f"has {kwh} kWh in one interval, which {kept}")
    known = blocks.quality != Quality.NOT_SENT
    newest = np.maximum.reduceat(blocks.sent, begins)
    return Packed(
        scale=scale,
        energy=np.where(gone, PACKED_NO_VALUE, counted).astype("<i4"),
        total=np.add.reduceat(counted, begins),
        missing=_count(gone, begins),
        estimated=_count(IS_ESTIMATED[blocks.quality] & ~gone, begins),
        corrected=_count(blocks.quality == Quality.REVISED, begins),
        qualities=np.bitwise_or.reduceat(1 << blocks.quality.astype(np.int64), begins),
        has_quality=_count(blocks.quality != Quality.OK, begins) > 0,
        sent_at=newest.astype(np.int64),
        has_sent=_count(known & (blocks.sent != np.repeat(newest, slots)), begins) > 0,
    )


def unpack_energy(packed: NDArray[np.int32], scale: Ints, slots: Ints) -> Ints:
    """Return packed values in thousandths of a Wh, NO_VALUE where there is none."""
    unit = unit_of(scale)
    one_unit = unit.size > 0 and bool((unit == unit[0]).all())
    thousandths: Ints = np.multiply(packed, unit[0] if one_unit else np.repeat(unit, slots), dtype=np.int64)
    if packed.min(initial=0) == PACKED_NO_VALUE:
        thousandths[packed == PACKED_NO_VALUE] = NO_VALUE
    return thousandths


def unit_of(scale: Ints) -> Ints:
    """Return how many thousandths of a Wh the unit of each block is."""
    unit: Ints = UNITS[scale + 3]
    return unit


def _coarsest_scales(energy: Ints, begins: Ints) -> Ints:
    scale = np.full(len(begins), -3, np.int64)
    for candidate in (-2, -1, 0):
        fits = np.logical_and.reduceat(energy % UNITS[candidate + 3] == 0, begins)
        scale[fits] = candidate
    return scale


def _count(what: NDArray[np.bool_], begins: Ints) -> Ints:
    return np.add.reduceat(what, begins, dtype=np.int64)
