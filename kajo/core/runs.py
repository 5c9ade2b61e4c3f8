"""What was taken in already: each file once, by its content."""

from datetime import datetime

from kajo.core.models import ImportRun
from kajo.core.records import Counts


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


def end_run(run: ImportRun, counts: Counts) -> None:
    """Note what the file held."""
    run.rows_read, run.rows_changed = counts.read, counts.changed
    run.rows_unchanged, run.rows_missing = counts.unchanged, counts.missing
    run.save()
