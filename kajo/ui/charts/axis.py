"""Where an axis has its ticks, and which bars carry a label."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
MOST_STEPS: Final = 4
MWH_FROM: Final = 10_000


@dataclass(frozen=True, slots=True)
class Axis:
    """Ticks `step` apart, from −`bottom` to `top`; both are whole steps and never negative."""

    step: Decimal
    top: Decimal
    bottom: Decimal = Decimal(0)

    @property
    def span(self) -> Decimal:
        """The whole height."""
        return self.top + self.bottom

    @property
    def ticks(self) -> list[Decimal]:
        """The ticks from the lowest up."""
        count = int(self.span / self.step)
        return [self.step * place - self.bottom for place in range(count + 1)]

    @property
    def decimals(self) -> int:
        """How many decimals a tick needs to be written exactly."""
        exponent = self.step.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


def make_axis(highest: Decimal, lowest: Decimal = Decimal(0)) -> Axis:
    """Return the axis that holds the values and wastes least: 3–5 ticks, a few more with a part under zero.

    :param highest: the greatest value; nothing under zero counts
    :param lowest: the least value; nothing over zero counts
    """
    up, down = max(highest, Decimal(0)), max(-lowest, Decimal(0))
    if up == 0 and down == 0:
        return Axis(Decimal(1), Decimal(2))
    most = MOST_STEPS if not (up and down) else MOST_STEPS + 1
    axes = [_axis_of(step, up, down) for step in _steps_near(up + down)]
    fitting = [axis for axis in axes if 2 <= axis.span / axis.step <= most]
    return min(fitting, key=lambda axis: (axis.span, axis.step))


def _axis_of(step: Decimal, up: Decimal, down: Decimal) -> Axis:
    return Axis(step, _whole_steps(up, step), _whole_steps(down, step))


def _whole_steps(value: Decimal, step: Decimal) -> Decimal:
    return step * math.ceil(value / step)


def _steps_near(span: Decimal) -> Iterable[Decimal]:
    magnitude = span.adjusted()
    return (step.scaleb(power) for power in range(magnitude - 2, magnitude + 2) for step in STEPS)


def needs_thousands(values: Iterable[Decimal | None]) -> bool:
    """Tell whether kWh are better drawn as MWh: from 10 000 on."""
    return max((abs(value) for value in values if value is not None), default=0) >= MWH_FROM


def every(labels: Sequence[str], step: int, *, start: int = 0) -> list[str]:
    """Return the labels with all but every `step`-th emptied."""
    return [label if (place - start) % step == 0 else "" for place, label in enumerate(labels)]


def hour_labels(hours: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """Return (wide, phone) labels for a day's bars by their local (hour, minute).

    Wide every second hour, on a phone every sixth; an hour that comes twice in autumn is named once.
    """
    named: set[int] = set()
    labels: list[tuple[str, str]] = []
    for hour, minute in hours:
        new = minute == 0 and hour not in named
        if new:
            named.add(hour)
        labels.append(
            (str(hour) if new and hour % 2 == 0 else "", str(hour) if new and hour % 6 == 0 else "")
        )
    return labels


def day_labels(days: Sequence[int], *, dot: str = ".") -> list[tuple[str, str]]:
    """Return (wide, phone) labels for the bars of a month by day of month: 1, 7, 14, 21, 28."""
    shown = {1, 7, 14, 21, 28}
    return [(f"{day}{dot}" if day in shown else "",) * 2 for day in days]
