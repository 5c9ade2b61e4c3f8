"""Makes the virtual environment and runs a module in it; needs nothing but Python itself.

python3 script/lib/setup.py base|demo|dev -m MODULE [ARGUMENT…]
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
# What is installed with each set of packages: each holds all of the former, in the same versions.
HOLDS = {"base": ["base"], "demo": ["base", "demo"], "dev": ["base", "demo", "dev"]}


def main(wanted: str, command: list[str]) -> None:
    """Set up the packages of `wanted` and become the command."""
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever runs it with an older one is told
        sys.exit(f"Kajo needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    with _one_at_a_time():
        if not _works():
            _make()
        if _installed().get(wanted) != _digest(wanted):
            _install(wanted)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *command])


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _works() -> bool:
    if not PYTHON.exists() or not any(VENV.glob("lib/python3*/site-packages/pip")):
        return False
    return subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0


def _make() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("This Python lacks ensurepip. On Debian and Ubuntu: apt-get install python3-venv")
    print("Making the virtual environment…", flush=True)
    venv.create(VENV, clear=True, with_pip=True)


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def _installed() -> dict[str, str]:
    try:
        noted: dict[str, str] = json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return noted


def _install(name: str) -> None:
    locked = ROOT / "requirements" / f"{name}.txt"
    total = len(re.findall(r"^[a-z0-9].*==", locked.read_text(), re.MULTILINE))
    print(f"Installing {total} packages…", flush=True)
    flags = ["--require-hashes", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    command = [str(PYTHON), "-m", "pip", "install", *flags, "-r", str(locked)]
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            lines.append(line)
            _show(
                line, seen=sum(word.startswith(("Collecting", "Requirement")) for word in lines), total=total
            )
    if pip.returncode:
        sys.exit("".join(lines[-30:]) + "The packages could not be installed.")
    STAMP.write_text(json.dumps({part: _digest(part) for part in HOLDS[name]}))


def _show(line: str, *, seen: int, total: int) -> None:
    words = line.split()
    if words[:1] == ["Collecting"]:
        print(f"  {seen}/{total} {words[1].split('=')[0]}", flush=True)
    elif words[:1] == ["Installing"]:
        print("  unpacking them", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)
