"""What pages show of exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kajo.files.words import ExportState


@dataclass(frozen=True)
class ExportRow:
    """An ordered file: how far it is, or why it was not made. `size` is in bytes, None until it is ready."""

    key: str
    name: str
    state: ExportState
    done: int
    total: int
    reason: str
    asked_at: datetime
    expires_at: datetime
    size: int | None

    @property
    def is_going_on(self) -> bool:
        return self.state in (ExportState.WAITING, ExportState.WORKING)

    @property
    def is_ready(self) -> bool:
        return self.state is ExportState.READY
