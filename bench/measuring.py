"""What a bench hands back: one line of the table each, and how time is taken."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """One measured number beside what it should reach; `reached` is None where there is no goal."""

    what: str
    measured: str
    goal: str = ""
    reached: bool | None = None


def at_most(what: str, value: float, limit: float, unit: str, digits: int = 2) -> Line:
    """Return the line of a number that should be small."""
    return Line(what, f"{value:.{digits}f} {unit}", f"≤ {limit:g} {unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str, digits: int = 2) -> Line:
    """Return the line of a number that should be large."""
    return Line(what, f"{value:.{digits}f} {unit}", f"≥ {limit:g} {unit}", value >= limit)


def median_ms(action: Callable[[int], object], times: int, warm_up: int = 20) -> float:
    """Return the median time of an action in milliseconds; it is told how often it has run."""
    for number in range(warm_up):
        action(number)
    taken = []
    for number in range(times):
        begins = time.perf_counter()
        action(number)
        taken.append(time.perf_counter() - begins)
    return statistics.median(taken) * 1000
