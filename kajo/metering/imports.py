"""Files of readings into the store: recognised by content, taken whole or not at all, and once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from kajo.core.models import ImportRun
from kajo.core.records import Counts
from kajo.core.refusals import ImportRefused
from kajo.core.runs import begin_run, end_run, from_the_future, lock_imports, name_of
from kajo.metering.blocks import BlockRefused, Blocks
from kajo.metering.formats import bulk, caruna, datahub
from kajo.metering.formats.options import Options
from kajo.metering.gathering import gather
from kajo.metering.gsrn import has_right_check_digit
from kajo.metering.layout import lay_out
from kajo.metering.local_days import FIRST_YEAR
from kajo.metering.models import MeteringPoint
from kajo.metering.readings import NO_VALUE, Readings, ReadingsFile
from kajo.metering.writing import Sending, write

HEAD = 4096


@dataclass(frozen=True)
class Format:
    """A form of file: how it is called, how it is recognised by its first bytes, and how it is read."""

    kind: str
    recognise: Callable[[bytes], bool]
    parse: Callable[[Path, Options], ReadingsFile]


FORMATS = (
    Format(datahub.KIND, datahub.recognise, datahub.parse),
    Format(caruna.KIND, caruna.recognise, caruna.parse),
    Format(bulk.CSV, bulk.recognise_csv, bulk.parse_csv),
    Format(bulk.PARQUET, bulk.recognise_parquet, bulk.parse_parquet),
)


@dataclass(frozen=True)
class ImportReport:
    """What an import did. `rows_unchanged` said what was known; `seen_before`: nothing was done."""

    kind: str
    rows_read: int = 0
    rows_changed: int = 0
    rows_unchanged: int = 0
    rows_missing: int = 0
    seen_before: bool = False
    warnings: tuple[str, ...] = field(default=())


def find_format(head: bytes) -> Format | None:
    """Return the form of a file of readings that begins so, or None."""
    return next((form for form in FORMATS if form.recognise(head)), None)


def load_readings(path: Path, options: Options, *, now: datetime) -> ImportReport:
    """Load one file of readings in a transaction of its own; the same file again changes nothing.

    :param now: when it was received, and when it was sent if neither the file nor `options` say
    :raises ImportRefused: naming file, line, field and what to do; nothing of the file is kept
    """
    with path.open("rb") as file:
        form = find_format(file.read(HEAD))
    if form is None:
        raise ImportRefused(path.name, None, None, "is not a file of readings that Kajo knows")
    with transaction.atomic():
        lock_imports()
        source = form.parse(path, options)
        sent, digest = _sent(source, options, now), content_hash(path, options)
        run = begin_run(name_of(path), form.kind, sha256=digest, sent_at=sent, received_at=now)
        if run is None:
            return ImportReport(form.kind, seen_before=True)
        report = _load(form, source, run)
        read, missing = report.rows_read, report.rows_missing
        end_run(run, Counts(read, report.rows_changed, report.rows_unchanged, missing))
        return report


def content_hash(path: Path, options: Options) -> str:
    """Return the hash of a file's content together with the point and direction that it was loaded for."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(f"\0{options.point or ''}\0{options.flow or 0:d}".encode())
    return digest.hexdigest()


def _sent(source: ReadingsFile, options: Options, now: datetime) -> datetime:
    """Return when the file was sent: as `--sent` says, else as it says itself, else now."""
    own = datetime.fromtimestamp(source.sent, UTC) if source.sent is not None else None
    sent = options.sent or own or now
    if sent.year < FIRST_YEAR:
        raise ImportRefused(source.file, None, None, f"was sent before {FIRST_YEAR}; say when with --sent")
    if refusal := from_the_future(source.file, sent, now=now):
        raise refusal
    return sent


def _load(form: Format, source: ReadingsFile, run: ImportRun) -> ImportReport:
    loading = _Loading(source, int(run.sent_at.timestamp()))
    try:
        blocks = gather(loading.day_blocks())
        changed = write(blocks, Sending(run.pk, run.received_at)) if blocks is not None else 0
    except BlockRefused as error:
        problem = f"local day {error.day} of {loading.gsrn_of(error.point)} {error.problem}"
        raise ImportRefused(source.file, None, source.field_of(error.column), problem) from None
    return ImportReport(
        form.kind,
        rows_read=loading.rows,
        rows_changed=changed,
        rows_unchanged=loading.rows - changed,
        rows_missing=loading.missing,
        warnings=tuple(f"the check digit of metering point {gsrn} is wrong" for gsrn in loading.misspelt()),
    )


@dataclass
class _Loading:
    """One file on its way in: the points met so far, and the counts for the report."""

    source: ReadingsFile
    sent: int
    points: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    missing: int = 0

    def day_blocks(self) -> Iterator[Blocks]:
        """Yield the day blocks of each part.

        :raises ImportRefused: naming a row that cannot be placed, or a metering point that is not known
        """
        for part in self.source.parts:
            self.rows += len(part.start)
            self.missing += int((part.energy == NO_VALUE).sum())
            self._look_up(part)
            if len(part.start):
                yield lay_out(part, self.points, self.sent, self.source)

    def gsrn_of(self, point: int) -> str:
        return next(gsrn for gsrn, known in self.points.items() if known == point)

    def misspelt(self) -> list[str]:
        return [gsrn for gsrn in self.points if not has_right_check_digit(gsrn)]

    def _look_up(self, part: Readings) -> None:
        new = [gsrn for gsrn in part.gsrns if gsrn not in self.points]
        self.points |= dict(MeteringPoint.objects.filter(gsrn__in=new).values_list("gsrn", "id"))
        for number, gsrn in enumerate(part.gsrns):
            if gsrn not in self.points:
                row = int((part.point == number).argmax())
                problem = f"metering point {gsrn} is not known; load its location first"
                raise ImportRefused(
                    self.source.file, int(part.line[row]), self.source.field_of("point"), problem
                )
