"""Made things that can be made again, on disk under the digest of what they are made from."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

KEPT_DAYS = 30
LOOKED_THROUGH_EVERY = 6 * 3600

logger = logging.getLogger(__name__)


@dataclass
class Shelf:
    """A folder that only this system user may open. It may be emptied at any time, and may be full."""

    folder: Path
    looked_through_at: float = 0.0

    def find(self, name: str) -> bytes | None:
        """Return what is kept under the name."""
        path = self._path(name)
        try:
            content = path.read_bytes()
            if time.time() - path.stat().st_mtime > 24 * 3600:
                os.utime(path)
        except OSError:
            return None
        return content

    def keep(self, name: str, content: bytes) -> None:
        """Keep the content whole or not at all, and take away what nobody looked at for a month."""
        path = self._path(name)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(content)
            Path(file.name).replace(path)
            self._look_through()
        except OSError as error:
            logger.warning("a picture is not kept: %s", error.strerror)

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name

    def _look_through(self) -> None:
        now = time.time()
        if now - self.looked_through_at < LOOKED_THROUGH_EVERY:
            return
        self.looked_through_at = now
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):
                if now - path.stat().st_mtime > KEPT_DAYS * 24 * 3600:
                    path.unlink()
