"""One file into Kajo: recognised by its content, taken in whole or not at all, and once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from django.db import transaction

from kajo.core.records import Counts
from kajo.core.refusals import Faults, ImportRefused
from kajo.core.runs import begin_run, end_run, from_the_future, lock_imports, name_of
from kajo.import_api import json_lines
from kajo.invoices.finvoice_imports import KIND as FINVOICE
from kajo.invoices.finvoice_imports import load_finvoices
from kajo.invoices.formats.finvoice import splitting as finvoice
from kajo.invoices.parsed import BESIDE
from kajo.market.formats import entsoe, temperatures
from kajo.market.imports import write_spot_prices, write_temperatures
from kajo.metering.formats.options import Options
from kajo.metering.imports import find_format, load_readings

HEAD = 4096


@dataclass(frozen=True)
class Report:
    """What became of one file. `repeated`: its content had been taken in before, and nothing was done."""

    file: str
    kind: str
    counts: Counts
    repeated: bool = False
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.repeated:
            return f"{self.file}: {self.kind}, taken in before; nothing was changed"
        counts = self.counts
        return (
            f"{self.file}: {self.kind}, read {counts.read}, changed {counts.changed},"
            f" unchanged {counts.unchanged}, missing {counts.missing}"
        )


@dataclass(frozen=True)
class Kind:
    """A kind of file that is read whole: how it is recognised by its first bytes, and what writes it."""

    name: str
    recognise: Callable[[bytes], bool]
    write: Callable[[bytes, datetime, Faults], Counts]


def load(path: Path, options: Options, *, now: datetime) -> Report:
    """Load one file in a transaction of its own.

    :raises ImportRefused: naming file, line, field and what to do; nothing of the file is kept
    """
    (answer,) = load_all([path], options, now=now)
    if isinstance(answer, ImportRefused):
        raise answer
    return answer


def load_all(paths: Iterable[Path], options: Options, *, now: datetime) -> Iterator[Report | ImportRefused]:
    """Load files in order, each whole or not at all; yield what became of each, or why it was refused.

    Of a folder all files are loaded, by name. Finvoice files that follow each other go in together.
    """
    given = list(paths)
    files = [file for path in given for file in _files_of(path) if not _goes_with(file, given)]
    for is_finvoice, group in groupby(files, _is_finvoice):
        if is_finvoice:
            yield from _load_finvoices(list(group), options, now)
        else:
            yield from (_load_one(path, options, now) for path in group)


def _files_of(path: Path) -> list[Path]:
    """Return the files of a folder, or the file itself; what may lie beside a Finvoice goes in with it."""
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    return [file for file in inside if file.suffix.lower() not in BESIDE]


def _goes_with(file: Path, given: Sequence[Path]) -> bool:
    """Tell whether a file begins like another one that is given, and so goes in with that."""
    return file.suffix.lower() in BESIDE and any(
        other.parent == file.parent and other != file and file.stem.startswith(other.stem) for other in given
    )


def _is_finvoice(path: Path) -> bool:
    try:
        return finvoice.recognise(_head(path))
    except ImportRefused:
        return False


def _load_finvoices(
    paths: Sequence[Path], options: Options, now: datetime
) -> Iterator[Report | ImportRefused]:
    sent_at = options.sent or now
    late = [refusal for path in paths if (refusal := from_the_future(name_of(path), sent_at, now=now))]
    if late:
        yield from late
        return
    for answer in load_finvoices(paths, sent_at=sent_at, now=now):
        if isinstance(answer, ImportRefused):
            yield answer
        else:
            yield Report(answer.path.name, FINVOICE, answer.counts, answer.is_repeated, answer.warnings)


def _load_one(path: Path, options: Options, now: datetime) -> Report | ImportRefused:
    try:
        return _load_by_kind(path, options, now)
    except ImportRefused as refusal:
        return refusal


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(HEAD)
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); check the path"
        raise ImportRefused(path.name, None, None, problem) from None


def _load_by_kind(path: Path, options: Options, now: datetime) -> Report:
    head = _head(path)
    kind = next((kind for kind in KINDS if kind.recognise(head)), None)
    if kind is not None:
        return _load_whole(kind, path, options, now)
    if find_format(head) is None:
        problem = "is of no kind that Kajo knows; docs/import-format.md lists them"
        raise ImportRefused(path.name, None, None, problem)
    report = load_readings(path, options, now=now)
    counts = Counts(report.rows_read, report.rows_changed, report.rows_unchanged, report.rows_missing)
    return Report(path.name, report.kind, counts, report.seen_before, report.warnings)


def _load_whole(kind: Kind, path: Path, options: Options, now: datetime) -> Report:
    file = name_of(path)
    content = path.read_bytes()
    sent_at = options.sent or now
    if refusal := from_the_future(file, sent_at, now=now):
        raise refusal
    with transaction.atomic():
        lock_imports()
        digest = hashlib.sha256(content).hexdigest()
        run = begin_run(file, kind.name, sha256=digest, sent_at=sent_at, received_at=now)
        if run is None:
            return Report(file, kind.name, Counts(), repeated=True)
        faults = Faults(file)
        counts = kind.write(content, sent_at, faults)
        faults.refuse_if_any()
        end_run(run, counts)
    return Report(file, kind.name, counts, warnings=tuple(map(str, faults.warnings)))


def _write_records(content: bytes, sent_at: datetime, faults: Faults) -> Counts:
    return json_lines.load(content, faults)


def _write_spot_prices(content: bytes, sent_at: datetime, faults: Faults) -> Counts:
    document = entsoe.parse(content, faults.file)
    change_number = int(document.created_at.timestamp())
    rows = [(row.zone, row.minutes, row.starts_at, row.price_eur_per_mwh) for row in document.prices]
    return write_spot_prices([(*row, change_number) for row in rows])


def _write_temperatures(content: bytes, sent_at: datetime, faults: Faults) -> Counts:
    parsed = temperatures.parse(content, faults.file)
    change_number = int(sent_at.timestamp())
    rows = [(row.station, row.day, row.mean_celsius, change_number) for row in parsed.rows]
    return write_temperatures(rows) + Counts(read=parsed.missing, missing=parsed.missing)


KINDS = (
    Kind("records", json_lines.recognise, _write_records),
    Kind("exchange prices", entsoe.recognise, _write_spot_prices),
    Kind("temperatures", temperatures.recognise, _write_temperatures),
)
