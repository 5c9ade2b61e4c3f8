"""Why a file is refused: each fault names the place, what is wrong there and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_FAULTS = 50


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file. `line` counts from 1; `field` is as the file calls it."""

    file: str
    line: int | None
    field: str | None
    problem: str

    def __str__(self) -> str:
        place = [self.file]
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.field:
            place.append(self.field)
        return f"{', '.join(place)}: {self.problem}"


class ImportRefused(Exception):
    """A file was refused as a whole; nothing of it was kept."""

    def __init__(self, file: str, line: int | None, field: str | None, problem: str) -> None:
        self.faults: tuple[Fault, ...] = (Fault(file, line, field, problem),)
        super().__init__(file, line, field, problem)

    @classmethod
    def because_of(cls, faults: Sequence[Fault]) -> ImportRefused:
        """Return one refusal for several faults of a file, the first of them first."""
        first = faults[0]
        refusal = cls(first.file, first.line, first.field, first.problem)
        refusal.faults = tuple(faults)
        return refusal

    def __str__(self) -> str:
        shown = [str(fault) for fault in self.faults[:MOST_FAULTS]]
        if len(self.faults) > MOST_FAULTS:
            shown.append(f"and {len(self.faults) - MOST_FAULTS} more")
        return "\n".join(shown)


class Faults:
    """Collects what is wrong with one file, so that all of it is told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []
        self.warnings: list[Fault] = []

    def warn(self, line: int | None, field: str | None, problem: str) -> None:
        """Note something odd for which the file is not refused."""
        self.warnings.append(Fault(self.file, line, field, problem))

    def add(self, line: int | None, field: str | None, problem: str) -> None:
        """Note one fault."""
        self.found.append(Fault(self.file, line, field, problem))

    def refuse_if_any(self) -> None:
        """Pass, or refuse the file.

        :raises ImportRefused: with every fault found so far, by line
        """
        if self.found:
            raise ImportRefused.because_of(sorted(self.found, key=lambda fault: fault.line or 0))


def not_there(what: str, number: str) -> str:
    """Return the problem of a reference to something that was never sent."""
    return f"there is no {what} {number}; send it first, or in the same file"
