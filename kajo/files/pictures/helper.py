"""The helper program from this side: started when needed, asked one thing at a time, replaced if it dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO, Any

PROGRAM = Path(__file__).with_name("renderer.py")
WAIT_SECONDS = 10


class HelperBusy(Exception):
    """Others' documents take all its time just now."""


@dataclass
class Helper:
    """One helper program of this process. It inherits no connection and no setting."""

    process: subprocess.Popen[bytes] | None = None
    started_by: int = 0
    lock: Lock = field(default_factory=Lock)

    def ask(self, document: bytes, *, page: int | None, width: int = 0) -> tuple[dict[str, Any], bytes]:
        """Return what the program says of the document, and the picture of the page when one was asked for.

        :raises HelperBusy: when it does not come to the document in time
        """
        if not self.lock.acquire(timeout=WAIT_SECONDS):
            raise HelperBusy
        try:
            request = json.dumps({"size": len(document), "page": page, "width": width}).encode()
            return self._exchange(request + b"\n" + document)
        finally:
            self.lock.release()

    def _exchange(self, message: bytes) -> tuple[dict[str, Any], bytes]:
        for _ in range(2):
            source, target = self._pipes()
            try:
                source.write(message)
                source.flush()
                head: dict[str, Any] = json.loads(target.readline())
                picture = target.read(head["size"])
                if len(picture) == head["size"]:
                    return head, picture
            except (OSError, json.JSONDecodeError):
                pass
            self.stop()
        raise HelperBusy

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self.process is None or self.process.poll() is not None or self.started_by != os.getpid():
            self.process = subprocess.Popen(
                [sys.executable, "-I", str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}
            )
            self.started_by = os.getpid()
        source, target = self.process.stdin, self.process.stdout
        assert source is not None and target is not None  # noqa: S101 - both were asked for above
        return source, target

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


helper = Helper()
