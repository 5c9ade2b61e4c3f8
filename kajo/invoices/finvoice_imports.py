"""Finvoice files into the database, many at once: each is taken whole or not at all, and once.

Files are read and written a batch at a time, in one transaction, since most of the time would otherwise go to
beginning and ending. What is wrong with one keeps only that one out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import DataError, IntegrityError, transaction

from kajo.core.records import Counts
from kajo.core.refusals import Faults, ImportRefused
from kajo.core.runs import Run, find_taken, lock_imports, name_of, note_runs
from kajo.invoices.document_imports import MOST_PDF_BYTES, write_files
from kajo.invoices.formats.finvoice.parsing import parse
from kajo.invoices.formats.finvoice.splitting import MOST_FILE_BYTES
from kajo.invoices.parsed import Attachment, ParsedFile, ParsedInvoice

KIND = "Finvoice"
BATCH_FILES, BATCH_BYTES = 200, 32_000_000
MEGABYTE = 1_000_000
IN_A_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass
class _File:
    """A file on its way in. `sha256` is of its content and of the files beside it."""

    path: Path
    faults: Faults
    size: int = 0
    sha256: str = ""
    invoices: tuple[ParsedInvoice, ...] = ()
    counts: Counts = field(default_factory=Counts)
    is_repeated: bool = False


@dataclass(frozen=True)
class Taken:
    """What became of a file that was taken in; `is_repeated`: it had been before, and nothing was done."""

    path: Path
    counts: Counts
    warnings: tuple[str, ...]
    is_repeated: bool


def load_finvoices(
    paths: Sequence[Path], *, sent_at: datetime, now: datetime
) -> Iterator[Taken | ImportRefused]:
    """Load Finvoice files, each with its PDF and attachments beside it; yield in order what became of each.

    What is yielded has been committed.
    """
    batch: list[_File] = []
    size = 0
    for path in paths:
        batch.append(_read(path))
        size += batch[-1].size
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield from _load(batch, sent_at, now)
            batch, size = [], 0
    yield from _load(batch, sent_at, now)


def _load(batch: list[_File], sent_at: datetime, now: datetime) -> Iterator[Taken | ImportRefused]:
    try:
        _write(batch, sent_at, now)
    except (DataError, IntegrityError) as error:
        if len(batch) > 1:  # one of them is at fault: each by itself
            for file in batch:
                yield from _load([_read(file.path)], sent_at, now)
            return
        batch[0].faults.add(None, None, f"cannot be kept ({error}); tell those who look after Kajo")
    for file in batch:
        if file.faults.found:
            yield ImportRefused.because_of(file.faults.found)
        else:
            warnings = tuple(map(str, file.faults.warnings))
            yield Taken(file.path, file.counts, warnings, file.is_repeated)


def _write(batch: Sequence[_File], sent_at: datetime, now: datetime) -> None:
    whole = [file for file in batch if not file.faults.found]
    with transaction.atomic():
        lock_imports()
        taken = find_taken({file.sha256 for file in whole})
        for file in whole:
            file.is_repeated = file.sha256 in taken
            taken.add(file.sha256)
        new = [file for file in whole if not file.is_repeated]
        for file, counts in zip(
            new, write_files([ParsedFile(file.faults, file.invoices) for file in new]), strict=True
        ):
            file.counts = counts
        runs = [Run(file.faults.file, file.sha256, file.counts) for file in new if not file.faults.found]
        note_runs(KIND, runs, sent_at=sent_at, received_at=now)


def _read(path: Path) -> _File:
    """Read a file and those beside it; faults are noted."""
    file = _File(path, Faults(name_of(path)))
    try:
        file.size = path.stat().st_size
        if file.size > MOST_FILE_BYTES:
            file.faults.add(None, None, f"is over {MOST_FILE_BYTES // MEGABYTE} MB; split it")
            return file
        content = path.read_bytes()
        file.invoices = _with_files(path, parse(content, file.faults), file)
    except OSError as error:
        file.faults.add(None, None, f"cannot be read ({error.strerror}); check the path")
        return file
    digest = hashlib.sha256(content)
    for invoice in file.invoices:
        digest.update(invoice.pdf or b"")
        for attachment in invoice.attachments:
            digest.update(f"{attachment.place} {attachment.content is not None}".encode())
            digest.update(attachment.content or b"")
    file.sha256 = digest.hexdigest()
    return file


def _with_files(path: Path, invoices: tuple[ParsedInvoice, ...], file: _File) -> tuple[ParsedInvoice, ...]:
    """Return the invoices with attachments and PDFs: of one `name.pdf`, of several `name-NUMBER.pdf`."""
    if len(invoices) == 1:
        names = [path.with_suffix(".pdf")]
    else:
        names = [path.with_name(f"{path.stem}-{_as_name(one.facts.number)}.pdf") for one in invoices]
    return tuple(
        replace(
            invoice,
            pdf=_beside(name, file) if name.is_file() else None,
            attachments=tuple(
                _attached(path, one, file) for one in invoice.attachments if one.name != name.name
            ),
        )
        for invoice, name in zip(invoices, names, strict=True)
    )


def _attached(path: Path, attachment: Attachment, file: _File) -> Attachment:
    """Return an attachment with what lies beside under its name, or under `name-` and its name."""
    for name in (f"{path.stem}-{attachment.name}", attachment.name):
        beside = path.with_name(name)
        if beside.is_file():
            return replace(attachment, content=_beside(beside, file))
    return attachment


def _beside(path: Path, file: _File) -> bytes | None:
    size = path.stat().st_size
    file.size += size
    if size > MOST_PDF_BYTES:
        file.faults.add(None, path.name, f"is over {MOST_PDF_BYTES // MEGABYTE} MB; make it smaller")
        return None
    return path.read_bytes()


def _as_name(number: str) -> str:
    return number if IN_A_NAME.fullmatch(number) else "."
