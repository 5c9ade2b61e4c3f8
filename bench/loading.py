"""Loads one file in a process of its own and prints how long it took and how much memory: for the benches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import HERE


@dataclass(frozen=True)
class Load:
    """One file from the disk to committed."""

    seconds: float
    megabytes: float


def load_apart(path: Path) -> Load:
    """Load a file in a process of its own, which inherits the one core and the database."""
    command = [sys.executable, "-m", "bench.loading", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent)
    return Load(**json.loads(done.stdout))


def main(path: Path) -> None:
    import django

    django.setup()
    from kajo.core.times import now
    from kajo.metering.formats.options import Options
    from kajo.metering.imports import load_readings

    begins = time.perf_counter()
    load_readings(path, Options(), now=now())
    seconds = time.perf_counter() - begins
    print(json.dumps({"seconds": seconds, "megabytes": _most_memory_mb()}))


def _most_memory_mb() -> float:
    """Return the most memory that this process has had; getrusage would count the parent's before exec."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main(Path(sys.argv[1]))
