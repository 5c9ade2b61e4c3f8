"""The JSON Lines file: reading its records, and handing each kind to the room that keeps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from kajo.core.records import Counts, Line, Record
from kajo.core.refusals import Faults
from kajo.import_api.problems import problem_of
from kajo.import_api.records import LINE, WRITERS

ENOUGH_FAULTS = 1000  # whoever has made this many will not read more of them


def recognise(head: bytes) -> bool:
    """Tell whether a file that begins so is a JSON Lines file."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def load(content: bytes, faults: Faults) -> Counts:
    """Write the records of a file, inside the caller's transaction.

    :raises ImportRefused: naming what is wrong, line by line; the caller's transaction must not be committed
    """
    lines = _read(content, faults)
    faults.refuse_if_any()
    newest = _newest_of_each(lines, faults)
    faults.refuse_if_any()
    counts = Counts()
    for record_type, write in WRITERS.items():
        kind = newest.get(record_type)
        if kind:
            counts += write(kind, faults)
            faults.refuse_if_any()
    passed_over = len(lines) - sum(len(kind) for kind in newest.values())
    return counts + Counts(read=passed_over, unchanged=passed_over)


def _read(content: bytes, faults: Faults) -> list[Line[Any]]:
    lines: list[Line[Any]] = []
    for number, text in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not text.strip():
            continue
        if len(faults.found) >= ENOUGH_FAULTS:
            break
        try:
            lines.append(Line(number, LINE.validate_json(text)))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                faults.add(number, *problem_of(detail))
    return lines


def _newest_of_each(lines: Sequence[Line[Any]], faults: Faults) -> dict[type[Record], list[Line[Any]]]:
    """Return the lines by kind, of each thing the one with the highest change number."""
    kinds: dict[type[Record], list[Line[Any]]] = defaultdict(list)
    newest: dict[tuple[type[Record], tuple[object, ...]], Line[Any]] = {}
    for line in lines:
        identity = line.record.identity()
        if identity is None:
            kinds[type(line.record)].append(line)
            continue
        key = (type(line.record), identity)
        other = newest.setdefault(key, line)
        if other.record.change_number < line.record.change_number:
            newest[key] = line
        elif other.record.change_number == line.record.change_number and other.record != line.record:
            problem = f"line {other.number} has the same number and says otherwise; raise the newer one's"
            faults.add(line.number, "change_number", problem)
    for (record_type, _), line in newest.items():
        kinds[record_type].append(line)
    return kinds
