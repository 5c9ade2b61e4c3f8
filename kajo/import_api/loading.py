"""One file into Kajo: recognised by its content, taken in whole or not at all, and once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from kajo.core.locks import lock_until_commit
from kajo.core.records import Counts
from kajo.core.refusals import Faults, ImportRefused
from kajo.core.runs import begin_run, end_run
from kajo.import_api import json_lines
from kajo.market.formats import entsoe, temperatures
from kajo.market.imports import write_spot_prices, write_temperatures
from kajo.metering.formats.options import Options
from kajo.metering.imports import find_format, load_readings

HEAD = 4096
MOST_AHEAD = timedelta(
    hours=1
)  # a sender's clock may be wrong, but what comes from next year would hold for ever


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
    try:
        with path.open("rb") as opened:
            head = opened.read(HEAD)
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); check the path"
        raise ImportRefused(path.name, None, None, problem) from None
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
    file = path.name.encode(errors="replace").decode()
    content = path.read_bytes()
    sent_at = options.sent or now
    if sent_at > now + MOST_AHEAD:
        raise ImportRefused(file, None, None, "was sent in the future; give the right time with --sent")
    with transaction.atomic():
        lock_until_commit("kajo.import")
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
