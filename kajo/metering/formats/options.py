"""What a file does not say of itself, and the one who loads it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kajo.core.refusals import ImportRefused
from kajo.metering.words import Flow


@dataclass(frozen=True)
class Options:
    """`--point` (GSRN), `--flow` and `--sent` (when the sender made the file) of one import."""

    point: str | None = None
    flow: Flow | None = None
    sent: datetime | None = None

    def flow_or_refuse(self, file: str) -> Flow:
        """Return the direction.

        :raises ImportRefused: when it was not given
        """
        if self.flow is None:
            problem = (
                "the file does not say the direction; load it again with --flow consumption or production"
            )
            raise ImportRefused(file, None, None, problem)
        return self.flow

    def point_or_refuse(self, file: str) -> str:
        """Return the metering point.

        :raises ImportRefused: when it was not given
        """
        if self.point is None:
            problem = "the file does not say whose readings these are; load it again with --point GSRN"
            raise ImportRefused(file, None, None, problem)
        return self.point
