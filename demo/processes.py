"""The demo's child processes: started, watched, started again, and stopped together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MARK = "KAJO_DEMO_OF"  # stands in the environment of every child, so that leftovers can be told
STOP_SECONDS = 15
MOST_STARTS = 5  # of one child, within
STARTS_WINDOW_SECONDS = 60


@dataclass
class _Child:
    command: list[str]
    process: subprocess.Popen[bytes]
    started_at: list[float] = field(default_factory=list)


class Processes:
    """Children by name; each writes to `var/log/<name>.log` and stands in a session of its own."""

    def __init__(self, var: Path, environment: Mapping[str, str]) -> None:
        self._folder = var / "log"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._environment = {**environment, MARK: str(var.resolve())}
        self._children: dict[str, _Child] = {}

    def start(self, name: str, command: list[str]) -> None:
        """Start a child; its log begins anew."""
        self._log(name).write_bytes(b"")
        self._children[name] = _Child(command, self._spawn(name, command), [time.monotonic()])

    def has_ended(self, name: str) -> bool:
        """Tell whether the child is no longer there."""
        return self._children[name].process.poll() is not None

    def end_of_log(self, name: str) -> str:
        """Return the last lines that the child wrote."""
        return "\n".join(self._log(name).read_text(errors="replace").splitlines()[-15:])

    def watch(self, look: Callable[[], None]) -> int:
        """Keep the children running until interrupted; 1 when one keeps ending.

        `look` is called once a second, before the children are looked at.
        """
        while True:
            time.sleep(1)
            look()
            for name, child in self._children.items():
                if child.process.poll() is not None and not self._restart(name, child):
                    print(f"{name} keeps ending:\n{self.end_of_log(name)}", flush=True)
                    return 1

    def stop(self) -> None:
        """Ask all children to end, the last started first, and end what does not listen."""
        for child in reversed(self._children.values()):
            _signal_group(child.process.pid, signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        with suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
            for child in self._children.values():
                child.process.wait(max(0.0, end - time.monotonic()))
        for child in self._children.values():
            _signal_group(child.process.pid, signal.SIGKILL)

    def _restart(self, name: str, child: _Child) -> bool:
        _signal_group(child.process.pid, signal.SIGKILL)  # its own children, which may still hold the port
        now = time.monotonic()
        recent = [moment for moment in child.started_at if now - moment < STARTS_WINDOW_SECONDS]
        if len(recent) >= MOST_STARTS:
            return False
        print(f"{name} has ended; starting it again.", flush=True)
        child.process = self._spawn(name, child.command)
        child.started_at = [*recent, now]
        return True

    def _spawn(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with self._log(name).open("ab") as log:
            return subprocess.Popen(
                command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"


def end_leftovers(var: Path) -> None:
    """End the children of an earlier demo of this folder that was killed without stopping them."""
    end = time.monotonic() + STOP_SECONDS
    while (left := find_children(var)) and time.monotonic() < end:
        for pid in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def find_children(var: Path) -> list[int]:
    """Return the process ids of every demo's children that belong to this folder."""
    mark = f"{MARK}={var.resolve()}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def _signal_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
