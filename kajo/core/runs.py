"""What was taken in already: each file once, by its content."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kajo.core.locks import lock_until_commit
from kajo.core.models import ImportRun
from kajo.core.records import Counts
from kajo.core.refusals import ImportRefused

# A sender's clock may be wrong, but what comes from next year would hold for ever.
MOST_AHEAD = timedelta(hours=1)


def lock_imports() -> None:
    """Wait until no other file comes in, and keep others out until the transaction ends."""
    lock_until_commit("kajo.import")


def name_of(path: Path) -> str:
    """Return a file's name as it can be shown and kept, whatever bytes it has."""
    return path.name.encode(errors="replace").decode()


def from_the_future(file: str, sent_at: datetime, *, now: datetime) -> ImportRefused | None:
    """Return the refusal of a file that says that it was sent later than now, or None when it does not."""
    if sent_at <= now + MOST_AHEAD:
        return None
    return ImportRefused(file, None, None, "was sent in the future; give the right time with --sent")


def begin_run(
    file_name: str, kind: str, *, sha256: str, sent_at: datetime, received_at: datetime
) -> ImportRun | None:
    """Note that a file comes in, or return None when its content came in before.

    Called in the file's own transaction, after its lock: what is refused later leaves no note.
    """
    times = {"sent_at": sent_at, "received_at": received_at}
    defaults = {"file_name": file_name[:255], "kind": kind, **times}
    run, is_new = ImportRun.objects.get_or_create(sha256=sha256, defaults=defaults)
    return run if is_new else None


@dataclass(frozen=True)
class Run:
    """One of several files that are taken in together, and what it held."""

    file_name: str
    sha256: str
    counts: Counts


def find_taken(sha256s: Collection[str]) -> set[str]:
    """Return which contents came in before."""
    return set(ImportRun.objects.filter(sha256__in=sha256s).values_list("sha256", flat=True))


def note_runs(kind: str, runs: Iterable[Run], *, sent_at: datetime, received_at: datetime) -> None:
    """Note files that are taken in together, in their common transaction."""
    ImportRun.objects.bulk_create(
        ImportRun(
            sha256=run.sha256,
            file_name=run.file_name[:255],
            kind=kind,
            sent_at=sent_at,
            received_at=received_at,
            rows_read=run.counts.read,
            rows_changed=run.counts.changed,
            rows_unchanged=run.counts.unchanged,
            rows_missing=run.counts.missing,
        )
        for run in runs
    )


def end_run(run: ImportRun, counts: Counts) -> None:
    """Note what the file held."""
    run.rows_read, run.rows_changed = counts.read, counts.changed
    run.rows_unchanged, run.rows_missing = counts.unchanged, counts.missing
    run.save()
